import type { ErrorCode } from '@passant/contracts';
import type { Check } from './check.js';

/** The HTTP status of each refusal, unless an endpoint overrides it. */
const STATUS_OF_CODE: Record<ErrorCode, number> = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_idp_identifier: 404,
  idp_disabled: 403,
  invalid_transaction: 400,
  invalid_scope: 400,
  invalid_target: 400,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  server_error: 500,
  temporarily_unavailable: 503,
  invalid_token: 401,
  insufficient_scope: 403,
  invalid_redirect_uri: 400,
  invalid_client_metadata: 400,
  invalid_software_statement: 400,
  unapproved_software_statement: 400,
  stateless_access_token: 403,
  access_denied: 403,
  login_required: 400,
  unsupported_response_type: 400,
  request_not_supported: 400,
  request_uri_not_supported: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  precondition_failed: 412,
  precondition_required: 428,
};

/** Custom registration returns 400 where RFC 6749 §5.2 says 401 (the customer's error table). */
export const CUSTOM_REGISTRATION_STATUSES: Partial<Record<ErrorCode, number>> = { invalid_client: 400 };

/** The HTTP status of a refusal. */
export function statusOf(code: ErrorCode, overrides: Partial<Record<ErrorCode, number>> = {}): number {
  return overrides[code] ?? STATUS_OF_CODE[code];
}

export interface OAuthErrorOptions {
  /** The actual cause, for the log. Never shown to the caller. */
  cause?: unknown;
  /**
   * What the caller is told beside the description, as a sentence. It may repeat what they sent, by `shown`, so it is
   * neither logged nor kept.
   */
  told?: string;
  /** The checks made, in order, up to the one that failed. Never shown to the caller. */
  checks?: Check[];
  /** What is wrong with the invalid members, in our own words, keyed by dotted path. Answered by the admin API alone. */
  fields?: Record<string, string>;
  /** The same as `told` beside what is said of a member, by the same paths. */
  toldOf?: Record<string, string>;
  /** Seconds after which the caller may retry; sent as `Retry-After`. */
  retryAfter?: number;
  /** Overrides the status for HTTP-level errors: 405, 413, 415, 429. */
  status?: number;
  /** `WWW-Authenticate` of the response (RFC 6750 §3, RFC 7235 §4.1). */
  challenge?: string;
  headers?: Record<string, string>;
}

/**
 * Every refusal of the server: a code and a description for the caller, a cause for the log. The description is logged
 * as well, and kept for administrators: it is in our own words, as the cause is.
 */
export class OAuthError extends Error {
  constructor(
    readonly code: ErrorCode,
    description: string,
    readonly options: OAuthErrorOptions = {},
  ) {
    // Nobody is shown where a refusal was thrown, only where its cause was. Strangers can cause refusals without end, and
    // walking the stack would be the most expensive part of one.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(description, options.cause === undefined ? undefined : { cause: options.cause });
    Error.stackTraceLimit = limit;
    this.name = 'OAuthError';
  }
}

/**
 * The same public message for every failed client authentication, so that the caller learns nothing about the cause.
 */
export function clientAuthenticationFailed(cause: unknown, checks?: Check[]): OAuthError {
  return new OAuthError('invalid_client', 'Client authentication failed.', { cause, ...(checks ? { checks } : {}) });
}

/**
 * What the server depends on is away, full or not as it has to be: the caller may try again, and learns nothing of the cause.
 * Never a protocol answer, which would be taken for a verdict.
 */
export class Unavailable extends OAuthError {
  /** @param retryAfter seconds */
  constructor(cause: unknown, retryAfter: number) {
    super('temporarily_unavailable', 'The service is temporarily unavailable.', { cause, retryAfter });
  }
}

/**
 * The refusal of a request for the sake of one member.
 * @param member dotted path
 * @param why what is wrong with it, in our own words, as the end of a sentence
 * @param more `told` is what the caller is told beside it
 */
export function invalidMember(
  member: string,
  why: string,
  { told, ...more }: Pick<OAuthErrorOptions, 'told' | 'cause'> = {},
): OAuthError {
  const toldOf = told === undefined ? {} : { toldOf: { [member]: told } };
  return new OAuthError('invalid_request', `${member}: ${why}`, { fields: { [member]: why }, ...toldOf, ...more });
}
