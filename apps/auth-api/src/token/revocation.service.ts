import { Injectable } from '@nestjs/common';
import { Store } from '@passant/persistence';
import { type Client, OAuthError } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { EventLog } from '../observation/event-log.js';
import { WITHOUT_ORIGIN } from '../platform/http/request-facts.js';
import { Secrets } from '../credentials/secrets.js';

/** Token revocation (RFC 7009). A token contains its own type, so a hint is never needed. */
@Injectable()
export class RevocationService {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends a token of this client; a refresh token takes the access tokens of its family with it. A token that has ended
   * or never existed is not an error (RFC 7009 §2.2). Throws `invalid_request` for a token of another client (§2.1).
   */
  async revoke(client: Client, text: string): Promise<void> {
    if (await this.revokeAccessToken(client, text)) return;
    if (await this.revokeRefreshToken(client, text)) return;
    this.events.record('TOKEN_REVOKE_TOKEN_INVALID', factsOf(client));
  }

  private async revokeAccessToken(client: Client, text: string): Promise<boolean> {
    const token = this.secrets.readToken('access', text, this.clock.now());
    if (!token) return false;
    const type = await this.store.accessTokens.revoke(token, client.clientId);
    if (type === undefined) {
      requireNone(await this.store.accessTokens.find(token));
      return false;
    }
    this.events.record('TOKEN_REVOKE_ACCESS_TOKEN_SUCCESS', {
      ...factsOf(client),
      // People who authenticated statelessly leave no address either.
      ...(type === 'STATELESS_AUTHENTICATION' ? WITHOUT_ORIGIN : {}),
      details: { token_type: type },
    });
    return true;
  }

  private async revokeRefreshToken(client: Client, text: string): Promise<boolean> {
    const token = this.secrets.readToken('refresh', text, this.clock.now());
    if (!token) return false;
    const { refreshTokens } = this.store;
    // A token that was exchanged still belongs to the same family: revoking it revokes the whole family.
    const ended =
      (await refreshTokens.revoke(token.hash, client.clientId)) ||
      (await refreshTokens.endFamilyOfSpent(token.hash, client.clientId)) === 'ended';
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
