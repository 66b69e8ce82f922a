import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { type AssertionAlgorithm, ASSERTION_ALGORITHMS } from '@passant/protocol';
import type { JWK } from 'jose';

/** An odd number of 2048 bits. Verifying with it costs as much as with any modulus, and nobody can sign for it. */
function anyModulus(): string {
  const bytes = randomBytes(256);
  bytes[0]! |= 0x80;
  bytes[255]! |= 1;
  return bytes.toString('base64url');
}

const RSA = { kty: 'RSA', n: anyModulus(), e: 'AQAB' };

/**
 * Keys with which nothing is ever signed: verifying with them makes a refusal that needs no key as costly as one that
 * does.
 */
const NOBODYS_KEYS: Record<AssertionAlgorithm, JWK> = {
  ES256: { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }), alg: 'ES256' },
  PS256: { ...RSA, alg: 'PS256' },
  RS256: { ...RSA, alg: 'RS256' },
};

/** The key of an algorithm that clients use with which nothing is ever signed; `undefined` for any other algorithm. */
export function nobodysKey(algorithm: unknown): JWK | undefined {
  const known = ASSERTION_ALGORITHMS.find((one) => one === algorithm);
  return known && NOBODYS_KEYS[known];
}
