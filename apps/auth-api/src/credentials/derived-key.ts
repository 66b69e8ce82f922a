import { createECDH, createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** Order of the P-256 group (FIPS 186-5, SP 800-186 §3.2.1.3). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * Seed length in bytes. It exceeds the key length by enough that the modular reduction introduces no noticeable bias.
 */
export const SEED_BYTES = 48;

/** A key pair that follows from the master key. */
export interface DerivedKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/**
 * Derives the P-256 key pair of a seed (FIPS 186-5 §A.2.1). The key is derived, not generated, because what it signs lives
 * longer than any signing key that is rotated, as a software statement in an app or an anchor of the audit does, and
 * every server with the same master key has to recognise it.
 */
export function deriveSigningKey(seed: Buffer): DerivedKey {
  if (seed.length !== SEED_BYTES) throw new RangeError(`A seed has ${SEED_BYTES} bytes.`);
  const scalar = (BigInt(`0x${seed.toString('hex')}`) % (ORDER - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(d);
  const point = ecdh.getPublicKey();
  const coordinate = (from: number) => point.subarray(from, from + 32).toString('base64url');
  const publicJwk = { crv: 'P-256', kty: 'EC', x: coordinate(1), y: coordinate(33) };
  return {
    // RFC 7638: exactly these members in this order, without white space.
    kid: createHash('sha256').update(JSON.stringify(publicJwk)).digest('base64url'),
    privateKey: createPrivateKey({ key: { ...publicJwk, d: d.toString('base64url') }, format: 'jwk' }),
    publicKey: createPublicKey({ key: publicJwk, format: 'jwk' }),
  };
}
