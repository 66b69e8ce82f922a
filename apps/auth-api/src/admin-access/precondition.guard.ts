import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ADMIN_API_PATH, ADMIN_ENDPOINTS, type Endpoint } from '@passant/contracts';
import type { FastifyRequest } from 'fastify';
import { requireNoVersionNamed } from './etag.js';

/** Method and route without the names of the parameters, which differ between contract and controllers. */
function keyOf(method: string, route: string): string {
  return `${method} ${route.replace(/\{\w+\}|:\w+/g, ':')}`;
}

/** The endpoints of things that have a version. They compare it themselves, once they have read the thing. */
const VERSIONED = new Set(
  Object.values<Endpoint>(ADMIN_ENDPOINTS)
    .filter(({ conditional }) => conditional !== undefined)
    .map(({ method, path }) => keyOf(method, ADMIN_API_PATH + path)),
);

/** Methods without side effects. */
export const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Evaluates `If-Match` for every endpoint that does not do so itself. Throws `precondition_failed`. It comes after
 * authentication, and does not ask whether the thing exists: under a condition that fails, nothing is done either way.
 */
export function requirePrecondition({ method, routeOptions, headers }: FastifyRequest): void {
  if (SAFE.has(method) || VERSIONED.has(keyOf(method, routeOptions.url ?? ''))) return;
  requireNoVersionNamed(headers['if-match']);
}

/** For endpoints that need no authentication; `AdminGuard` does the same for all others. */
@Injectable()
export class PreconditionGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    requirePrecondition(context.switchToHttp().getRequest<FastifyRequest>());
    return true;
  }
}
