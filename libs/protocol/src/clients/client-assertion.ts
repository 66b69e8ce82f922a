import type { Check } from '../refusals/check.js';
import { shown } from '../refusals/checklist.js';
import { CLIENT_ASSERTION_TYPE, isAssertionType } from './assertion-types.js';
import { ASSERTION_ALGORITHMS, type AssertionAlgorithm, RSA_SIGNATURE_BYTES } from './client-keys.js';
import type { EpochSeconds } from '../time.js';

/** Maximum lifetime of an assertion, in seconds. */
const MAX_ASSERTION_LIFETIME = 3600;
/** How far a device's clock may be ahead, in seconds; applied to every timestamp it sends. */
export const CLOCK_TOLERANCE = 30;
/**
 * Latest expiry accepted, in seconds from now: that of an assertion with the maximum lifetime and a
 * clock that is ahead.
 */
export const FURTHEST_ASSERTION_EXPIRY = MAX_ASSERTION_LIFETIME + CLOCK_TOLERANCE;

export interface AssertionExpectation {
  clientId: string;
  issuer: string;
  /** Additional audiences while an exception is active: the endpoint and the public base URL. Otherwise empty. */
  alsoAccepted: string[];
  /** When an exception ended; absent if none did. */
  exceptionEnded?: EpochSeconds | undefined;
  now: EpochSeconds;
}

/** A timestamp with its distance from now, which reveals a wrong clock. */
function shownMoment(value: unknown, now: EpochSeconds): string {
  if (typeof value !== 'number' || !Number.isFinite(value)) return shown(value);
  const distance = value - now;
  return `${value}, ${Math.abs(distance)} seconds ${distance < 0 ? 'ago' : 'ahead'}`;
}

/** What an endpoint requires of the header of an assertion. */
export interface AssertionForm {
  /** Algorithms accepted here. Whether the key is suitable for the algorithm is checked when the key is looked up. */
  algorithms: readonly AssertionAlgorithm[];
  /** Whether `kid` is required. It can be omitted if exactly one key matches (RFC 7515 §4.1.4). */
  kid: 'required' | 'optional';
}

/** What is accepted if an endpoint has no requirements of its own. */
export const ANY_ASSERTION: AssertionForm = { algorithms: ASSERTION_ALGORITHMS, kid: 'optional' };

/**
 * Header members the sender must not include: keys of its own choosing, and those that change how
 * the assertion is read.
 */
const REFUSED_MEMBERS = ['jwk', 'jku', 'x5u', 'x5c', 'crit', 'b64'];

/**
 * The members of a header or of claims that say something. Some serialisers write every optional member, so one that is
 * null counts as absent, which a required one must not be. Only `crit` does not: what it says must be understood, and
 * null is nothing that it may say (RFC 7515 §4.1.11).
 */
function statedMembers(part: Record<string, unknown>): Record<string, unknown> {
  if (!Object.values(part).includes(null)) return part;
  return Object.fromEntries(Object.entries(part).filter(([name, value]) => value !== null || name === 'crit'));
}

/** The `kid` of a header. An empty one counts as absent, as it does when a key is registered. */
export function kidOf({ kid }: Record<string, unknown>): string | undefined {
  return typeof kid === 'string' && kid !== '' ? kid : undefined;
}

/** Whether a header names no key. Some serialisers write an optional member as empty. */
function isUnnamed({ kid }: Record<string, unknown>): boolean {
  return kid === undefined || kid === '';
}

/**
 * Checks the JOSE header of a client assertion (RFC 7523 §3, RFC 8725, RFC 10070): an accepted algorithm, a key
 * identifier, no type of another kind of JWT, no key chosen by the sender, nothing critical. Certificate thumbprints
 * (`x5t`, `x5t#S256`) are allowed, since they do not select a key. Members that are null count as absent.
 * @param given the header as it was sent
 */
export function checkAssertionHeader(
  given: Record<string, unknown>,
  { algorithms, kid }: AssertionForm = ANY_ASSERTION,
): Check[] {
  const header = statedMembers(given);
  const refused = REFUSED_MEMBERS.filter((name) => name in header);
  return [
    {
      check: 'alg',
      expected: algorithms.map(shown).join(' or '),
      actual: shown(header.alg),
      passed: algorithms.some((algorithm) => algorithm === header.alg),
    },
    {
      check: 'kid',
      expected: kid === 'required' ? 'a key identifier' : 'absent or a key identifier',
      actual: shown(header.kid),
      passed: kidOf(header) !== undefined || (kid === 'optional' && isUnnamed(header)),
    },
    {
      check: 'typ',
      expected: `absent or ${shown(CLIENT_ASSERTION_TYPE)}, and not the type of another kind of JWT`,
      actual: shown(header.typ),
      passed: isAssertionType(header.typ),
    },
    {
      check: 'header members',
      expected: 'no embedded key and nothing critical',
      actual: refused.length === 0 ? 'none' : refused.join(', '),
      passed: refused.length === 0,
    },
  ];
}

/** Tag byte of a SEQUENCE. DER signatures, which OpenSSL and Java produce by default, start with it. */
const DER_SEQUENCE = 0x30;

/**
 * Checks the length of a signature before a key is looked up: two halves of 32 bytes for ES256
 * (RFC 7518 §3.4), the length of the modulus for RSA. A wrong length does not indicate a wrong key, but a
 * signer that uses another encoding.
 */
export function checkSignatureLength(algorithm: AssertionAlgorithm, signature: Uint8Array): Check {
  const { least, most } = algorithm === 'ES256' ? { least: 64, most: 64 } : RSA_SIGNATURE_BYTES;
  const passed = signature.length >= least && signature.length <= most;
  const isDer = !passed && algorithm === 'ES256' && signature[0] === DER_SEQUENCE;
  return {
    check: 'signature',
    expected: least === most ? `${least} bytes` : `${least} to ${most} bytes`,
    actual: `${signature.length} bytes${isDer ? ': ASN.1 DER? It has to be the two halves, one after the other' : ''}`,
    passed,
  };
}

/**
 * Checks the claims of a client assertion (RFC 7523 §3), before any key is fetched. The audience is compared as a
 * plain string, and only the issuer is accepted (RFC 10070) unless an exception is active. Timestamps may have
 * fractions (RFC 7519 §2). For `jti`, only the format is checked here: whether it was used before is the last check
 * and needs the database. Claims that are null count as absent.
 */
export function checkAssertionClaims(claims: Record<string, unknown>, expected: AssertionExpectation): Check[] {
  const { iss, sub, aud, exp, iat, nbf, jti } = statedMembers(claims);
  const audiences = [expected.issuer, ...expected.alsoAccepted];
  const audience = soleAudience(aud);
  const ended = expected.exceptionEnded;
  const latest = expected.now + CLOCK_TOLERANCE;
  const furthest = expected.now + FURTHEST_ASSERTION_EXPIRY;
  const notInFuture = (value: unknown) => value === undefined || (typeof value === 'number' && value <= latest);
  return [
    { check: 'iss', expected: shown(expected.clientId), actual: shown(iss), passed: iss === expected.clientId },
    { check: 'sub', expected: shown(expected.clientId), actual: shown(sub), passed: sub === expected.clientId },
    {
      check: 'aud',
      expected: `${audiences.map(shown).join(' or ')}${ended === undefined ? '' : `; the exception for others ended at ${ended}`}`,
      actual: shown(aud),
      passed: typeof audience === 'string' && audiences.includes(audience),
    },
    {
      check: 'exp',
      expected: `after ${expected.now} and at most ${furthest}`,
      actual: shownMoment(exp, expected.now),
      passed: typeof exp === 'number' && exp > expected.now && exp <= furthest,
    },
    {
      check: 'iat',
      expected: `absent or at most ${latest}`,
      actual: shownMoment(iat, expected.now),
      passed: notInFuture(iat),
    },
    {
      check: 'nbf',
      expected: `absent or at most ${latest}`,
      actual: shownMoment(nbf, expected.now),
      passed: notInFuture(nbf),
    },
    {
      check: 'jti',
      expected: 'a string of 1 to 255 characters',
      actual: shown(jti),
      passed: typeof jti === 'string' && jti.length > 0 && jti.length <= 255,
    },
  ];
}

/** The audience, if the claim has only one, either as a string or as the sole member of an array. */
export function soleAudience(aud: unknown): unknown {
  return Array.isArray(aud) && aud.length === 1 ? (aud as unknown[])[0] : aud;
}

/**
 * Until when the use of an assertion is remembered: a whole second, no earlier than the expiry of the assertion. The
 * value is always the same for the same assertion.
 */
export function rememberedUntil(exp: number): EpochSeconds {
  return Math.ceil(exp);
}

/** The first check that failed, if any. */
export function firstFailure(checks: Check[]): Check | undefined {
  return checks.find((entry) => !entry.passed);
}
