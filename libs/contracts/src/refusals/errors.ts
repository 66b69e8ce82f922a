import { z } from 'zod';

/** All `error` codes that protocol endpoints may return. */
export const OAUTH_ERROR_CODES = [
  'invalid_request',
  'invalid_client',
  'invalid_idp_identifier',
  'idp_disabled',
  'invalid_transaction',
  'invalid_scope',
  'invalid_target',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'server_error',
  'temporarily_unavailable',
  'invalid_token',
  'insufficient_scope',
  'invalid_redirect_uri',
  'invalid_client_metadata',
  'invalid_software_statement',
  'unapproved_software_statement',
  'stateless_access_token',
  'access_denied',
  'login_required',
  'unsupported_response_type',
  'request_not_supported',
  'request_uri_not_supported',
] as const;
export type OAuthErrorCode = (typeof OAUTH_ERROR_CODES)[number];

/** Codes that only the admin API returns, in addition to those of the protocol. */
export const ADMIN_ERROR_CODES = [
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'precondition_failed',
  'precondition_required',
] as const;
export type AdminErrorCode = (typeof ADMIN_ERROR_CODES)[number];
export type ErrorCode = OAuthErrorCode | AdminErrorCode;

/**
 * The body of every error response. `error_id` also appears in the server's log and in the `X-Request-Id` header.
 * `fields` (admin API only) describes the invalid members, keyed by dotted path, or the invalid header.
 */
export const ErrorBody = z.object({
  error: z.enum([...OAUTH_ERROR_CODES, ...ADMIN_ERROR_CODES]),
  error_description: z.string(),
  error_id: z.string(),
  fields: z.record(z.string(), z.string()).optional(),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
