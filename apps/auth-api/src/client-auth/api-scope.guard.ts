import { type CanActivate, type ExecutionContext, UseGuards, applyDecorators } from '@nestjs/common';
import type { ApiScope } from '@passant/contracts';
import { type Client, OAuthError } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { ApiClientGuard } from './api-client.guard.js';

class ApiScopeGuard implements CanActivate {
  constructor(private readonly scope: ApiScope) {}

  canActivate(context: ExecutionContext): boolean {
    const { user } = context.switchToHttp().getRequest<FastifyRequest & { user: Client }>();
    if (user.apiScopes.includes(this.scope)) return true;
    throw new OAuthError('insufficient_scope', 'The API client lacks the scope this endpoint asks for.', {
      challenge: `Bearer realm="passant", error="insufficient_scope", scope="${this.scope}"`,
    });
  }
}

/** Only API clients with this scope may call. */
export const ForApiClients = (scope: ApiScope) => applyDecorators(UseGuards(ApiClientGuard, new ApiScopeGuard(scope)));
