import { type ErrorCode, type EventName, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import type { FastifyRequest } from 'fastify';
import { mayBeStateless } from '../platform/http/surface.js';
import type { EventFacts } from './event-log.js';
import { WITHOUT_ORIGIN } from '../platform/http/request-facts.js';
import type { Refusal } from './refusal.js';

/** A part of the server whose refusals have their own event names. */
interface Surface {
  /** If absent, any method. */
  method?: string;
  /** Matched against the route, not the requested path. */
  route: RegExp;
  /** Requests may be tried out. Elsewhere anybody can put `dry_run` into an address, and is noted all the same. */
  mayBeTrial?: true;
  events: Partial<Record<ErrorCode, EventName>>;
}

/**
 * The event names of the refusals on each surface. The first matching surface decides. A refusal without an entry is
 * answered and traced, but causes no event.
 */
const SURFACES: Surface[] = [
  {
    method: 'POST',
    route: /^\/oauth\/(v2\/|api\/v3\/)?custom-registration\//,
    events: {
      invalid_client: 'CLIENT_CREDENTIALS_CHECK_FAILED',
      insufficient_scope: 'API_ACCESS_NOT_ALLOWED_INVALID_SCOPES',
      invalid_request: 'CUSTOM_REGISTRATION_BAD_REQUEST',
      invalid_idp_identifier: 'CUSTOM_REGISTRATION_INVALID_IDENTITY_PROVIDER',
      idp_disabled: 'CUSTOM_REGISTRATION_DISABLED_IDENTITY_PROVIDER',
      invalid_transaction: 'CUSTOM_REGISTRATION_INVALID_TRANSACTION',
      invalid_scope: 'CUSTOM_REGISTRATION_INVALID_SCOPE',
      unauthorized_client: 'CUSTOM_REGISTRATION_INVALID_GRANT_TYPE',
      unsupported_grant_type: 'CUSTOM_REGISTRATION_INVALID_GRANT_TYPE',
      server_error: 'CUSTOM_REGISTRATION_SCRIPT_ERROR',
    },
  },
  {
    method: 'POST',
    route: /^\/(oauth|c2id)\/clients$/,
    mayBeTrial: true,
    events: {
      invalid_token: 'DYNAMIC_REG_FAILED',
      invalid_request: 'DYNAMIC_REG_FAILED',
      insufficient_scope: 'DYNAMIC_REG_FAILED',
      invalid_redirect_uri: 'DYNAMIC_REG_FAILED_INVALID_METADATA',
      invalid_client_metadata: 'DYNAMIC_REG_FAILED_INVALID_METADATA',
      invalid_software_statement: 'DYNAMIC_REG_FAILED_INVALID_SOFTWARE_STATEMENT',
      unapproved_software_statement: 'DYNAMIC_REG_FAILED_INVALID_SOFTWARE_STATEMENT',
    },
  },
  {
    route: /^\/(oauth|c2id)\/clients\/:client_id$/,
    events: {
      invalid_token: 'DYNAMIC_UP_FAILED',
      invalid_request: 'DYNAMIC_UP_FAILED',
      insufficient_scope: 'DYNAMIC_UP_FAILED',
      invalid_redirect_uri: 'DYNAMIC_UP_FAILED',
      invalid_client_metadata: 'DYNAMIC_UP_FAILED',
    },
  },
  {
    method: 'POST',
    route: /^\/admin\/api\/v1\/session(\/passkey|\/company\/complete)?$/,
    events: { unauthorized: 'ADMIN_AUTHENTICATION_FAILURE' },
  },
  {
    route: /^\/oauth\/v1\/authorize/,
    events: {
      invalid_client: 'AUTHZ_REQUEST_INVALID_CLIENT',
      invalid_redirect_uri: 'AUTHZ_REQUEST_REDIRECT_URI_INVALID',
      unauthorized_client: 'AUTHZ_REQUEST_UNAUTHORIZED_CLIENT',
      invalid_scope: 'AUTHZ_REQUEST_SCOPE_INVALID',
      unsupported_response_type: 'AUTHZ_REQUEST_INVALID_RESPONSE_TYPE',
      login_required: 'AUTHN_REQUEST_LOGIN_REQUIRED',
      access_denied: 'AUTHZ_REQUEST_DENIED',
      invalid_token: 'CSRF_INVALID',
      invalid_transaction: 'CUSTOM_REGISTRATION_INVALID_TRANSACTION',
      invalid_request: 'AUTHZ_REQUEST_INVALID',
      request_not_supported: 'AUTHZ_REQUEST_INVALID',
      request_uri_not_supported: 'AUTHZ_REQUEST_INVALID',
      server_error: 'CUSTOM_REGISTRATION_SCRIPT_ERROR',
    },
  },
  {
    route: /^\/oauth\/api\//,
    events: {
      invalid_client: 'CLIENT_CREDENTIALS_CHECK_FAILED',
      insufficient_scope: 'API_ACCESS_NOT_ALLOWED_INVALID_SCOPES',
    },
  },
  {
    route: /^\/oauth\//,
    events: { invalid_client: 'CLIENT_CREDENTIALS_CHECK_FAILED' },
  },
];

/**
 * The event for a refusal, with what may be stored about it: never a value from the request, since it may be personal
 * data and events are kept for weeks.
 */
export function eventOfRefusal(
  { error, unforeseen }: Refusal,
  request: FastifyRequest,
): { name: EventName; facts: EventFacts } | undefined {
  const route = request.routeOptions?.url;
  if (route === undefined || unforeseen) return undefined;
  const surface = SURFACES.find(
    ({ method, route: pattern }) => (method === undefined || method === request.method) && pattern.test(route),
  );
  const name = surface?.events[error.code];
  if (!name || (surface.mayBeTrial && isTrial(request))) return undefined;
  const fields = [...new Set(Object.keys(error.options.fields ?? {}).map(memberOf))];
  const failed = error.options.checks?.find((check) => !check.passed)?.check;
  return {
    name: isAboutProfile(name, error.options.fields, failed) ? 'TOKEN_REQUEST_INVALID_PROFILE_ID' : name,
    facts: {
      ...(asksForStateless(request) ? WITHOUT_ORIGIN : {}),
      details: {
        error: error.code,
        ...(failed === undefined ? {} : { check: failed }),
        ...(fields.length === 0 ? {} : { members: fields.slice(0, 20) }),
      },
    },
  };
}

/**
 * Only the first part of a path is kept: the rest may contain names that the caller chose, which may identify a person.
 */
export function memberOf(path: string): string {
  return path.split('.', 1)[0]!;
}

/** Refusals about a profile identifier that is malformed or already taken have their own event name. */
function isAboutProfile(name: EventName, fields: Record<string, string> = {}, failed: string | undefined): boolean {
  if (name !== 'CUSTOM_REGISTRATION_BAD_REQUEST') return false;
  return failed === 'profile_id free' || (fields.profile_id !== undefined && fields.profile_id !== 'is required');
}

/** Whether a registration is tried out. */
function isTrial(request: FastifyRequest): boolean {
  return (request.query as { dry_run?: unknown } | undefined)?.dry_run === 'true';
}

/**
 * A stateless registration must leave no address behind, however the request ends; this also applies if the body, which
 * would tell, cannot be read, and to _init_ by nobody known, which never says what will be asked for.
 */
function asksForStateless(request: FastifyRequest): boolean {
  const body = request.body as { grant_type?: unknown } | null | undefined;
  const isUntold = body == null || (request.routeOptions.url?.endsWith('/init') && request.facts?.application == null);
  if (isUntold) return mayBeStateless(request);
  return body.grant_type === STATELESS_AUTHENTICATION_GRANT;
}
