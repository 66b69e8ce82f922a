import { Injectable } from '@nestjs/common';
import type { DirectAuthorizationRequest, DirectAuthorizationResponse } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { planDirectAuthorization } from '@passant/protocol';
import type { z } from 'zod';
import { Clock } from '../platform/clock.js';
import { EventLog } from '../observation/event-log.js';
import { InitialAccessTokenIssuer } from '../credentials/initial-access-token-issuer.js';
import { Issuer } from '../platform/issuer.js';

/** Creates initial access tokens to hand out to developers. */
@Injectable()
export class DirectAuthorizationService {
  constructor(
    private readonly store: Store,
    private readonly tokenIssuer: InitialAccessTokenIssuer,
    private readonly issuer: Issuer,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  /** Creates a token for one registration. Whatever its format, its row in the database is what counts. */
  async authorize(request: z.output<typeof DirectAuthorizationRequest>): Promise<DirectAuthorizationResponse> {
    const client = request.client_id.includes('\0') ? undefined : await this.store.clients.find(request.client_id);
    const plan = planDirectAuthorization(request, client, this.issuer.registrationAudience, this.clock.now());
    const { token, text } = await this.tokenIssuer.generate(plan);
    await this.store.transaction(async (store) => {
      await store.initialAccessTokens.insert(token);
      const { id, clientId, scope, encoding, registrations, expiresAt } = token;
      const after = { id, scope, encoding, registrations, expires_at: expiresAt };
      await store.events.insert([this.events.event('ADMIN_INITIAL_ACCESS_TOKEN_CREATED', { clientId, after })]);
    });
    const { lifetime } = request.access_token;
    return { access_token: text, scope: token.scope.join(' '), token_type: 'Bearer', expires_in: lifetime };
  }
}
