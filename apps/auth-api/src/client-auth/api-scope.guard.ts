import { type CanActivate, type ExecutionContext, SetMetadata, UseGuards, applyDecorators } from '@nestjs/common';
import type { ApiScope } from '@passant/contracts';
import { type Client, OAuthError } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { ApiClientGuard } from './api-client.guard.js';

/**
 * The kind of data that an endpoint serves, and therefore what it hides from an API client that is limited to
 * applications. An endpoint cannot be declared without one of these; a spec checks all of them with a limited client.
 */
export const NARROWINGS = {
  tokens: 'Tokens of other applications are inactive.',
  people: 'People who registered with other applications are unknown.',
  events: 'Events of other applications, and those of none, are left out.',
  providers: 'Identity providers that serve none of its applications are disabled.',
} as const;
export type Narrowing = keyof typeof NARROWINGS;

/** Metadata key of a controller's {@link Narrowing}. */
export const NARROWING = 'passant:narrowing';

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

/** Admits only API clients with this scope, each of which sees only what its applications allow. */
export const ForApiClients = (scope: ApiScope, narrowing: Narrowing) =>
  applyDecorators(UseGuards(ApiClientGuard, new ApiScopeGuard(scope)), SetMetadata(NARROWING, narrowing));
