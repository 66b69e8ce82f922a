import { type KeyObject, createPublicKey } from 'node:crypto';
import type { JsonWebKeySet } from '@passant/contracts';
import type { Check } from '../refusals/check.js';
import { shown } from '../refusals/checklist.js';
import { OAuthError } from '../refusals/errors.js';
import { isPointOfP256 } from './p256.js';

/** Names of this host (RFC 6761 §6.3), and its addresses in the notation of URLs. */
const LOOPBACK_NAME = /^(.+\.)?localhost\.?$|^127(\.\d+){3}$|^\[::1\]$/;

/** Characters that a URL parser silently drops; they must not be in a URL that is stored and displayed. */
const UNPRINTABLE = /[\s\p{Cc}]/u;

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** Algorithms a client may sign its assertions with. Each key is for one of them, and says which. */
export const ASSERTION_ALGORITHMS = ['ES256', 'RS256'] as const;
export type AssertionAlgorithm = (typeof ASSERTION_ALGORITHMS)[number];

/** Size of an RSA key in bits: smaller ones are too weak (RFC 7518 §3.3), larger ones take too long to verify. */
const RSA_BITS = { least: 2048, most: 4096 } as const;

/** Size of a signature made with such a key, in bytes. */
export const RSA_SIGNATURE_BYTES = { least: RSA_BITS.least / 8, most: RSA_BITS.most / 8 } as const;

/** Maximum number of keys tried for one assertion: as many as a client may register. */
const MOST_KEYS_TRIED = 20;

/** Base64url length of a 64-bit exponent. Node needs time quadratic in the length of an exponent to read it. */
const LONGEST_EXPONENT = 11;

/** The members that make up a public key, without those that state its purpose. Throws what is wrong with it. */
function readPublicKey(
  key: Record<string, unknown>,
  refuse: (why: string) => OAuthError,
): JsonWebKeySet['keys'][number] {
  const { kty, crv, x, y, n, e } = key;
  if (kty === 'EC' && crv === 'P-256') {
    if (typeof x !== 'string' || typeof y !== 'string') throw refuse('needs the coordinates x and y');
    const members = { kty, crv, x, y };
    // Unusual encodings, such as a coordinate without its leading zeros, are left to OpenSSL.
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
 * What is wrong with the stated purpose of a key, if it states one (RFC 7517 §4.2 and §4.3): it must be for
 * verifying signatures.
 */
function purposeProblem({ use, key_ops: operations }: Record<string, unknown>): string | undefined {
  if (use !== undefined && use !== 'sig') return 'must be for signatures';
  if (operations === undefined) return undefined;
  const verifies = Array.isArray(operations) && operations.includes('verify');
  return verifies ? undefined : 'must be for verifying: key_ops must hold "verify"';
}

/** Reads the optional `kid` of a key. Throws what is wrong with it. */
function readKid(kid: unknown, refuse: (why: string) => OAuthError): { kid?: string } {
  if (kid === undefined || kid === '') return {};
  if (typeof kid !== 'string' || kid.length > 255) throw refuse('must have a kid of 1 to 255 characters, or none');
  return { kid };
}

/**
 * The public keys a client registers, reduced to the members a verifier needs. Keys may have no `kid`, and several may
 * have the same (RFC 7517 §4.5).
 * Throws `invalid_client_metadata` that says which key and why.
 * @param algorithms what the client may sign assertions with: only ES256 for a mobile app
 */
export function readClientKeys(
  jwks: JsonWebKeySet,
  algorithms: readonly AssertionAlgorithm[] = ['ES256'],
): JsonWebKeySet {
  const keys = jwks.keys.map((members, index) => {
    // A null member counts as absent: some serialisers write every member that a key could have.
    const key = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
    const at = `jwks.keys[${index}]`;
    const refuse = (why: string) => new OAuthError('invalid_client_metadata', `${at} ${why}.`);
    if (PRIVATE_MEMBERS.some((member) => member in key)) throw refuse('contains private key material');
    const read = readPublicKey(key, refuse);
    if (!algorithms.some((algorithm) => algorithm === read.alg)) throw refuse('must be an EC key on the curve P-256');
    if (key.alg !== undefined && key.alg !== read.alg) throw refuse(`must have the algorithm ${String(read.alg)}`);
    const problem = purposeProblem(key);
    if (problem !== undefined) throw refuse(problem);
    return { ...read, ...readKid(key.kid, refuse), use: 'sig' };
  });
  return { keys };
}

/** What identifies a key: its numeric values, regardless of its `kid`. */
export function identityOf(key: Record<string, unknown>): string {
  return key.kty === 'RSA' ? `${String(key.n)}.${String(key.e)}` : `${String(key.x)}.${String(key.y)}`;
}

/**
 * The keys of a client that an assertion may have been signed with, the likelier ones first: those for its algorithm
 * that do not have a different `kid`. A key without a `kid` may be the one that is named.
 * @param keys as returned by {@link readClientKeys}: each for one algorithm, and for verifying
 */
export function fittingKeys(
  keys: JsonWebKeySet['keys'],
  { kid, alg }: { kid?: string | undefined; alg?: string | undefined },
): JsonWebKeySet['keys'] {
  const ofKind = keys.filter((key) => key.alg === alg);
  const fitting =
    kid === undefined
      ? ofKind
      : [...ofKind.filter((key) => key.kid === kid), ...ofKind.filter((key) => key.kid === undefined)];
  // Removes duplicates of the same key.
  return [...new Map(fitting.map((key) => [identityOf(key), key])).values()].slice(0, MOST_KEYS_TRIED);
}

/**
 * Checks that there is a key to try: at least one if the assertion names a `kid`, exactly one if it does not.
 * @param where where the keys were looked up, in words for an administrator
 */
export function checkKeys(
  { kid, alg }: { kid?: string | undefined; alg?: string | undefined },
  found: { fitting: number; all: number; where: string },
): Check {
  const expected =
    kid === undefined
      ? `exactly one key of the client for ${shown(alg)}, since the assertion names none`
      : `a key ${shown(kid.slice(0, 64))} of the client for ${shown(alg)}`;
  const { fitting, all, where } = found;
  const howMany = fitting === 0 ? `none of its ${all} keys` : fitting === 1 ? 'found' : `${fitting} that fit`;
  const passed = kid === undefined ? fitting === 1 : fitting > 0;
  return { check: 'key', expected, actual: `${howMany}, ${where}`, passed };
}

/**
 * What is wrong with the URL a client wants its keys to be fetched from, as the end of a sentence; `undefined` if
 * nothing is. Whether the host is reachable, and what its name resolves to, is checked when the keys are fetched.
 * @param allowPrivate hosts of this machine and its private network are allowed, and need no TLS on loopback
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
