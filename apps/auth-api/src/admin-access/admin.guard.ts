import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import {
  ADMINISTRATOR_ENDPOINTS,
  type AdminEndpointName,
  CSRF_HEADER,
  PASSKEY_ENDPOINTS,
  SECOND_APPROVAL_ENDPOINTS,
  SECOND_FACTOR_ENDPOINTS,
  mayCall,
} from '@passant/contracts';
import { OAuthError, isSameSecret } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { EventLog } from '../observation/event-log.js';
import { Configuration } from '../platform/configuration.js';
import { Issuer } from '../platform/issuer.js';
import { noteFacts } from '../platform/http/request-facts.js';
import { DangerGate } from './danger-gate.js';
import { endpointOf } from './endpoint-of.js';
import { type Acting, InnerRequests } from './inner-requests.js';
import { admitChange } from './precondition.guard.js';
import { SAFE } from './safe-methods.js';
import { SESSION_COOKIE } from './session-cookie.js';
import { type AdminCaller, SessionService, csrfTokenOf } from './session.service.js';
import { TokenCaller } from './token-caller.js';

/** A request that the guard let pass. */
export type AdminRequest = FastifyRequest & { admin: AdminCaller };

/** Endpoints for which a bearer token counts for nothing: a caller without a session has none to show or to end. */
const OF_THE_SESSION: ReadonlySet<AdminEndpointName> = new Set(['readSession', 'signOut']);

/** Endpoints for people: a token that leaked must not make its finder an administrator who stays. */
const FOR_PEOPLE: ReadonlySet<string> = new Set(
  Object.keys({
    ...ADMINISTRATOR_ENDPOINTS,
    ...SECOND_FACTOR_ENDPOINTS,
    ...PASSKEY_ENDPOINTS,
    ...SECOND_APPROVAL_ENDPOINTS,
  }),
);

/** What is left of everything while a second factor is missing that this server requires: how to set one up. */
const BEFORE_SECOND_FACTOR: ReadonlySet<AdminEndpointName> = new Set([
  'readSession',
  'signOut',
  'readOwnSecondFactor',
  'startOwnSecondFactor',
  'confirmOwnSecondFactor',
  'listOwnPasskeys',
  'startOwnPasskey',
  'addOwnPasskey',
]);

/**
 * Admits signed-in administrators whose role may call the endpoint, and API clients with an access token for
 * administration. With a session, a change also requires the session's CSRF token; a bearer token needs none, because no
 * page of another site can send it. Last, the request must name no version of something that has none.
 */
@Injectable()
export class AdminGuard implements CanActivate {
  constructor(
    private readonly sessions: SessionService,
    private readonly tokenCaller: TokenCaller,
    private readonly issuer: Issuer,
    private readonly configuration: Configuration,
    private readonly events: EventLog,
    private readonly inner: InnerRequests,
    private readonly danger: DangerGate,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AdminRequest>();
    const endpoint = endpointOf(request);
    if (endpoint === undefined) throw new Error(`No contract says who may call ${request.routeOptions.url}.`);
    const acting = this.inner.take(request);
    request.admin = acting ? actFor(request, acting) : await this.identify(request, endpoint);
    this.requireSecondFactor(request.admin, endpoint);
    this.requireRole(request.admin, endpoint);
    admitChange(request);
    // The caller may just have made a change at another instance; catch up so that they always see their own changes.
    await this.configuration.catchUp();
    if (acting?.approval) noteApproval(request, acting.approval);
    else await this.danger.requireApproved(request, endpoint, request.admin);
    return true;
  }

  private async identify(request: FastifyRequest, endpoint: AdminEndpointName): Promise<AdminCaller> {
    const { authorization } = request.headers;
    // Credentials of another scheme are meant for a proxy in front of this server.
    if (authorization !== undefined && /^Bearer\b/i.test(authorization) && !OF_THE_SESSION.has(endpoint)) {
      const caller = await this.tokenCaller.require(authorization);
      if (FOR_PEOPLE.has(endpoint)) throw new OAuthError('forbidden', 'Administrators are the business of people.');
      return caller;
    }
    const token = SESSION_COOKIE.read(request, this.issuer);
    const caller = token === undefined ? undefined : await this.sessions.find(token);
    if (!caller) throw new OAuthError('unauthorized', 'Sign in first.');
    if (!SAFE.has(request.method)) requireCsrfToken(request, token!);
    return caller;
  }

  private requireSecondFactor(admin: AdminCaller, endpoint: AdminEndpointName): void {
    if (!this.sessions.lacksSecondFactor(admin) || BEFORE_SECOND_FACTOR.has(endpoint)) return;
    throw new OAuthError('forbidden', 'This server asks every administrator for a second factor. Set yours up first.');
  }

  private requireRole({ role }: AdminCaller, endpoint: AdminEndpointName): void {
    if (mayCall(role, endpoint)) return;
    this.events.record('ADMIN_ACTION_UNAUTHORIZED', { details: { action: endpoint, role } });
    throw new OAuthError('forbidden', 'Your role may not do this.');
  }
}

/** Has what is recorded of the request say where it came from, and in whose name it is made. */
function actFor(request: FastifyRequest, { caller, origin }: Acting): AdminCaller {
  const { requestId, clientIp, userAgent } = origin;
  Object.assign(request.facts!, { requestId, clientIp, userAgent, admin: caller.email });
  return caller;
}

function noteApproval({ facts }: FastifyRequest, approval: Acting['approval'] & object): void {
  noteFacts({ change: { endpoint: null, reason: null, ...facts?.change, approval } });
}

function requireCsrfToken(request: FastifyRequest, sessionToken: string): void {
  const given = request.headers[CSRF_HEADER.toLowerCase()];
  if (typeof given === 'string' && isSameSecret(given, csrfTokenOf(sessionToken))) return;
  throw new OAuthError('forbidden', `The ${CSRF_HEADER} header is missing or wrong.`, {
    fields: { [CSRF_HEADER]: 'is missing or wrong' },
  });
}

/** The administrator or API client that makes the request. */
export const Administrator = createParamDecorator(
  (_: unknown, context: ExecutionContext): AdminCaller => context.switchToHttp().getRequest<AdminRequest>().admin,
);
