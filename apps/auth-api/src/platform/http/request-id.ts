import { randomBytes } from 'node:crypto';

/**
 * The identifier of a request: what the caller sent in `X-Request-Id`, if it can stand in a log line, else a new one.
 * It is the `error_id` of a refusal and is answered in the same header.
 */
export function requestIdOf(headers: Record<string, string | string[] | undefined>): string {
  const given = headers['x-request-id'];
  if (typeof given === 'string' && /^[\x21-\x7e]{1,128}$/.test(given)) return given;
  return randomBytes(12).toString('base64url');
}
