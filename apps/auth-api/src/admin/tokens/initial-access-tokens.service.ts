import { Injectable } from '@nestjs/common';
import type { CreateInitialAccessToken } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { type InitialAccessToken, OAuthError, renderForHistory } from '@passant/protocol';
import type { z } from 'zod';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';
import { EventLog } from '../../platform/event-log.js';
import { InitialAccessTokenForge } from '../../platform/initial-access-token-forge.js';
import { Issuer } from '../../platform/issuer.js';
import { newInitialAccessToken, renderInitialAccessToken } from './initial-access-token.view.js';

/** Permissions to register clients, given out by administrators. */
@Injectable()
export class InitialAccessTokensService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly forge: InitialAccessTokenForge,
    private readonly issuer: Issuer,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  /** Makes a token. It is returned this once and kept only as its hash. */
  async create(
    request: z.output<typeof CreateInitialAccessToken>,
    createdBy: string,
  ): Promise<{ token: InitialAccessToken; text: string }> {
    this.requireConsistent(request);
    const drawn = await this.forge.draw(newInitialAccessToken(request, createdBy, this.clock.now()));
    await this.store.transaction(async (store) => {
      await store.initialAccessTokens.insert(drawn.token);
      const facts = { application: drawn.token.application, after: renderInitialAccessToken(drawn.token, 0) };
      await store.events.insert([this.events.event('ADMIN_INITIAL_ACCESS_TOKEN_CREATED', facts)]);
    });
    return drawn;
  }

  /**
   * Revokes a token, and with `withClients` deletes the clients it made. A registration under way holds the token's row:
   * it is either refused or its client goes as well.
   */
  async revoke(id: string, withClients: boolean): Promise<void> {
    await this.store.transaction(async (store) => {
      const revoked = await store.initialAccessTokens.revoke(id);
      if (!revoked) throw new OAuthError('not_found', 'There is no such initial access token.');
      const gone = withClients ? await store.registeredClients.deleteMadeWith(id) : [];
      const revocation = this.events.event('ADMIN_INITIAL_ACCESS_TOKEN_REVOKED', {
        application: revoked.application,
        details: { id, ...(withClients ? { clients_deleted: gone.length } : {}) },
        before: { revoked: false },
        after: { revoked: true },
      });
      const deletions = gone.map((client) =>
        this.events.event('ADMIN_CLIENT_DELETED', {
          clientId: client.clientId,
          application: client.application,
          details: { initial_access_token: id },
          before: renderForHistory(client),
        }),
      );
      await store.events.insert([revocation, ...deletions]);
    });
  }

  private requireConsistent({ application, audience }: z.output<typeof CreateInitialAccessToken>): void {
    const fields: Record<string, string> = {};
    if (application !== undefined && !this.configuration.application(application)) {
      fields.application = 'is not an application of this server';
    }
    const own = this.issuer.registrationAudience;
    const foreign = audience.find((name) => !own.includes(name));
    if (foreign !== undefined) fields.audience = `must be ${own[0]} or the registration endpoint`;
    const [first] = Object.entries(fields);
    if (first) throw new OAuthError('invalid_request', `${first[0]}: ${first[1]}`, { fields });
  }
}
