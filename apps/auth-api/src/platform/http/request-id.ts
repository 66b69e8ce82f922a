import { randomFillSync } from 'node:crypto';

const BYTES = 12;
/** Identifiers drawn at once: asking the system for randomness costs the same for many as for one. */
const DRAWN_AT_ONCE = 256;

const drawn = Buffer.alloc(BYTES * DRAWN_AT_ONCE);
let next = drawn.length;

function drawRequestId(): string {
  if (next === drawn.length) {
    randomFillSync(drawn);
    next = 0;
  }
  next += BYTES;
  return drawn.toString('base64url', next - BYTES, next);
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
