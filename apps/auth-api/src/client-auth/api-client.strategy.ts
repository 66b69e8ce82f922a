import { Injectable } from '@nestjs/common';
import type { Client } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { CallerStrategy } from './caller.strategy.js';
import { ClientAuthenticator } from './client-authenticator.js';

/** API clients: what the OAuth endpoints take, or a client assertion as `Bearer`. Exactly one of them. */
@Injectable()
export class ApiClientStrategy extends CallerStrategy('api-client') {
  constructor(private readonly clients: ClientAuthenticator) {
    super();
  }

  async validate(request: FastifyRequest): Promise<Client> {
    return this.clients.authenticate(request, { kind: 'api', assertionAsBearer: true });
  }
}
