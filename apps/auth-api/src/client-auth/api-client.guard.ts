import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Client } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { ClientAuthenticator } from './client-authenticator.js';

/**
 * API clients: what the OAuth endpoints take, or a client assertion as `Bearer`. Exactly one of them. A guard of its own
 * and no strategy of Passport, because resource servers ask with every request they serve themselves.
 */
@Injectable()
export class ApiClientGuard implements CanActivate {
  constructor(private readonly clients: ClientAuthenticator) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { user: Client }>();
    request.user = await this.clients.authenticate(request, { kind: 'api', assertionAsBearer: true });
    return true;
  }
}
