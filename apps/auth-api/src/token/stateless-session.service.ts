import { Injectable } from '@nestjs/common';
import type { TokenAnswer, TokenRequest } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type Client,
  type OpaqueToken,
  OutdatedBasis,
  type Configured,
  type RefreshableSession,
  type SessionSubject,
  basisOf,
  planSessionRefresh,
  renderTokenAnswer,
  statelessUserOf,
  unseal,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import type { Allowed } from '../observation/request-shapes.js';
import { NO_ORIGIN, noteFacts } from '../platform/http/request-facts.js';
import { Audiences } from '../credentials/audiences.js';
import { TokenIssuer } from '../credentials/token-issuer.js';
import { TokenEvents } from './token-events.js';
import { TokenHooks } from './token-hooks.js';

/** The presented refresh token of a session, and what was found for it. */
export interface PresentedSession {
  presented: OpaqueToken;
  found: RefreshableSession;
  /** Seconds within which the token may be exchanged again, as long as its successor has not been used. */
  grace: number;
}

/** Continues a stateless session: another access token, and a refresh token under which the person is sealed anew. */
@Injectable()
export class StatelessSessionService {
  constructor(
    private readonly store: Store,
    private readonly hooks: TokenHooks,
    private readonly audiences: Audiences,
    private readonly tokenIssuer: TokenIssuer,
    private readonly events: TokenEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * @param present the configuration as it was before the session was read: an administrator may have shortened it since
   * @returns `undefined` if another request was first, and its tokens were used
   */
  async refresh(
    client: Client,
    present: Configured,
    { presented, found, grace }: PresentedSession,
    request: TokenRequest,
    allowed: Allowed,
  ): Promise<TokenAnswer | undefined> {
    // Refusals from here on leave no address either.
    noteFacts(NO_ORIGIN);
    const sealing = unseal(presented, found.sealed) as SessionSubject;
    const planned = planSessionRefresh(client, present, found, sealing, request.scope, this.clock.now());
    allowed();
    const audience = this.audiences.require(client, present, request.resource, found.resources);
    const plan = { ...(await this.hooks.customizeStateless(planned)), audience };
    const { identityProvider, sessionEnd, authenticatedAt } = plan;
    const next = this.tokenIssuer.nextSessionToken(sealing, sessionEnd);
    const { access, record } = this.tokenIssuer.accessToken(plan);
    const idToken = await this.tokenIssuer.idToken(plan, statelessUserOf(plan), access, { authenticatedAt });
    const basis = basisOf(client, present, identityProvider, plan.audience);
    const rotated = await this.store.refreshTokens.rotate({
      basis,
      spentHash: presented.hash,
      nextHash: next.token.hash,
      nextExpiresAt: sessionEnd,
      nextSealed: next.sealed,
      grace,
      accessToken: { ...record, identityProvider },
    });
    if (rotated === 'outdated') throw new OutdatedBasis(basis);
    if (!rotated) return undefined;
    const answer = renderTokenAnswer(plan, { access: access.text, refresh: next.token.text, idToken });
    this.events.given('TOKEN_REQUEST_ACCESS_TOKEN_REFRESHED', plan, answer);
    if (rotated === 'repeated') this.events.repeated(plan);
    return answer;
  }
}
