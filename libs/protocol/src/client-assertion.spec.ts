import { checkAssertionClaims, checkAssertionHeader, firstFailure } from './client-assertion.js';

const now = 1_800_000_000;
const issuer = 'https://login.example.com/oauth';
const expected = { clientId: 'client', issuer, alsoAccepted: [], now };
const header = { alg: 'ES256', kid: 'key-1' };
const claims = { iss: 'client', sub: 'client', aud: issuer, exp: now + 300, iat: now, jti: 'once' };

describe('The header of a client assertion', () => {
  it.each([
    ['as it should be', {}],
    ['with a type', { typ: 'client-authentication+jwt' }],
  ])('is taken %s', (_, change) => {
    expect(firstFailure(checkAssertionHeader({ ...header, ...change }))).toBeUndefined();
  });

  it.each([
    ['RS256', { alg: 'RS256' }, 'alg'],
    ['ES384', { alg: 'ES384' }, 'alg'],
    ['HS256', { alg: 'HS256' }, 'alg'],
    ['none', { alg: 'none' }, 'alg'],
    ['no kid', { kid: undefined }, 'kid'],
    ['an empty kid', { kid: '' }, 'kid'],
    ['a numeric kid', { kid: 1 }, 'kid'],
    ['jwk', { jwk: {} }, 'header members'],
    ['jku', { jku: 'https://evil.example' }, 'header members'],
    ['x5u', { x5u: 'https://evil.example' }, 'header members'],
    ['x5c', { x5c: [] }, 'header members'],
    ['crit', { crit: ['exp'] }, 'header members'],
  ])('is refused with %s', (_, change, check) => {
    expect(firstFailure(checkAssertionHeader({ ...header, ...change }))).toMatchObject({ check });
  });
});

describe('The claims of a client assertion', () => {
  it.each([
    ['as they should be', {}],
    ['with the audience as the only member of an array', { aud: [issuer] }],
    ['without iat', { iat: undefined }],
    ['with iat as far ahead as a clock may run', { iat: now + 30 }],
    ['with an expiry an hour ahead', { exp: now + 3600 }],
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
    ['an expiry too far ahead', { exp: now + 3601 }, 'exp'],
    ['an expiry as text', { exp: String(now + 300) }, 'exp'],
    ['a fractional expiry', { exp: now + 300.5 }, 'exp'],
    ['iat in the future', { iat: now + 31 }, 'iat'],
    ['iat as text', { iat: 'now' }, 'iat'],
    ['nbf in the future', { nbf: now + 31 }, 'nbf'],
    ['no jti', { jti: undefined }, 'jti'],
    ['an empty jti', { jti: '' }, 'jti'],
    ['a numeric jti', { jti: 7 }, 'jti'],
    ['an endless jti', { jti: 'x'.repeat(256) }, 'jti'],
  ])('are refused with %s', (_, change, check) => {
    expect(firstFailure(checkAssertionClaims({ ...claims, ...change }, expected))).toMatchObject({ check });
  });

  it('may name the endpoint as audience only for a lenient client', () => {
    const endpoint = 'https://login.example.com/oauth/v1/token';
    const lenient = { ...expected, alsoAccepted: [endpoint] };
    expect(firstFailure(checkAssertionClaims({ ...claims, aud: endpoint }, lenient))).toBeUndefined();
    expect(firstFailure(checkAssertionClaims({ ...claims, aud: endpoint }, expected))).toMatchObject({ check: 'aud' });
  });
});
