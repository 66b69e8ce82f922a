import { Injectable } from '@nestjs/common';
import type { Client } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { CallerStrategy } from './caller.strategy.js';
import { ClientAuthenticator } from './client-authenticator.js';

/**
 * Clients of every kind at the OAuth endpoints: `Basic`, `client_secret_post` or `private_key_jwt`; a public client
 * sends only its `client_id`.
 */
@Injectable()
export class OAuthClientStrategy extends CallerStrategy('oauth-client') {
  constructor(private readonly clients: ClientAuthenticator) {
    super();
  }

  async validate(request: FastifyRequest): Promise<Client> {
    return this.clients.authenticate(request, { publicClients: true });
  }
}
