import { Injectable } from '@nestjs/common';
import type { CreateInitialAccessToken } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { type InitialAccessToken, OAuthError } from '@passant/protocol';
import type { z } from 'zod';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';
import { EventLog } from '../../observation/event-log.js';
import {
  InitialAccessTokenIssuer,
  type PlannedInitialAccessToken,
} from '../../credentials/initial-access-token-issuer.js';
import { Issuer } from '../../platform/issuer.js';
import { endOfInitialAccessToken } from './initial-access-token-end.js';
import { newInitialAccessToken, renderInitialAccessToken } from './initial-access-token.view.js';

/** Initial access tokens, issued by administrators. */
@Injectable()
export class InitialAccessTokensService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly tokenIssuer: InitialAccessTokenIssuer,
    private readonly issuer: Issuer,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  /** Creates a token. Its text is returned only here; only its hash is stored. */
  async create(
    request: z.output<typeof CreateInitialAccessToken>,
    createdBy: string,
  ): Promise<{ token: InitialAccessToken; text: string }> {
    this.requireConsistent(request);
    return this.issue(newInitialAccessToken(request, createdBy, this.clock.now()));
  }

  /** Generates a token and stores its hash. */
  async issue(draft: PlannedInitialAccessToken): Promise<{ token: InitialAccessToken; text: string }> {
    const generated = await this.tokenIssuer.generate(draft);
    await this.store.transaction(async (store) => {
      await store.initialAccessTokens.insert(generated.token);
      const facts = { application: generated.token.application, after: renderInitialAccessToken(generated.token, 0) };
      await store.events.insert([this.events.event('ADMIN_INITIAL_ACCESS_TOKEN_CREATED', facts)]);
    });
    return generated;
  }

  /**
   * Revokes a token and, with `withClients`, deletes the clients that were registered with it. A concurrent
   * registration holds a lock on the token's row: either it is refused, or its client is deleted as well.
   */
  async revoke(id: string, withClients: boolean): Promise<void> {
    await this.store.longTransaction(async (store) => {
      const revoked = await store.initialAccessTokens.revoke(id);
      if (!revoked) throw new OAuthError('not_found', 'There is no such initial access token.');
      const gone = withClients ? await store.registeredClients.deleteMadeWith(id) : undefined;
      const { application } = revoked;
      await store.events.insert(endOfInitialAccessToken(this.events, { id, application }, gone));
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
