import { Injectable } from '@nestjs/common';
import { Store } from '@passant/persistence';
import { type Client, OAuthError, readOpaqueToken } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { EventLog } from '../platform/event-log.js';
import { NO_ORIGIN } from '../platform/http/request-facts.js';
import { Secrets } from '../platform/secrets.js';

/** Token revocation (RFC 7009). The kind of a token is part of it, so a hint is never needed. */
@Injectable()
export class RevocationService {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends a token of this client; a refresh token takes the access tokens of its family along. A token that is dead or
   * was never alive is no error (RFC 7009 §2.2). Throws `invalid_request` for a token of another client (§2.1).
   */
  async revoke(client: Client, text: string): Promise<void> {
    if (await this.revokeAccessToken(client, text)) return;
    if (await this.revokeRefreshToken(client, text)) return;
    this.events.record('TOKEN_REVOKE_TOKEN_INVALID', factsOf(client));
  }

  private async revokeAccessToken(client: Client, text: string): Promise<boolean> {
    const token = readOpaqueToken('access', text, this.clock.now(), this.secrets.tokenKey);
    if (!token) return false;
    const type = await this.store.accessTokens.revoke(token, client.clientId);
    if (type === undefined) {
      requireNone(await this.store.accessTokens.find(token));
      return false;
    }
    this.events.record('TOKEN_REVOKE_ACCESS_TOKEN_SUCCESS', {
      ...factsOf(client),
      // Whoever wants to leave no trace leaves no address either.
      ...(type === 'STATELESS_AUTHENTICATION' ? NO_ORIGIN : {}),
      details: { token_type: type },
    });
    return true;
  }

  private async revokeRefreshToken(client: Client, text: string): Promise<boolean> {
    const token = readOpaqueToken('refresh', text, this.clock.now(), this.secrets.tokenKey);
    if (!token) return false;
    const { refreshTokens } = this.store;
    // One that was exchanged for its successor stands for the same family: whoever gives it up gives all of it up.
    const ended =
      (await refreshTokens.revoke(token.hash, client.clientId)) ||
      (await refreshTokens.endFamilyOfSpent(token.hash, client.clientId));
    if (!ended) {
      requireNone(await refreshTokens.find(token.hash));
      return false;
    }
    this.events.record('TOKEN_REVOKE_REFRESH_TOKEN_SUCCESS', factsOf(client));
    return true;
  }
}

function requireNone(foreign: unknown): void {
  if (foreign === undefined) return;
  throw new OAuthError('invalid_request', 'The token was not issued to this client.');
}

function factsOf(client: Client): { clientId: string; application: string | null } {
  return { clientId: client.clientId, application: client.application };
}
