import { pooledRandomBytes } from '../random.js';

const BYTES = 12;

/** The header in which callers send their own request identifier, and the one in which it is returned. */
export const CALLERS_NAME = { asked: 'x-request-id', answered: 'x-client-request-id' } as const;

/**
 * A unique request identifier. It is the `error_id` of a refusal, appears in the log and is returned as `X-Request-Id`.
 * The caller can never choose it: if identifiers could be reused, one refusal could hide another.
 */
export function generateRequestId(): string {
  return pooledRandomBytes(BYTES).toString('base64url');
}

/** The caller's own request identifier from `X-Request-Id`, if it is safe to log. Nothing is ever looked up by it. */
export function callersRequestId(headers: Record<string, string | string[] | undefined>): string | null {
  const given = headers[CALLERS_NAME.asked];
  return typeof given === 'string' && /^[\x21-\x7e]{1,128}$/.test(given) ? given : null;
}
