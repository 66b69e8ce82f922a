import { Injectable } from '@nestjs/common';
import type { TokenAnswer, TokenRequest } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type Client,
  type OpaqueToken,
  type RefreshableSession,
  type SessionSubject,
  planSessionRefresh,
  renderTokenAnswer,
  statelessUserOf,
  unseal,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
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
    private readonly configuration: Configuration,
    private readonly store: Store,
    private readonly hooks: TokenHooks,
    private readonly audiences: Audiences,
    private readonly tokenIssuer: TokenIssuer,
    private readonly events: TokenEvents,
    private readonly clock: Clock,
  ) {}

  /** @returns `undefined` if another request was first, and its tokens were used */
  async refresh(
    client: Client,
    { presented, found, grace }: PresentedSession,
    request: TokenRequest,
  ): Promise<TokenAnswer | undefined> {
    // Refusals from here on leave no address either.
    noteFacts(NO_ORIGIN);
    const sealing = unseal(presented, found.sealed) as SessionSubject;
    const present = this.configuration.present(client.application);
    const planned = planSessionRefresh(client, present, found, sealing, request.scope, this.clock.now());
    const audience = this.audiences.require(client, request.resource, found.resources);
    const plan = { ...(await this.hooks.customizeStateless(planned)), audience };
    const { identityProvider, sessionEnd, authenticatedAt } = plan;
    const next = this.tokenIssuer.nextSessionToken(sealing, sessionEnd);
    const { access, record } = this.tokenIssuer.accessToken(plan);
    const idToken = await this.tokenIssuer.idToken(plan, statelessUserOf(plan), access, { authenticatedAt });
    const rotated = await this.store.refreshTokens.rotate({
      clientId: client.clientId,
      spentHash: presented.hash,
      nextHash: next.token.hash,
      nextExpiresAt: sessionEnd,
      nextSealed: next.sealed,
      grace,
      accessToken: { ...record, identityProvider },
    });
    if (!rotated) return undefined;
    const answer = renderTokenAnswer(plan, { access: access.text, refresh: next.token.text, idToken });
    this.events.given('TOKEN_REQUEST_ACCESS_TOKEN_REFRESHED', plan, answer);
    if (rotated === 'repeated') this.events.repeated(plan);
    return answer;
  }
}
