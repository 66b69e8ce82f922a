import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { TokenAnswer, TokenRequest } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  CODE_MEMORY,
  type Client,
  type OpaqueToken,
  type ScriptUser,
  clientAuthenticationFailed,
  codeRefused,
  planCodeExchange,
  profileKeyOfPerson,
  readCodeRequest,
  readOpaqueToken,
  renderTokenAnswer,
  requireCode,
  unseal,
  userOf,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { Secrets } from '../platform/secrets.js';
import { TokenForge } from '../platform/token-forge.js';
import { TokenEvents } from './token-events.js';
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
    private readonly events: TokenEvents,
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
    const { authenticatedAt, nonce } = code;
    const { profile, profileId, identityProvider, userId, userDetails, amr } = plan.person;
    const { access, record } = this.forge.accessToken(plan);
    const refreshing = plan.withRefreshToken ? this.forge.refreshToken(plan, profile, authenticatedAt) : undefined;
    const idToken = await this.forge.idToken(plan, userOf(plan.person), access, { authenticatedAt, nonce });
    const result = await this.store.authorizationCodes.redeem({
      codeHash: presented.hash,
      rememberedUntil: now + CODE_MEMORY,
      accessToken: { ...record, family: refreshing?.record.family ?? null },
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
      ...(refreshing ? { refreshToken: refreshing.record } : {}),
    });
    if (result === 'client_gone') throw clientAuthenticationFailed('deleted or switched off meanwhile');
    if (result === 'spent') {
      // Another request was first: that one code was presented twice is a sign of theft, whoever was first.
      await this.endTokensOfSpent(presented, client);
      throw codeRefused('used or expired by another request meanwhile');
    }
    const answer = renderTokenAnswer(plan, { access: access.text, refresh: refreshing?.refresh.text, idToken });
    this.events.given('TOKEN_REQUEST_ACCESS_TOKEN_CREATED', plan, answer);
    return answer;
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
}
