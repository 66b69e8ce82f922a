import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Client } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { ClientAuthenticator } from './client-authenticator.js';

/**
 * Authenticates API clients by any method of the OAuth endpoints, or by a client assertion as `Bearer`: exactly one of
 * them, or the same credentials twice. This is a guard of its own and not a Passport strategy, because resource servers
 * call with every request that they serve.
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
