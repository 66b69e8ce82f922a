import { Injectable } from '@nestjs/common';
import type { TokenAnswer, TokenRequest } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type Client,
  type OpaqueToken,
  TokenRefusal,
  planRefresh,
  readOpaqueToken,
  refreshRefused,
  renderTokenAnswer,
  userOf,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { Secrets } from '../platform/secrets.js';
import { TokenForge } from '../platform/token-forge.js';
import { TokenEvents } from './token-events.js';
import { TokenHooks } from './token-hooks.js';

/** Exchanges a refresh token for a new access token and its own successor (RFC 6749 §6, RFC 9700 §4.14.2). */
@Injectable()
export class RefreshService {
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
    const presented = this.read(request.refresh_token);
    const found = await this.store.refreshTokens.find(presented.hash);
    if (!found) await this.endFamilyOfSpent(presented, client);
    const application = this.configuration.application(client.application);
    const planned = planRefresh(client, application, found, request.scope, this.clock.now());
    const plan = await this.hooks.customize(planned);
    const next = this.forge.nextRefreshToken(plan.issuedAt);
    const { access, record } = this.forge.accessToken(plan);
    const { authenticatedAt } = found!;
    const idToken = await this.forge.idToken(plan, userOf(plan.person), access, { authenticatedAt });
    const rotated = await this.store.refreshTokens.rotate({
      clientId: client.clientId,
      spentHash: presented.hash,
      nextHash: next.token.hash,
      nextExpiresAt: next.expiresAt,
      accessToken: record,
    });
    if (!rotated) {
      // Another request was first: that one token was presented twice is a sign of theft, whoever was first.
      await this.endFamilyOfSpent(presented, client);
      throw refreshRefused('used or revoked by another request meanwhile');
    }
    const answer = renderTokenAnswer(plan, { access: access.text, refresh: next.token.text, idToken });
    this.events.given('TOKEN_REQUEST_ACCESS_TOKEN_REFRESHED', plan, answer);
    return answer;
  }

  private read(text: string | undefined): OpaqueToken {
    if (text === undefined) {
      throw new TokenRefusal('invalid_request', 'refresh_token is required.', 'TOKEN_REQUEST_INVALID');
    }
    const token = readOpaqueToken('refresh', text, this.clock.now(), this.secrets.tokenKey);
    if (!token) throw refreshRefused('not of this server, or long expired');
    return token;
  }

  private async endFamilyOfSpent(presented: OpaqueToken, client: Client): Promise<void> {
    if (await this.store.refreshTokens.endFamilyOfSpent(presented.hash, client.clientId)) {
      throw refreshRefused('used before: everything of its family is revoked', 'TOKEN_REQUEST_REFRESH_TOKEN_REUSED');
    }
  }
}
