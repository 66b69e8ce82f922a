import { generateKeyPair, type KeyObject, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { SigningAlgorithm } from '@passant/contracts';
import type { JWK } from 'jose';

const generate = promisify(generateKeyPair);

/** RFC 7518 §3.3: at least 2048 bits. */
const RSA_BITS = 2048;

const PAIRS: Record<SigningAlgorithm, () => Promise<{ publicKey: KeyObject; privateKey: KeyObject }>> = {
  ES256: () => generate('ec', { namedCurve: 'P-256' }),
  RS256: () => generate('rsa', { modulusLength: RSA_BITS }),
};

/**
 * Generates a new signing key, as a pair of JWKs. An RSA key takes a while, but generating it does not block the event
 * loop.
 */
export async function generateSigningKey(
  algorithm: SigningAlgorithm,
): Promise<{ kid: string; publicJwk: Record<string, unknown>; privateJwk: JWK }> {
  const { publicKey, privateKey } = await PAIRS[algorithm]();
  const kid = randomUUID();
  return {
    kid,
    publicJwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: algorithm, use: 'sig' },
    privateJwk: privateKey.export({ format: 'jwk' }),
  };
}
