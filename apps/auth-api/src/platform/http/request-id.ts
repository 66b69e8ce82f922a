import { drawRandom } from '../random.js';

const BYTES = 12;

/** An identifier that no request had before. */
export function drawRequestId(): string {
  return drawRandom(BYTES).toString('base64url');
}

/**
 * The identifier of a request: what the caller sent in `X-Request-Id`, if it can stand in a log line, else a new one.
 * It is the `error_id` of a refusal and is answered in the same header.
 */
export function requestIdOf(headers: Record<string, string | string[] | undefined>): string {
  const given = headers['x-request-id'];
  if (typeof given === 'string' && /^[\x21-\x7e]{1,128}$/.test(given)) return given;
  return drawRequestId();
}
