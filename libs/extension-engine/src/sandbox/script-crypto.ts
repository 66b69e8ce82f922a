import { constants, createHash, createHmac, createPublicKey, randomUUID, verify, type KeyObject } from 'node:crypto';

/** An invalid request of a script. The script gets the message as a TypeError. */
export class RefusedCall extends Error {}

export type Jws = { valid: boolean; header: unknown; payload: unknown };

const LONGEST_MODULUS_CHARACTERS = 1368; // base64url of 8192 bits
const LONGEST_EXPONENT_CHARACTERS = 11; // base64url of 64 bits
const KEY_TYPES: Record<string, string> = { ES256: 'EC', RS256: 'RSA' };

/** The functions of `CRYPTO`, implemented with Node's crypto outside the sandbox. `args` are untrusted script input. */
export function scriptCrypto(args: unknown): unknown {
  if (!Array.isArray(args)) throw new RefusedCall('Unknown function.');
  const [name, ...rest] = args as unknown[];
  switch (name) {
    case 'sha256':
      return createHash('sha256').update(text(rest[0]), 'utf8').digest('hex');
    case 'hmac':
      return createHmac('sha256', text(rest[0])).update(text(rest[1]), 'utf8').digest('hex');
    case 'randomUUID':
      return randomUUID();
    case 'verifyJws':
      return verifyJws(text(rest[0]), rest[1]);
    case 'verifySignature':
      return verifySignature(algorithm(rest[0]), rest[1], Buffer.from(text(rest[2])), text(rest[3]));
    default:
      throw new RefusedCall('Unknown function.');
  }
}

/**
 * Verifies a JWS in RFC 7515 compact serialisation, with ES256 or RS256. Returns the header whenever it can be read,
 * but the payload only if the signature is valid, and parsed if it is JSON. Critical extensions (`crit`) are not
 * supported, so a JWS that has them is never valid.
 */
function verifyJws(compact: string, jwk: unknown): Jws {
  const [protectedHeader = '', payload = '', signature = '', ...more] = compact.split('.');
  const header = parseJson(decode(protectedHeader));
  if (header === undefined || more.length > 0) return { valid: false, header: null, payload: null };
  const { alg, crit } = header as { alg?: unknown; crit?: unknown };
  const known = typeof alg === 'string' && Object.hasOwn(KEY_TYPES, alg) && crit === undefined;
  const signed = Buffer.from(`${protectedHeader}.${payload}`, 'latin1');
  // Only the base64url alphabet may occur in what is signed: other characters could change in the encoding above.
  const plain = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+$/.test(compact);
  if (!known || !plain || !verifySignature(alg, jwk, signed, signature)) return { valid: false, header, payload: null };
  const bytes = decode(payload);
  return { valid: true, header, payload: parseJson(bytes) ?? bytes?.toString('utf8') ?? null };
}

function verifySignature(alg: string, jwk: unknown, data: Buffer, signature: string): boolean {
  const key = importKey(alg, jwk);
  const bytes = decode(signature);
  if (bytes === undefined) return false;
  if (alg === 'ES256') return bytes.length === 64 && verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, bytes);
  return verify('sha256', data, { key, padding: constants.RSA_PKCS1_PADDING }, bytes);
}

/**
 * Imports a key of the type that the algorithm requires. The key alone never determines the algorithm (RFC 8725 §3.1).
 */
function importKey(alg: string, jwk: unknown): KeyObject {
  const { kty, crv, x, y, n, e } = (jwk ?? {}) as Record<string, unknown>;
  if (kty !== KEY_TYPES[alg]) throw new RefusedCall(`${alg} needs a key of type ${KEY_TYPES[alg]}.`);
  // Describing an RSA key takes Node time quadratic in the exponent's length, and the thread cannot be ended meanwhile.
  const tooLong = isLongerThan(LONGEST_EXPONENT_CHARACTERS, e) || isLongerThan(LONGEST_MODULUS_CHARACTERS, n, x, y);
  if (tooLong) throw new RefusedCall('The key is too large.');
  let key: KeyObject;
  try {
    const material = kty === 'EC' ? { kty, crv, x, y } : { kty, n, e };
    key = createPublicKey({ key: material as never, format: 'jwk' });
  } catch {
    throw new RefusedCall('The key is not a usable JSON Web Key.');
  }
  const details = key.asymmetricKeyDetails;
  if (alg === 'ES256' && details?.namedCurve !== 'prime256v1') throw new RefusedCall('ES256 needs a key on P-256.');
  if (alg === 'RS256' && (details?.modulusLength ?? 0) < 2048) throw new RefusedCall('RS256 needs 2048 bits or more.');
  return key;
}

function isLongerThan(most: number, ...members: unknown[]): boolean {
  return members.some((member) => typeof member === 'string' && member.length > most);
}

function algorithm(value: unknown): string {
  if (typeof value === 'string' && Object.hasOwn(KEY_TYPES, value)) return value;
  throw new RefusedCall('algorithm must be ES256 or RS256.');
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new RefusedCall('A text is missing.');
  return value;
}

/** Strict base64url without padding. */
function decode(value: string): Buffer | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(value) || value.length % 4 === 1) return undefined;
  return Buffer.from(value, 'base64url');
}

function parseJson(bytes: Buffer | undefined): object | undefined {
  try {
    const value: unknown = bytes === undefined ? undefined : JSON.parse(bytes.toString('utf8'));
    return value !== null && typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}
