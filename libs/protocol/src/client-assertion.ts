import { type Check, shown } from './checklist.js';
import type { AssertionAlgorithm } from './client-keys.js';
import type { EpochSeconds } from './records.js';

/** Furthest expiry taken, in seconds from now. */
export const MAX_ASSERTION_LIFETIME = 3600;
/** How far a device's clock may run ahead, in seconds. */
export const CLOCK_TOLERANCE = 30;

export interface AssertionExpectation {
  clientId: string;
  issuer: string;
  /** Further audiences a lenient client may name: the endpoint and the public base URL. Empty when strict. */
  alsoAccepted: string[];
  now: EpochSeconds;
}

/** A moment with its distance from now, since that is what a wrong clock is recognised by. */
function shownMoment(value: unknown, now: EpochSeconds): string {
  if (typeof value !== 'number' || !Number.isFinite(value)) return shown(value);
  const distance = value - now;
  return `${value}, ${Math.abs(distance)} seconds ${distance < 0 ? 'ago' : 'ahead'}`;
}

/**
 * Checks the JOSE header of a client assertion (RFC 7523 §3, RFC 8725): an algorithm that is taken, a
 * `kid`, no key of the sender's own choosing, nothing critical.
 * @param algorithms those taken here; that the key is one for it is seen when the signature is verified
 */
export function checkAssertionHeader(
  header: Record<string, unknown>,
  algorithms: readonly AssertionAlgorithm[] = ['ES256'],
): Check[] {
  const embedded = ['jwk', 'jku', 'x5u', 'x5c', 'x5t', 'crit', 'b64'].filter((name) => name in header);
  return [
    {
      check: 'alg',
      expected: algorithms.map(shown).join(' or '),
      actual: shown(header.alg),
      passed: algorithms.some((algorithm) => algorithm === header.alg),
    },
    {
      check: 'kid',
      expected: 'a key identifier',
      actual: shown(header.kid),
      passed: typeof header.kid === 'string' && header.kid !== '',
    },
    {
      check: 'header members',
      expected: 'no embedded key and nothing critical',
      actual: embedded.length === 0 ? 'none' : embedded.join(', '),
      passed: embedded.length === 0,
    },
  ];
}

/**
 * Checks the claims of a client assertion whose signature was verified (RFC 7523 §3). The audience is compared as a
 * plain string, and is the issuer alone unless the client is lenient. `jti` is only looked at for its form: whether
 * it was used before is asked last, and of the database.
 */
export function checkAssertionClaims(claims: Record<string, unknown>, expected: AssertionExpectation): Check[] {
  const { iss, sub, aud, exp, iat, nbf, jti } = claims;
  const audiences = [expected.issuer, ...expected.alsoAccepted];
  const audience = Array.isArray(aud) && aud.length === 1 ? (aud as unknown[])[0] : aud;
  const latest = expected.now + CLOCK_TOLERANCE;
  const notInFuture = (value: unknown) => value === undefined || (typeof value === 'number' && value <= latest);
  return [
    { check: 'iss', expected: shown(expected.clientId), actual: shown(iss), passed: iss === expected.clientId },
    { check: 'sub', expected: shown(expected.clientId), actual: shown(sub), passed: sub === expected.clientId },
    {
      check: 'aud',
      expected: audiences.map(shown).join(' or '),
      actual: shown(aud),
      passed: typeof audience === 'string' && audiences.includes(audience),
    },
    {
      check: 'exp',
      expected: `after ${expected.now} and at most ${expected.now + MAX_ASSERTION_LIFETIME}`,
      actual: shownMoment(exp, expected.now),
      passed:
        typeof exp === 'number' &&
        Number.isSafeInteger(exp) &&
        exp > expected.now &&
        exp <= expected.now + MAX_ASSERTION_LIFETIME,
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

/** The first check that failed, if any. */
export function firstFailure(checks: Check[]): Check | undefined {
  return checks.find((entry) => !entry.passed);
}
