import { FOREIGN_JWT_TYPES } from './assertion-types.js';
import {
  ANY_ASSERTION,
  checkAssertionClaims,
  checkAssertionHeader,
  checkSignatureLength,
  firstFailure,
  rememberedUntil,
} from './client-assertion.js';

const now = 1_800_000_000;
const issuer = 'https://login.example.com/oauth';
const expected = { clientId: 'client', issuer, alsoAccepted: [], now };
const header = { alg: 'ES256', kid: 'key-1' };
const claims = { iss: 'client', sub: 'client', aud: issuer, exp: now + 300, iat: now, jti: 'once' };

/** The requirements of the customer's document for v2. */
const STRICT = { algorithms: ['ES256'], kid: 'required' } as const;

describe('The header of a client assertion', () => {
  it.each([
    ['as it should be', {}],
    ['with its type', { typ: 'client-authentication+jwt' }],
    ['with its type in full', { typ: 'application/client-authentication+jwt' }],
    ['with its type in capitals', { typ: 'Client-Authentication+JWT' }],
    ['with the general type', { typ: 'JWT' }],
    ['with a type that is null', { typ: null }],
    ['with embedded keys that are null', { jwk: null, jku: null, x5u: null, x5c: null, b64: null }],
    ['with the type of a profile', { typ: 'bank-client-authentication+jwt' }],
    ['with the fingerprint of a certificate', { x5t: 'AAAA' }],
    ['with a longer fingerprint of a certificate', { 'x5t#S256': 'AAAA' }],
  ])('is taken %s', (_, change) => {
    expect(firstFailure(checkAssertionHeader({ ...header, ...change }, STRICT))).toBeUndefined();
    expect(firstFailure(checkAssertionHeader({ ...header, ...change }))).toBeUndefined();
  });

  it.each([
    ['without a kid', { kid: undefined }],
    ['with an empty kid, as a key without a name is written by some', { kid: '' }],
    ['with a kid that is null', { kid: null }],
    ['with RS256', { alg: 'RS256' }],
  ])('is taken %s where the endpoint asks for no more', (_, change) => {
    expect(firstFailure(checkAssertionHeader({ ...header, ...change }))).toBeUndefined();
    expect(firstFailure(checkAssertionHeader({ ...header, ...change }, STRICT))).toBeDefined();
  });

  it.each<[string, object, string]>([
    ['ES384', { alg: 'ES384' }, 'alg'],
    ['HS256', { alg: 'HS256' }, 'alg'],
    ['none', { alg: 'none' }, 'alg'],
    ['a numeric kid', { kid: 1 }, 'kid'],
    ...[...FOREIGN_JWT_TYPES].map((typ) => [`the type ${typ}`, { typ }, 'typ'] as [string, object, string]),
    ['the type of an access token in full', { typ: 'application/at+jwt' }, 'typ'],
    ['the type of an access token with a parameter', { typ: 'at+jwt;charset=utf-8' }, 'typ'],
    ['the type of an access token in full, with a parameter', { typ: 'Application/AT+JWT ; x=1' }, 'typ'],
    ['the type of an access token between blanks', { typ: ' at+jwt ' }, 'typ'],
    ['the type of a logout token in capitals', { typ: 'LOGOUT+JWT' }, 'typ'],
    ['a type that is empty', { typ: '' }, 'typ'],
    ['an algorithm that is null', { alg: null }, 'alg'],
    ['crit that is null, which it may not be', { crit: null }, 'header members'],
    ['a list of types', { typ: ['client-authentication+jwt'] }, 'typ'],
    ['jwk', { jwk: {} }, 'header members'],
    ['jku', { jku: 'https://evil.example' }, 'header members'],
    ['x5u', { x5u: 'https://evil.example' }, 'header members'],
    ['x5c', { x5c: [] }, 'header members'],
    ['crit', { crit: ['exp'] }, 'header members'],
  ])('is refused with %s', (_, change, check) => {
    expect(firstFailure(checkAssertionHeader({ ...header, ...change }, STRICT))).toMatchObject({ check });
    expect(firstFailure(checkAssertionHeader({ ...header, ...change }))).toMatchObject({ check });
  });

  it.each([
    ['RS256', { alg: 'RS256' }, 'alg'],
    ['no kid', { kid: undefined }, 'kid'],
  ])('is refused with %s by v2 of custom registration', (_, change, check) => {
    expect(firstFailure(checkAssertionHeader({ ...header, ...change }, STRICT))).toMatchObject({ check });
  });
});

describe('The signature of a client assertion', () => {
  const der = (length: number) => Buffer.concat([Buffer.from([0x30, length - 2]), Buffer.alloc(length - 2)]);

  it.each([
    ['ES256', 64],
    ['RS256', 256],
    ['RS256', 512],
  ] as const)('%s may have %i bytes', (algorithm, bytes) => {
    expect(checkSignatureLength(algorithm, Buffer.alloc(bytes))).toMatchObject({ check: 'signature', passed: true });
  });

  it.each([
    ['ES256', Buffer.alloc(0), '64 bytes', '0 bytes'],
    ['ES256', Buffer.alloc(65), '64 bytes', '65 bytes'],
    ['RS256', Buffer.alloc(64), '256 to 512 bytes', '64 bytes'],
    ['RS256', der(71), '256 to 512 bytes', '71 bytes'],
  ] as const)('%s is told by its length: %p', (algorithm, signature, expected, actual) => {
    expect(checkSignatureLength(algorithm, signature)).toEqual({ check: 'signature', expected, actual, passed: false });
  });

  it.each([70, 71, 72])('ES256 of %i bytes is taken for the form of OpenSSL and Java', (bytes) => {
    const { expected, actual } = checkSignatureLength('ES256', der(bytes));
    expect(expected).toBe('64 bytes');
    expect(actual).toMatch(new RegExp(`^${bytes} bytes: ASN\\.1 DER\\?`));
  });
});

describe('What has to be there', () => {
  it.each(['iss', 'sub', 'aud', 'exp', 'jti'])('is missing from a client assertion where it is null: %s', (name) => {
    const failure = firstFailure(checkAssertionClaims({ ...claims, [name]: null }, expected));
    expect(failure).toMatchObject({ check: name, actual: 'absent' });
    expect(failure).toEqual(firstFailure(checkAssertionClaims({ ...claims, [name]: undefined }, expected)));
  });

  it.each([
    ['alg', ANY_ASSERTION],
    ['alg', STRICT],
    ['kid', STRICT],
  ] as const)('is missing from its header where it is null: %s', (name, form) => {
    const failure = firstFailure(checkAssertionHeader({ ...header, [name]: null }, form));
    expect(failure).toMatchObject({ check: name, actual: 'absent' });
  });
});

describe('The claims of a client assertion', () => {
  it.each([
    ['as they should be', {}],
    ['with the audience as the only member of an array', { aud: [issuer] }],
    ['without iat', { iat: undefined }],
    ['with times that are null where they may be absent', { iat: null, nbf: null }],
    ['with claims that nobody asks for and that are null', { azp: null, nonce: null }],
    ['with iat as far ahead as a clock may run', { iat: now + 30 }],
    ['with an expiry an hour ahead', { exp: now + 3600 }],
    ['with an expiry an hour ahead by a clock that is', { iat: now + 30, exp: now + 3630 }],
    ['with a fractional expiry', { exp: now + 300.5 }],
    ['with an expiry within this second', { exp: now + 0.25 }],
    ['with fractions of everything', { iat: now - 0.75, nbf: now + 29.5, exp: now + 3629.999 }],
    ['with nbf as far ahead as a clock may run', { nbf: now + 30 }],
    ['with nbf now', { nbf: now }],
  ])('are taken %s', (_, change) => {
    expect(firstFailure(checkAssertionClaims({ ...claims, ...change }, expected))).toBeUndefined();
  });

  it.each([
    ['another issuer', { iss: 'other' }, 'iss'],
    ['no issuer', { iss: undefined }, 'iss'],
    ['another subject', { sub: 'other' }, 'sub'],
    ['no audience', { aud: undefined }, 'aud'],
    ['another audience', { aud: 'https://other.example/oauth' }, 'aud'],
    ['the audience with a slash behind', { aud: `${issuer}/` }, 'aud'],
    ['a second audience', { aud: [issuer, 'https://other.example'] }, 'aud'],
    ['an empty list of audiences', { aud: [] }, 'aud'],
    ['no expiry', { exp: undefined }, 'exp'],
    ['an expiry now', { exp: now }, 'exp'],
    ['an expiry in the past', { exp: now - 1 }, 'exp'],
    ['an expiry too far ahead', { exp: now + 3631 }, 'exp'],
    ['an expiry a little too far ahead', { exp: now + 3630.25 }, 'exp'],
    ['an expiry a little while ago', { exp: now - 0.25 }, 'exp'],
    ['an expiry without end', { exp: Infinity }, 'exp'],
    ['an expiry that is no number', { exp: NaN }, 'exp'],
    ['an expiry as text', { exp: String(now + 300) }, 'exp'],
    ['iat in the future', { iat: now + 31 }, 'iat'],
    ['iat a little too far ahead', { iat: now + 30.5 }, 'iat'],
    ['iat as text', { iat: 'now' }, 'iat'],
    ['nbf in the future', { nbf: now + 31 }, 'nbf'],
    ['no jti', { jti: undefined }, 'jti'],
    ['an empty jti', { jti: '' }, 'jti'],
    ['a numeric jti', { jti: 7 }, 'jti'],
    ['an endless jti', { jti: 'x'.repeat(256) }, 'jti'],
  ])('are refused with %s', (_, change, check) => {
    expect(firstFailure(checkAssertionClaims({ ...claims, ...change }, expected))).toMatchObject({ check });
  });

  it('may name the endpoint as audience only while an exception holds', () => {
    const endpoint = 'https://login.example.com/oauth/v1/token';
    const lenient = { ...expected, alsoAccepted: [endpoint] };
    expect(firstFailure(checkAssertionClaims({ ...claims, aud: endpoint }, lenient))).toBeUndefined();
    expect(firstFailure(checkAssertionClaims({ ...claims, aud: endpoint }, expected))).toMatchObject({ check: 'aud' });
    const over = { ...expected, exceptionEnded: now - 1 };
    expect(firstFailure(checkAssertionClaims({ ...claims, aud: endpoint }, over))).toEqual({
      check: 'aud',
      expected: `"${issuer}"; the exception for others ended at ${now - 1}`,
      actual: `"${endpoint}"`,
      passed: false,
    });
  });
});

describe('The use of a client assertion', () => {
  it.each([
    [now, now],
    [now + 0.001, now + 1],
    [now + 0.999, now + 1],
  ])('with the expiry %d is remembered until %d, in whole seconds', (exp, until) => {
    expect(rememberedUntil(exp)).toBe(until);
  });
});
