import { type KeyObject, createPublicKey } from 'node:crypto';
import type { JsonWebKeySet } from '@passant/contracts';
import { OAuthError } from './errors.js';
import { isPointOfP256 } from './p256.js';

/** Names of this machine (RFC 6761 §6.3), and its addresses as URLs print them. */
const LOOPBACK_NAME = /^(.+\.)?localhost\.?$|^127(\.\d+){3}$|^\[::1\]$/;

/** What a URL parser drops in silence; it has no place in an address that is kept and shown. */
const UNPRINTABLE = /[\s\p{Cc}]/u;

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** What a client may sign its assertions with. A key is good for one of them, and says so. */
export const ASSERTION_ALGORITHMS = ['ES256', 'RS256'] as const;
export type AssertionAlgorithm = (typeof ASSERTION_ALGORITHMS)[number];

/** Bits of an RSA key: fewer are too weak (RFC 7518 §3.3), more take too long to verify. */
const RSA_BITS = { least: 2048, most: 4096 } as const;

/** Letters in Base64url of an exponent of 64 bits. Node takes a time with the square of its length to tell of one. */
const LONGEST_EXPONENT = 11;

/** The members that make a public key, without those that say what it is for. Throws what is wrong with it. */
function readPublicKey(
  key: Record<string, unknown>,
  refuse: (why: string) => OAuthError,
): JsonWebKeySet['keys'][number] {
  const { kty, crv, x, y, n, e } = key;
  if (kty === 'EC' && crv === 'P-256') {
    if (typeof x !== 'string' || typeof y !== 'string') throw refuse('needs the coordinates x and y');
    const members = { kty, crv, x, y };
    // Odd writings, like a coordinate without its leading zeros, are for OpenSSL to judge.
    if (!isPointOfP256(x, y) && !isPublicKey(members)) throw refuse('is not a point on the curve');
    return { ...members, alg: 'ES256' };
  }
  if (kty !== 'RSA') throw refuse('must be an EC key on the curve P-256 or an RSA key');
  if (typeof n !== 'string' || typeof e !== 'string') throw refuse('needs the modulus n and the exponent e');
  if (e.length > LONGEST_EXPONENT) throw refuse('must have an exponent of 64 bits at most');
  const members = { kty, n, e };
  const bits = isPublicKey(members)?.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < RSA_BITS.least || bits > RSA_BITS.most) throw refuse('must be an RSA key of 2048 to 4096 bits');
  return { ...members, alg: 'RS256' };
}

function isPublicKey(jwk: Record<string, string>): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

/**
 * The public keys a client registers, reduced to the members a verifier needs. Only keys with a `kid` are taken, since
 * assertions name their key.
 * Throws `invalid_client_metadata` that says which key and why.
 * @param algorithms what the client's assertions may be signed with: those of a mobile app are ES256
 */
export function readClientKeys(
  jwks: JsonWebKeySet,
  algorithms: readonly AssertionAlgorithm[] = ['ES256'],
): JsonWebKeySet {
  const seen = new Set<string>();
  const keys = jwks.keys.map((key, index) => {
    const at = `jwks.keys[${index}]`;
    const refuse = (why: string) => new OAuthError('invalid_client_metadata', `${at} ${why}.`);
    if (PRIVATE_MEMBERS.some((member) => member in key)) throw refuse('contains private key material');
    const read = readPublicKey(key, refuse);
    if (!algorithms.some((algorithm) => algorithm === read.alg)) throw refuse('must be an EC key on the curve P-256');
    if (key.alg !== undefined && key.alg !== read.alg) throw refuse(`must have the algorithm ${String(read.alg)}`);
    if (key.use !== undefined && key.use !== 'sig') throw refuse('must be for signatures');
    if (typeof key.kid !== 'string' || key.kid === '' || key.kid.length > 255) throw refuse('needs a kid');
    if (seen.has(key.kid)) throw refuse('repeats the kid of another key');
    seen.add(key.kid);
    return { ...read, kid: key.kid, use: 'sig' };
  });
  return { keys };
}

/**
 * What is wrong with an address that a client wants its keys to be fetched from, as the end of a sentence; `undefined`
 * if nothing is. Whether the address is reachable, and where its name leads, is looked at when the keys are fetched.
 * @param allowPrivate addresses of this machine and its network may be named, and need no TLS on loopback
 */
export function jwksUriProblem(uri: string, allowPrivate: boolean): string | undefined {
  if (!URL.canParse(uri) || uri.length > 2048 || UNPRINTABLE.test(uri)) return 'must be an absolute URL';
  const url = new URL(uri);
  const loopback = LOOPBACK_NAME.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && allowPrivate && loopback)) return 'must be https';
  if (url.username !== '' || url.password !== '') return 'must hold no credentials';
  if (uri.includes('#')) return 'must have no fragment';
  if (loopback && !allowPrivate) return 'must not name this machine';
  return undefined;
}
