import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { TokenAnswer, TokenRequest } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  CODE_MEMORY,
  type Client,
  type OpaqueToken,
  OutdatedBasis,
  type ScriptUser,
  basisOf,
  codeRefused,
  planCodeExchange,
  profileKeyOfPerson,
  readCodeRequest,
  renderTokenAnswer,
  requireCode,
  requireRightful,
  unseal,
  userOf,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { Secrets } from '../credentials/secrets.js';
import { Audiences } from '../credentials/audiences.js';
import { TokenIssuer } from '../credentials/token-issuer.js';
import { StatelessCodeService } from './stateless-code.service.js';
import { TokenEvents } from './token-events.js';
import { TokenHooks } from './token-hooks.js';

/** Exchanges an authorization code for tokens, only once (RFC 6749 §4.1.3, RFC 7636 §4.5). */
@Injectable()
export class AuthorizationCodeService {
  constructor(
    private readonly configuration: Configuration,
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly hooks: TokenHooks,
    private readonly audiences: Audiences,
    private readonly tokenIssuer: TokenIssuer,
    private readonly stateless: StatelessCodeService,
    private readonly events: TokenEvents,
    private readonly clock: Clock,
  ) {}

  async answer(client: Client, request: TokenRequest): Promise<TokenAnswer> {
    const asked = readCodeRequest(client, request);
    const presented = this.read(asked.code);
    const { present, found } = await this.configuration.judging(
      client.application,
      () => this.store.authorizationCodes.find(presented.hash),
      (code) => code?.identityProvider,
    );
    if (found && found.redeemedAt !== null) {
      requireRightful(client, found, asked);
      await this.endTokensOfSpent(presented, client);
    }
    const now = this.clock.now();
    const code = requireCode(client, found, asked, now);
    const user = unseal(presented, code.sealed) as ScriptUser;
    if (code.stateless) {
      const answer = await this.stateless.exchange(client, present, code, user, request);
      return answer ?? this.refuseLateComer(presented, client);
    }
    const planned = planCodeExchange(client, present, code, user, randomUUID(), now);
    const audience = this.audiences.require(client, present, request.resource, code.resources);
    const plan = { ...(await this.hooks.customize(planned)), audience };
    // If the authorization request named no resources, the grant is limited to those of its first token.
    const resources = code.resources.length > 0 ? code.resources : audience;
    const { authenticatedAt, nonce } = code;
    const { profile, profileId, identityProvider, userId, userDetails, amr, claimsByScope } = plan.person;
    const { access, record } = this.tokenIssuer.accessToken(plan);
    const refreshing = plan.withRefreshToken
      ? this.tokenIssuer.refreshToken(plan, profile, authenticatedAt, resources, code.redirectUri)
      : undefined;
    const idToken = await this.tokenIssuer.idToken(plan, userOf(plan), access, { authenticatedAt, nonce });
    const basis = basisOf(client, present, identityProvider, plan.audience);
    const result = await this.store.authorizationCodes.redeem({
      basis,
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
        claimsByScope,
        createdAt: now,
      },
      ...(refreshing ? { refreshToken: refreshing.record } : {}),
    });
    if (result === 'outdated') throw new OutdatedBasis(basis);
    if (result === 'spent') return this.refuseLateComer(presented, client);
    const answer = renderTokenAnswer(plan, { access: access.text, refresh: refreshing?.refresh.text, idToken });
    this.events.given('TOKEN_REQUEST_ACCESS_TOKEN_CREATED', plan, answer);
    return answer;
  }

  private read(text: string): OpaqueToken {
    const code = this.secrets.readToken('authorization-code', text, this.clock.now());
    if (!code) throw codeRefused('not of this server, or long expired');
    return code;
  }

  /** Another request was first. A code that is presented twice is a sign of theft, whoever came first. */
  private async refuseLateComer(presented: OpaqueToken, client: Client): Promise<never> {
    await this.endTokensOfSpent(presented, client);
    throw codeRefused('used or expired by another request meanwhile');
  }

  private async endTokensOfSpent(presented: OpaqueToken, client: Client): Promise<void> {
    if (await this.store.authorizationCodes.endTokensOfSpent(presented.hash, client.clientId)) {
      throw codeRefused('used before: everything that was given for it is revoked', 'TOKEN_REQUEST_CODE_REUSED');
    }
  }
}
