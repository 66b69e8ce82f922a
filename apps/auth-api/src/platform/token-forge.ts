import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type AccessTokenRecord,
  type EpochSeconds,
  type OpaqueToken,
  REFRESH_TOKEN_VALIDITY,
  type RefreshTokenRecord,
  type ScriptUser,
  type TokenPlan,
  formOpaqueToken,
  hasIdToken,
  idTokenClaims,
  seal,
} from '@passant/protocol';
import { Issuer } from './issuer.js';
import { Secrets } from './secrets.js';
import { SigningKeys } from './signing-keys.js';

/** An opaque token just drawn: what the holder is given, and what is kept. */
export type DrawnToken = OpaqueToken & { text: string };

/** Draws tokens with the records that are kept of them, and signs what is said about the person beside them. */
@Injectable()
export class TokenForge {
  constructor(
    private readonly secrets: Secrets,
    private readonly signingKeys: SigningKeys,
    private readonly issuer: Issuer,
  ) {}

  /** The access token of a plan, with its record. A family is given by who knows one. */
  accessToken(plan: TokenPlan): { access: DrawnToken; record: AccessTokenRecord } {
    const { client, application, person } = plan;
    const access = formOpaqueToken('access', this.secrets.draw(16), plan.expiresAt, this.secrets.tokenKey);
    const record: AccessTokenRecord = {
      tokenHash: access.hash,
      type: plan.tokenType,
      clientId: client.clientId,
      application: application?.identifier ?? null,
      appPlatform: client.appPlatform,
      appVersion: client.appVersion,
      scopes: plan.scopes,
      issuedAt: plan.issuedAt,
      expiresAt: plan.expiresAt,
      profile: person?.profile ?? null,
      family: null,
      sealed: seal(access, plan.subject, this.secrets.draw(12)),
    };
    return { access, record };
  }

  /**
   * The refresh token a registration begins with, and its record: a new family.
   * @param profile identifier of the profile's record
   */
  refreshToken(
    { client, scopes, issuedAt }: TokenPlan,
    profile: string,
    authenticatedAt: EpochSeconds,
  ): { refresh: DrawnToken; record: RefreshTokenRecord } {
    const { token: refresh, expiresAt } = this.nextRefreshToken(issuedAt);
    const record: RefreshTokenRecord = {
      tokenHash: refresh.hash,
      family: randomUUID(),
      profile,
      clientId: client.clientId,
      scopes,
      authenticatedAt,
      issuedAt,
      expiresAt,
    };
    return { refresh, record };
  }

  /** The refresh token that takes the place of a spent one; the family is that of the spent one. */
  nextRefreshToken(issuedAt: EpochSeconds): { token: DrawnToken; expiresAt: EpochSeconds } {
    const expiresAt = issuedAt + REFRESH_TOKEN_VALIDITY;
    const token = formOpaqueToken('refresh', this.secrets.draw(16), expiresAt, this.secrets.tokenKey);
    return { token, expiresAt };
  }

  /**
   * The ID token beside an access token; `undefined` where the scopes ask for none.
   * @param authentication when the person was asked who they are, and what binds the token to the browser that asked
   */
  async idToken(
    { client, scopes, issuedAt, expiresAt }: TokenPlan,
    user: ScriptUser,
    access: DrawnToken,
    authentication: { authenticatedAt: EpochSeconds; nonce?: string | null },
  ): Promise<string | undefined> {
    if (!hasIdToken(scopes)) return undefined;
    return this.signingKeys.sign(
      idTokenClaims({
        issuer: this.issuer.identifier,
        clientId: client.clientId,
        user,
        accessToken: access.text,
        issuedAt,
        expiresAt,
        ...authentication,
      }),
    );
  }
}
