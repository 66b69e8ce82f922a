import { randomBytes, randomFillSync } from 'node:crypto';

/** Bytes drawn from the system at once: asking it costs the same for many as for a few. */
const DRAWN_AT_ONCE = 4096;

const drawn = Buffer.alloc(DRAWN_AT_ONCE);
let next = DRAWN_AT_ONCE;

/** Cryptographically random bytes. They exist once: where they were kept until somebody needed them, nothing is left. */
export function drawRandom(bytes: number): Buffer {
  if (bytes > DRAWN_AT_ONCE) return randomBytes(bytes);
  if (next + bytes > DRAWN_AT_ONCE) {
    randomFillSync(drawn);
    next = 0;
  }
  const given = Buffer.from(drawn.subarray(next, next + bytes));
  drawn.fill(0, next, next + bytes);
  next += bytes;
  return given;
}
