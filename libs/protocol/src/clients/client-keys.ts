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

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/** Algorithms a client may sign its assertions with (RFC 7518 §3.1). */
export const ASSERTION_ALGORITHMS = ['ES256', 'PS256', 'RS256'] as const;
export type AssertionAlgorithm = (typeof ASSERTION_ALGORITHMS)[number];

/** The algorithms for which a key can be, by its type. One that does not say (RFC 7517 §4.4) is for all of these. */
const ALGORITHMS_OF = { EC: ['ES256'], RSA: ['PS256', 'RS256'] } as const satisfies Record<
  string,
  readonly AssertionAlgorithm[]
>;

/** Size of an RSA key in bits: smaller ones are too weak (RFC 7518 §3.3), larger ones take too long to verify. */
const RSA_BITS = { least: 2048, most: 4096 } as const;

/** Size of a signature made with such a key, in bytes. */
export const RSA_SIGNATURE_BYTES = { least: RSA_BITS.least / 8, most: RSA_BITS.most / 8 } as const;

/** Maximum number of keys that a client may register, and that are tried for one assertion. */
const MOST_KEYS = 20;

/** Maximum number of keys in a set, usable or not: reading each takes time. */
export const MOST_KEYS_READ = 100;

/** Maximum number of keys about which a refusal of a whole set says what is wrong. */
const MOST_EXPLAINED = 5;

/** Base64url length of a 64-bit exponent. Node needs time quadratic in the length of an exponent to read it. */
const LONGEST_EXPONENT = 11;

/** A key of a set as a verifier needs it, or why it is none to verify with: the end of a sentence. */
type ReadKey = { key: JsonWebKeySet['keys'][number] } | { problem: string };

type KeyMembers = { kty: 'EC'; crv: string; x: string; y: string } | { kty: 'RSA'; n: string; e: string };

/** The members that make up a public key, without those that state its purpose. */
function readPublicKey(key: Record<string, unknown>): { key: KeyMembers } | { problem: string } {
  const { kty, crv, x, y, n, e } = key;
  if (kty === 'EC' && crv === 'P-256') {
    if (typeof x !== 'string' || typeof y !== 'string') return { problem: 'needs the coordinates x and y' };
    const members = { kty, crv, x, y } as const;
    // Unusual encodings, such as a coordinate without its leading zeros, are left to OpenSSL.
    if (!isPointOfP256(x, y) && !isPublicKey(members)) return { problem: 'is not a point on the curve' };
    return { key: members };
  }
  if (kty !== 'RSA') return { problem: 'must be an EC key on the curve P-256 or an RSA key' };
  if (typeof n !== 'string' || typeof e !== 'string') return { problem: 'needs the modulus n and the exponent e' };
  if (e.length > LONGEST_EXPONENT) return { problem: 'must have an exponent of 64 bits at most' };
  const members = { kty, n, e } as const;
  const bits = isPublicKey(members)?.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < RSA_BITS.least || bits > RSA_BITS.most) return { problem: 'must be an RSA key of 2048 to 4096 bits' };
  return { key: members };
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

/** Whether a `kid` can be taken. It is optional, and an empty one names nothing. */
function isKid(kid: unknown): boolean {
  return kid === undefined || (typeof kid === 'string' && kid.length <= 255);
}

/** A null member counts as absent: some serialisers write every member that a key could have. */
function membersOf(key: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(key).filter(([, value]) => value !== null));
}

function isPrivate(key: Record<string, unknown>): boolean {
  return PRIVATE_MEMBERS.some((member) => member in key);
}

/**
 * Reads one key of a set, reduced to the members a verifier needs. It may have no `kid`. Whoever reads a set leaves out
 * the keys that are none to verify with: software publishes those for encryption, and of kinds not known here, in the
 * same set (RFC 7517 §5).
 */
export function readClientKey(
  member: Readonly<Record<string, unknown>>,
  algorithms: readonly AssertionAlgorithm[],
): ReadKey {
  const key = membersOf(member);
  if (isPrivate(key)) return { problem: 'contains private key material' };
  const read = readPublicKey(key);
  if ('problem' in read) return read;
  const possible: readonly AssertionAlgorithm[] = ALGORITHMS_OF[read.key.kty];
  const taken = possible.filter((algorithm) => algorithms.includes(algorithm));
  if (taken.length === 0) {
    return { problem: read.key.kty === 'RSA' ? 'must be an EC key on the curve P-256' : 'must be an RSA key' };
  }
  const stated = taken.filter((algorithm) => key.alg === undefined || key.alg === algorithm);
  if (stated.length === 0) return { problem: `must have the algorithm ${taken.join(' or ')}, or name none` };
  const problem = purposeProblem(key);
  if (problem !== undefined) return { problem };
  if (!isKid(key.kid)) return { problem: 'must have a kid of 1 to 255 characters, or none' };
  const alg = stated.length === 1 ? { alg: stated[0] } : {};
  return { key: { ...read.key, ...alg, ...(key.kid ? { kid: key.kid } : {}), use: 'sig' } };
}

/**
 * The public keys a client registers: those of its set that can verify. Several may have the same `kid`
 * (RFC 7517 §4.5).
 * Throws `invalid_client_metadata` that says which key and why: if none is left, if there are too many, or for private
 * key material, which must not have been sent and is no secret any more.
 * @param algorithms what the client may sign assertions with: only ES256 for a mobile app
 */
export function readClientKeys(
  jwks: JsonWebKeySet,
  algorithms: readonly AssertionAlgorithm[] = ['ES256'],
): JsonWebKeySet {
  if (jwks.keys.length > MOST_KEYS_READ) throw refuse(`jwks must hold at most ${MOST_KEYS_READ} keys.`);
  const leaked = jwks.keys.findIndex((key) => isPrivate(membersOf(key)));
  if (leaked >= 0) throw refuse(`jwks.keys[${leaked}] contains private key material.`);
  const read = jwks.keys.map((key) => readClientKey(key, algorithms));
  const keys = read.flatMap((one) => ('key' in one ? [one.key] : []));
  if (keys.length > MOST_KEYS) throw refuse(`jwks must hold at most ${MOST_KEYS} keys to verify with.`);
  if (keys.length > 0) return { keys };
  const problems = read.flatMap((one, index) => ('problem' in one ? [`jwks.keys[${index}] ${one.problem}`] : []));
  const problem = problems.slice(0, MOST_EXPLAINED).join('; ') || 'jwks must hold a key';
  throw refuse(`${problem}.`);
}

function refuse(why: string): OAuthError {
  return new OAuthError('invalid_client_metadata', why);
}

/** What identifies a key: its numeric values, regardless of its `kid`. */
export function identityOf(key: Record<string, unknown>): string {
  return key.kty === 'RSA' ? `${String(key.n)}.${String(key.e)}` : `${String(key.x)}.${String(key.y)}`;
}

/** Whether a key that was read is for an algorithm. */
function isFor({ kty, alg }: JsonWebKeySet['keys'][number], algorithm: string | undefined): boolean {
  if (alg !== undefined) return alg === algorithm;
  const possible: readonly string[] = kty === 'EC' || kty === 'RSA' ? ALGORITHMS_OF[kty] : [];
  return algorithm !== undefined && possible.includes(algorithm);
}

/**
 * The keys of a client that an assertion may have been signed with, the likelier ones first: those for its algorithm
 * that do not have a different `kid`. A key without a `kid` may be the one that is named.
 * @param keys as returned by {@link readClientKeys}: for verifying, and for the algorithm they name if they name one
 */
export function fittingKeys(
  keys: JsonWebKeySet['keys'],
  { kid, alg }: { kid?: string | undefined; alg?: string | undefined },
): JsonWebKeySet['keys'] {
  const ofKind = keys.filter((key) => isFor(key, alg));
  const fitting =
    kid === undefined
      ? ofKind
      : [...ofKind.filter((key) => key.kid === kid), ...ofKind.filter((key) => key.kid === undefined)];
  // Removes duplicates of the same key.
  return [...new Map(fitting.map((key) => [identityOf(key), key])).values()].slice(0, MOST_KEYS);
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
