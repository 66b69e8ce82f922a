import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { TokenAnswer, TokenRequest } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type AuthorizationCode,
  CODE_MEMORY,
  type Client,
  type CodePlan,
  type OpaqueToken,
  REFRESH_TOKEN_VALIDITY,
  type ScriptUser,
  clientAuthenticationFailed,
  codeRefused,
  idTokenClaims,
  planCodeExchange,
  profileKeyOfPerson,
  readCodeRequest,
  readOpaqueToken,
  requireCode,
  unseal,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { EventLog } from '../platform/event-log.js';
import { Issuer } from '../platform/issuer.js';
import { Secrets } from '../platform/secrets.js';
import { SigningKeys } from '../platform/signing-keys.js';
import { type DrawnToken, TokenForge } from './token-forge.js';
import { TokenHooks } from './token-hooks.js';

/** Exchanges an authorization code for tokens, once (RFC 6749 §4.1.3, RFC 7636 §4.5). */
@Injectable()
export class AuthorizationCodeService {
  constructor(
    private readonly configuration: Configuration,
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly hooks: TokenHooks,
    private readonly forge: TokenForge,
    private readonly signingKeys: SigningKeys,
    private readonly issuer: Issuer,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  async answer(client: Client, request: TokenRequest): Promise<TokenAnswer> {
    const asked = readCodeRequest(request);
    const presented = this.read(asked.code);
    const found = await this.store.authorizationCodes.find(presented.hash);
    if (found && found.redeemedAt !== null) await this.endTokensOfSpent(presented, client);
    const now = this.clock.now();
    const code = requireCode(client, found, asked, now);
    const user = unseal(presented, code.sealed) as ScriptUser;
    const application = this.configuration.application(client.application);
    const providers = this.configuration.allIdentityProviders();
    const planned = planCodeExchange(client, application, providers, code, user, randomUUID(), now);
    const plan = { ...planned, ...(await this.hooks.customize(planned)) };
    const refresh = plan.withRefreshToken ? this.forge.refreshToken(now + REFRESH_TOKEN_VALIDITY) : undefined;
    const family = refresh ? randomUUID() : null;
    const { access, record } = this.forge.accessToken(plan);
    const idToken = plan.scopes.includes('openid') ? await this.signIdToken(plan, code, access) : undefined;
    const { profile, profileId, identityProvider, userId, userDetails, amr } = plan.person;
    const result = await this.store.authorizationCodes.redeem({
      codeHash: presented.hash,
      rememberedUntil: now + CODE_MEMORY,
      accessToken: { ...record, family },
      profile: {
        id: profile,
        clientId: client.clientId,
        profileKey: profileKeyOfPerson(identityProvider, userId),
        profileId,
        identityProvider,
        userId,
        scopes: plan.scopes,
        userDetails,
        amr,
        createdAt: now,
      },
      ...(refresh
        ? {
            refreshToken: {
              tokenHash: refresh.hash,
              family: family!,
              profile,
              clientId: client.clientId,
              scopes: plan.scopes,
              authenticatedAt: code.authenticatedAt,
              issuedAt: now,
              expiresAt: now + REFRESH_TOKEN_VALIDITY,
            },
          }
        : {}),
    });
    if (result === 'client_gone') throw clientAuthenticationFailed('deleted or switched off meanwhile');
    if (result === 'spent') {
      // Another request was first: that one code was presented twice is a sign of theft, whoever was first.
      await this.endTokensOfSpent(presented, client);
      throw codeRefused('used or expired by another request meanwhile');
    }
    this.note(plan, idToken !== undefined);
    return {
      token_type: 'bearer',
      access_token: access.text,
      ...(refresh ? { refresh_token: refresh.text } : {}),
      ...(idToken === undefined ? {} : { id_token: idToken }),
      expires_in: plan.expiresAt - plan.issuedAt,
      scope: plan.scopes.join(' '),
      profile_id: profileId,
    };
  }

  private read(text: string): OpaqueToken {
    const code = readOpaqueToken('authorization-code', text, this.clock.now(), this.secrets.tokenKey);
    if (!code) throw codeRefused('not of this server, or long expired');
    return code;
  }

  private async endTokensOfSpent(presented: OpaqueToken, client: Client): Promise<void> {
    if (await this.store.authorizationCodes.endTokensOfSpent(presented.hash, client.clientId)) {
      throw codeRefused('used before: everything that was given for it is revoked', 'TOKEN_REQUEST_CODE_REUSED');
    }
  }

  private async signIdToken(plan: CodePlan, code: AuthorizationCode, access: DrawnToken): Promise<string> {
    const { userId: id, userDetails: details, amr } = plan.person;
    return this.signingKeys.sign(
      idTokenClaims({
        issuer: this.issuer.identifier,
        clientId: plan.client.clientId,
        user: { id, details, amr },
        accessToken: access.text,
        now: plan.issuedAt,
        expiresAt: plan.expiresAt,
        authenticatedAt: code.authenticatedAt,
        ...(code.nonce === null ? {} : { nonce: code.nonce }),
      }),
    );
  }

  private note(plan: CodePlan, withIdToken: boolean): void {
    const facts = {
      clientId: plan.client.clientId,
      application: plan.application?.identifier ?? null,
      identityProvider: plan.person.identityProvider,
      userId: plan.person.userId,
    };
    const details = { token_type: plan.tokenType, scope: plan.scopes.join(' ') };
    this.events.record('TOKEN_REQUEST_ACCESS_TOKEN_CREATED', { ...facts, details });
    if (withIdToken) this.events.record('ID_TOKEN_CREATED', facts);
  }
}
