import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type AccessTokenRecord,
  type EpochSeconds,
  type OpaqueToken,
  REFRESH_TOKEN_VALIDITY,
  type RefreshTokenRecord,
  type ScriptUser,
  type SessionSubject,
  type SessionTokenRecord,
  type TokenPlan,
  formOpaqueToken,
  hasIdToken,
  idTokenClaims,
  seal,
} from '@passant/protocol';
import { Issuer } from '../platform/issuer.js';
import { Secrets } from './secrets.js';
import { SigningKeys } from './signing-keys.js';

/** A newly generated opaque token: the text for its holder, and the values to store. */
export type GeneratedToken = OpaqueToken & { text: string };

/** Generates tokens with their stored records, and signs ID tokens. */
@Injectable()
export class TokenIssuer {
  constructor(
    private readonly secrets: Secrets,
    private readonly signingKeys: SigningKeys,
    private readonly issuer: Issuer,
  ) {}

  /** Generates the access token of a plan, with its record. Callers that know a token family set it themselves. */
  accessToken(plan: TokenPlan): { access: GeneratedToken; record: AccessTokenRecord } {
    const { client, application, person } = plan;
    const access = formOpaqueToken('access', this.secrets.randomBytes(16), plan.expiresAt, this.secrets.tokenKey);
    const record: AccessTokenRecord = {
      tokenHash: access.hash,
      type: plan.tokenType,
      clientId: client.clientId,
      application: application?.identifier ?? null,
      appPlatform: client.appPlatform,
      appVersion: client.appVersion,
      scopes: plan.scopes,
      audience: plan.audience?.length ? plan.audience : null,
      issuedAt: plan.issuedAt,
      expiresAt: plan.expiresAt,
      profile: person?.profile ?? null,
      family: null,
      identityProvider: person?.identityProvider ?? null,
      sealed: seal(access, plan.subject, this.secrets.randomBytes(12)),
    };
    return { access, record };
  }

  /**
   * Generates the first refresh token of a registration, with its record: it starts a new family.
   * @param profile identifier of the profile's record
   * @param resources resources that its access tokens may be for, if they are more than those of the first one
   */
  refreshToken(
    { client, scopes, audience, issuedAt }: TokenPlan,
    profile: string,
    authenticatedAt: EpochSeconds,
    resources: string[] = audience ?? [],
    redirectUri: string | null = null,
  ): { refresh: GeneratedToken; record: RefreshTokenRecord } {
    const { token: refresh, expiresAt } = this.nextRefreshToken(issuedAt);
    const record: RefreshTokenRecord = {
      tokenHash: refresh.hash,
      family: randomUUID(),
      profile,
      clientId: client.clientId,
      scopes,
      resources,
      // Only grants of a client that many installations share have to be told apart.
      redirectUri: client.documentFetchedAt === null ? null : redirectUri,
      authenticatedAt,
      issuedAt,
      expiresAt,
    };
    return { refresh, record };
  }

  /**
   * Generates the first refresh token of a stateless session, with its record: it starts a new family.
   * @param session what it seals, who vouched for the person and when, and when the session ends
   * @param resources resources that its access tokens may be for, if they are more than those of the first one
   */
  sessionToken(
    { client, scopes, audience = [], issuedAt }: TokenPlan,
    session: {
      sealing: SessionSubject;
      identityProvider: string;
      authenticatedAt: EpochSeconds;
      sessionEnd: EpochSeconds;
    },
    resources: string[] = audience,
  ): { refresh: GeneratedToken; record: SessionTokenRecord } {
    const { sealing, identityProvider, authenticatedAt, sessionEnd } = session;
    const { token: refresh, sealed } = this.nextSessionToken(sealing, sessionEnd);
    const record: SessionTokenRecord = {
      tokenHash: refresh.hash,
      family: randomUUID(),
      clientId: client.clientId,
      scopes,
      resources,
      authenticatedAt,
      issuedAt,
      expiresAt: sessionEnd,
      identityProvider,
      sealed,
    };
    return { refresh, record };
  }

  /** Generates the refresh token that continues a stateless session, and seals the person under it. */
  nextSessionToken(sealing: SessionSubject, sessionEnd: EpochSeconds): { token: GeneratedToken; sealed: Buffer } {
    const token = formOpaqueToken('refresh', this.secrets.randomBytes(16), sessionEnd, this.secrets.tokenKey);
    return { token, sealed: seal(token, sealing, this.secrets.randomBytes(12)) };
  }

  /** Generates the refresh token that replaces a spent one and continues its family. */
  nextRefreshToken(issuedAt: EpochSeconds): { token: GeneratedToken; expiresAt: EpochSeconds } {
    const expiresAt = issuedAt + REFRESH_TOKEN_VALIDITY;
    const token = formOpaqueToken('refresh', this.secrets.randomBytes(16), expiresAt, this.secrets.tokenKey);
    return { token, expiresAt };
  }

  /**
   * Generates the ID token that accompanies an access token; `undefined` if the scopes do not request one.
   * @param authentication when the person authenticated, and the nonce that binds the token to the browser's request
   */
  async idToken(
    { client, scopes, issuedAt, expiresAt }: TokenPlan,
    user: ScriptUser,
    access: GeneratedToken,
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
      'JWT',
      client.idTokenSignedResponseAlg,
    );
  }
}
