import { Injectable } from '@nestjs/common';
import type { TokenAnswer, TokenRequest } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type AuthorizationCode,
  CODE_MEMORY,
  type Client,
  OutdatedBasis,
  type Configured,
  type ScriptUser,
  basisOf,
  planStatelessExchange,
  renderTokenAnswer,
  statelessUserOf,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { NO_ORIGIN, noteFacts } from '../platform/http/request-facts.js';
import { Audiences } from '../credentials/audiences.js';
import { TokenIssuer } from '../credentials/token-issuer.js';
import { TokenEvents } from './token-events.js';
import { TokenHooks } from './token-hooks.js';

/** Exchanges the code of a stateless registration on the login pages: no profile and no user are stored. */
@Injectable()
export class StatelessCodeService {
  constructor(
    private readonly store: Store,
    private readonly hooks: TokenHooks,
    private readonly audiences: Audiences,
    private readonly tokenIssuer: TokenIssuer,
    private readonly events: TokenEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * @param present the configuration as it was before the code was read: an administrator may have shortened its session
   * since
   * @returns `undefined` if another request was first
   */
  async exchange(
    client: Client,
    present: Configured,
    code: AuthorizationCode,
    user: ScriptUser,
    request: TokenRequest,
  ): Promise<TokenAnswer | undefined> {
    noteFacts(NO_ORIGIN);
    const now = this.clock.now();
    const planned = planStatelessExchange(client, present, code, user, now);
    const audience = this.audiences.require(client, present, request.resource, code.resources);
    const plan = { ...(await this.hooks.customizeStateless(planned)), audience };
    const resources = code.resources.length > 0 ? code.resources : audience;
    const { identityProvider, sealing, authenticatedAt, sessionEnd } = plan;
    const { access, record } = this.tokenIssuer.accessToken(plan);
    const session =
      sessionEnd === undefined
        ? undefined
        : this.tokenIssuer.sessionToken(
            // A web hook may leave out scopes this time and not the next.
            { ...plan, scopes: planned.scopes },
            { sealing, identityProvider, authenticatedAt, sessionEnd },
            resources,
          );
    const idToken = await this.tokenIssuer.idToken(plan, statelessUserOf(plan), access, {
      authenticatedAt,
      nonce: code.nonce,
    });
    const basis = basisOf(client, present, identityProvider, plan.audience);
    const result = await this.store.authorizationCodes.redeemStateless({
      basis,
      codeHash: code.codeHash,
      rememberedUntil: now + CODE_MEMORY,
      accessToken: { ...record, identityProvider, family: session?.record.family ?? null },
      ...(session ? { session: session.record } : {}),
    });
    if (result === 'outdated') throw new OutdatedBasis(basis);
    if (result === 'spent') return undefined;
    const answer = renderTokenAnswer(plan, { access: access.text, refresh: session?.refresh.text, idToken });
    this.events.given('TOKEN_REQUEST_ACCESS_TOKEN_CREATED', plan, answer);
    return answer;
  }
}
