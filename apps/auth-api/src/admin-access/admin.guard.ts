import { timingSafeEqual } from 'node:crypto';
import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { ADMIN_API_PATH, ADMIN_ENDPOINTS, CSRF_HEADER, type Endpoint } from '@passant/contracts';
import { OAuthError, hashOf } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { Configuration } from '../platform/configuration.js';
import { Issuer } from '../platform/issuer.js';
import { SAFE, requirePrecondition } from './precondition.guard.js';
import { sessionTokenOf } from './session-cookie.js';
import { type AdminCaller, SessionService, csrfTokenOf } from './session.service.js';
import { TokenCaller } from './token-caller.js';

type AdminRequest = FastifyRequest & { admin: AdminCaller };

/**
 * Whether the request is about the caller's own session: anyone who may sign in may sign out, and a caller without a
 * session has none to show.
 */
function isOwnSession(request: FastifyRequest): boolean {
  return request.routeOptions.url === `${ADMIN_API_PATH}/session`;
}

/** Requests with a body that change nothing, by method and route. */
const READING = new Set(
  Object.values<Endpoint>(ADMIN_ENDPOINTS)
    .filter(({ readsOnly }) => readsOnly)
    .map(({ method, path }) => `${method} ${ADMIN_API_PATH}${path}`),
);

function readsOnly({ method, routeOptions }: FastifyRequest): boolean {
  return READING.has(`${method} ${routeOptions.url}`);
}

function sameText(left: string, right: string): boolean {
  return timingSafeEqual(hashOf(left), hashOf(right));
}

/**
 * Admits signed-in administrators, and API clients with an access token for administration. A change also requires a
 * role that may make changes and, with a session, the session's CSRF token. A bearer token needs none, because no page
 * of another site can send it. Last, the request must name no version of something that has none.
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
    const request = context.switchToHttp().getRequest<AdminRequest>();
    await this.authorize(request);
    requirePrecondition(request);
    // The caller may just have made a change at another instance; catch up so that they always see their own changes.
    await this.configuration.catchUp();
    return true;
  }

  private async authorize(request: AdminRequest): Promise<void> {
    const { authorization } = request.headers;
    // Credentials of another scheme are meant for a proxy in front of this server.
    if (authorization !== undefined && /^Bearer\b/i.test(authorization) && !isOwnSession(request)) {
      request.admin = await this.tokenCaller.require(authorization);
      return;
    }
    const token = sessionTokenOf(request, this.issuer);
    const caller = token === undefined ? undefined : await this.sessions.find(token);
    if (!caller) throw new OAuthError('unauthorized', 'Sign in first.');
    if (!SAFE.has(request.method)) {
      const given = request.headers[CSRF_HEADER.toLowerCase()];
      if (typeof given !== 'string' || !sameText(given, csrfTokenOf(token!))) {
        throw new OAuthError('forbidden', `The ${CSRF_HEADER} header is missing or wrong.`, {
          fields: { [CSRF_HEADER]: 'is missing or wrong' },
        });
      }
      if (caller.role !== 'Admin' && !isOwnSession(request) && !readsOnly(request)) {
        throw new OAuthError('forbidden', 'Your role may not change anything.');
      }
    }
    request.admin = caller;
  }
}

/** The administrator or API client that makes the request. */
export const Administrator = createParamDecorator(
  (_: unknown, context: ExecutionContext): AdminCaller => context.switchToHttp().getRequest<AdminRequest>().admin,
);
