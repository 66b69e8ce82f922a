import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ADMIN_ENDPOINTS, type Endpoint } from '@passant/contracts';
import type { FastifyRequest } from 'fastify';
import { noteChangeOrigin } from './change-origin.js';
import { endpointOf } from './endpoint-of.js';
import { requireNoVersionNamed } from './etag.js';
import { SAFE } from './safe-methods.js';

/**
 * Evaluates `If-Match` for every endpoint that does not do so itself. Throws `precondition_failed`. It comes after
 * authentication, and does not ask whether the thing exists: under a condition that fails, nothing is done either way.
 */
function requirePrecondition(request: FastifyRequest): void {
  if (SAFE.has(request.method) || hasVersion(request)) return;
  requireNoVersionNamed(request.headers['if-match']);
}

/** Whether the endpoint is about something that has a version. It compares it itself, once it has read the thing. */
function hasVersion(request: FastifyRequest): boolean {
  const name = endpointOf(request);
  const endpoint: Endpoint | undefined = name && ADMIN_ENDPOINTS[name];
  return endpoint?.conditional !== undefined;
}

/** What every change is asked about before it is made: under which condition, and for its record from where and why. */
export function admitChange(request: FastifyRequest): void {
  requirePrecondition(request);
  noteChangeOrigin(request);
}

/** For endpoints that need no authentication; `AdminGuard` does the same for all others. */
@Injectable()
export class PreconditionGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    admitChange(context.switchToHttp().getRequest<FastifyRequest>());
    return true;
  }
}
