import { timingSafeEqual } from 'node:crypto';
import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { ADMIN_API_PATH } from '@passant/contracts';
import { OAuthError, hashOf } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { Configuration } from '../platform/configuration.js';
import { Issuer } from '../platform/issuer.js';
import { sessionTokenOf } from './session-cookie.js';
import { type AdminCaller, SessionService, csrfTokenOf } from './session.service.js';
import { TokenCaller } from './token-caller.js';

type AdminRequest = FastifyRequest & { admin: AdminCaller };

/** Methods that change nothing. */
const SAFE = new Set(['GET', 'HEAD']);

/** The caller's own session: whoever may sign in may sign out, and who has no session has none to show. */
function isOwnSession(request: FastifyRequest): boolean {
  return request.routeOptions.url === `${ADMIN_API_PATH}/session`;
}

function sameText(left: string, right: string): boolean {
  return timingSafeEqual(hashOf(left), hashOf(right));
}

/**
 * Only signed-in administrators, and API clients with an access token for administration. A change also needs the role
 * that may change and, with a session, its CSRF token; no page of another site can send a bearer token.
 */
@Injectable()
export class AdminGuard implements CanActivate {
  constructor(
    private readonly sessions: SessionService,
    private readonly tokenCaller: TokenCaller,
    private readonly issuer: Issuer,
    private readonly configuration: Configuration,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    await this.authorize(context.switchToHttp().getRequest<AdminRequest>());
    // What they changed a moment ago may have been changed at another instance; nobody is shown less than they did.
    await this.configuration.catchUp();
    return true;
  }

  private async authorize(request: AdminRequest): Promise<void> {
    const { authorization } = request.headers;
    // Credentials of another scheme are for whatever stands before this server.
    if (authorization !== undefined && /^Bearer\b/i.test(authorization) && !isOwnSession(request)) {
      request.admin = await this.tokenCaller.require(authorization);
      return;
    }
    const token = sessionTokenOf(request, this.issuer);
    const caller = token === undefined ? undefined : await this.sessions.find(token);
    if (!caller) throw new OAuthError('unauthorized', 'Sign in first.');
    if (!SAFE.has(request.method)) {
      const given = request.headers['x-csrf-token'];
      if (typeof given !== 'string' || !sameText(given, csrfTokenOf(token!))) {
        throw new OAuthError('forbidden', 'The X-CSRF-Token header is missing or wrong.');
      }
      if (caller.role !== 'Admin' && !isOwnSession(request)) {
        throw new OAuthError('forbidden', 'Your role may not change anything.');
      }
    }
    request.admin = caller;
  }
}

/** The administrator that makes the request. */
export const Administrator = createParamDecorator(
  (_: unknown, context: ExecutionContext): AdminCaller => context.switchToHttp().getRequest<AdminRequest>().admin,
);
