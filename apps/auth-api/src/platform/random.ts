import { randomBytes, randomFillSync } from 'node:crypto';

/** Number of random bytes drawn from the system at once: a system call costs the same for many bytes as for a few. */
const DRAWN_AT_ONCE = 4096;

const generated = Buffer.alloc(DRAWN_AT_ONCE);
let next = DRAWN_AT_ONCE;

/** Cryptographically random bytes from a pool. The pool's copy is erased when the bytes are handed out. */
export function pooledRandomBytes(bytes: number): Buffer {
  if (bytes > DRAWN_AT_ONCE) return randomBytes(bytes);
  if (next + bytes > DRAWN_AT_ONCE) {
    randomFillSync(generated);
    next = 0;
  }
  const given = Buffer.from(generated.subarray(next, next + bytes));
  generated.fill(0, next, next + bytes);
  next += bytes;
  return given;
}
