import { Injectable } from '@nestjs/common';
import { DEFAULT_REFRESH_TOKEN_GRACE, type TokenAnswer, type TokenRequest } from '@passant/contracts';
import { type FoundRefreshToken, Store } from '@passant/persistence';
import {
  type Client,
  type OpaqueToken,
  OutdatedBasis,
  type Configured,
  type RefreshableToken,
  TokenRefusal,
  basisOf,
  mayComeAgain,
  planRefresh,
  refreshRefused,
  renderTokenAnswer,
  userOf,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { type Allowed, RequestShapes } from '../observation/request-shapes.js';
import { Secrets } from '../credentials/secrets.js';
import { Audiences } from '../credentials/audiences.js';
import { TokenIssuer } from '../credentials/token-issuer.js';
import { countedRefresh, providerOf } from './counted-requests.js';
import { StatelessSessionService } from './stateless-session.service.js';
import { TokenEvents } from './token-events.js';
import { TokenHooks } from './token-hooks.js';

const graceOf = (application: Configured['application']): number =>
  application?.refreshTokenGrace ?? DEFAULT_REFRESH_TOKEN_GRACE;

/** Exchanges a refresh token for a new access token and a successor (RFC 6749 §6, RFC 9700 §4.14.2). */
@Injectable()
export class RefreshService {
  constructor(
    private readonly configuration: Configuration,
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly hooks: TokenHooks,
    private readonly audiences: Audiences,
    private readonly tokenIssuer: TokenIssuer,
    private readonly sessions: StatelessSessionService,
    private readonly events: TokenEvents,
    private readonly shapes: RequestShapes,
    private readonly clock: Clock,
  ) {}

  async answer(client: Client, request: TokenRequest): Promise<TokenAnswer> {
    const presented = this.read(request.refresh_token);
    const { present, found } = await this.configuration.judging(
      client.application,
      ({ application }) => this.find(presented, graceOf(application)),
      (token) => token && providerOf(token),
    );
    const grace = graceOf(present.application);
    if (!found) await this.endFamilyOfSpent(presented, client);
    const counted = countedRefresh(client, present, found, request.scope, this.clock.now());
    return this.shapes.counting(client, counted, async (allowed) => {
      if (!found || 'person' in found) {
        return this.exchange(client, present, { presented, found, grace }, request, allowed);
      }
      const answer = await this.sessions.refresh(client, present, { presented, found, grace }, request, allowed);
      return answer ?? this.refuseLateComer(presented, client);
    });
  }

  private async exchange(
    client: Client,
    present: Configured,
    { presented, found, grace }: { presented: OpaqueToken; found: RefreshableToken | undefined; grace: number },
    request: TokenRequest,
    allowed: Allowed,
  ): Promise<TokenAnswer> {
    const planned = planRefresh(client, present, found, request.scope, this.clock.now());
    allowed();
    const audience = this.audiences.require(client, present, request.resource, found!.resources);
    const plan = { ...(await this.hooks.customize(planned)), audience };
    const next = this.tokenIssuer.nextRefreshToken(plan.issuedAt);
    const { access, record } = this.tokenIssuer.accessToken(plan);
    const { authenticatedAt } = found!;
    const idToken = await this.tokenIssuer.idToken(plan, userOf(plan), access, { authenticatedAt });
    const basis = basisOf(client, present, plan.person.identityProvider, plan.audience);
    const rotated = await this.store.refreshTokens.rotate({
      basis,
      spentHash: presented.hash,
      nextHash: next.token.hash,
      nextExpiresAt: next.expiresAt,
      grace,
      accessToken: record,
    });
    if (rotated === 'outdated') throw new OutdatedBasis(basis);
    if (!rotated) return this.refuseLateComer(presented, client);
    const answer = renderTokenAnswer(plan, { access: access.text, refresh: next.token.text, idToken });
    this.events.given('TOKEN_REQUEST_ACCESS_TOKEN_REFRESHED', plan, answer);
    if (rotated === 'repeated') this.events.repeated(plan);
    return answer;
  }

  /**
   * The current token, or a replaced one that may be used again within its grace, because the response with its
   * successor may have been lost.
   */
  private async find({ hash }: OpaqueToken, grace: number): Promise<FoundRefreshToken | undefined> {
    const { refreshTokens } = this.store;
    const current = await refreshTokens.find(hash);
    if (current) return current;
    const replaced = await refreshTokens.findReplaced(hash);
    return replaced && mayComeAgain(replaced, grace, this.clock.now()) ? replaced : undefined;
  }

  private read(text: string | undefined): OpaqueToken {
    if (text === undefined) {
      throw new TokenRefusal('invalid_request', 'refresh_token is required.', 'TOKEN_REQUEST_INVALID');
    }
    const token = this.secrets.readToken('refresh', text, this.clock.now());
    if (!token) throw refreshRefused('not of this server, or long expired');
    return token;
  }

  /** Another request was first, and its tokens were used: a sign of theft, whoever came first. */
  private async refuseLateComer(presented: OpaqueToken, client: Client): Promise<never> {
    await this.endFamilyOfSpent(presented, client);
    throw refreshRefused('used or revoked by another request meanwhile');
  }

  private async endFamilyOfSpent(presented: OpaqueToken, client: Client): Promise<void> {
    const what = await this.store.refreshTokens.endFamilyOfSpent(presented.hash, client.clientId, this.clock.now());
    if (what === 'ended') {
      throw refreshRefused('used before: everything of its family is revoked', 'TOKEN_REQUEST_REFRESH_TOKEN_REUSED');
    }
    // Either the client was impatient and asked twice, or somebody else exchanged its token meanwhile: only those who
    // run the client can tell.
    if (what === 'superseded') {
      throw refreshRefused('another took its place unused', 'TOKEN_REQUEST_REFRESH_TOKEN_SUPERSEDED');
    }
  }
}
