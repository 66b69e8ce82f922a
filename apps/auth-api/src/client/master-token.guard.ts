import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { invalidToken, readBearer } from '../client-auth/bearer-token.js';
import { MasterToken } from '../credentials/master-token.js';

/** Admits callers that present the master token. */
@Injectable()
export class MasterTokenGuard implements CanActivate {
  constructor(private readonly master: MasterToken) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (this.master.matches(readBearer(headers.authorization))) return true;
    throw invalidToken('not the master token');
  }
}
