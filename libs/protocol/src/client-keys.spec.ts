import { generateKeyPairSync } from 'node:crypto';
import { ASSERTION_ALGORITHMS, jwksUriProblem, readClientKeys } from './client-keys.js';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
const rsaOf = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' });
const rsa = rsaOf(2048);

describe('The keys of a client', () => {
  it('are kept with what verifies, and with the one algorithm each is good for', () => {
    const keys = [
      { ...ec, kid: 'a', note: 'dropped' },
      { ...rsa, kid: 'b', x5c: ['dropped'] },
    ];
    expect(readClientKeys({ keys }, ASSERTION_ALGORITHMS).keys).toEqual([
      { ...ec, kid: 'a', alg: 'ES256', use: 'sig' },
      { ...rsa, kid: 'b', alg: 'RS256', use: 'sig' },
    ]);
  });

  it('may be written without the leading zeros of a coordinate', () => {
    // The point of P-256 with the x 5.
    const point = { x: 'BQ', y: 'RZJDuapYGAb-kTvOmYF63hHKUDxk2aPFM0FcCDJI-8w' };
    expect(readClientKeys({ keys: [{ kty: 'EC', crv: 'P-256', ...point, kid: 'a' }] }).keys).toMatchObject([point]);
  });

  it('of a mobile app are not RSA', () => {
    expect(() => readClientKeys({ keys: [{ ...rsa, kid: 'b' }] })).toThrow(
      'jwks.keys[0] must be an EC key on the curve P-256.',
    );
  });

  it.each([
    ['an RSA key that is too weak', () => ({ ...rsaOf(1024), kid: 'b' }), 'must be an RSA key of 2048 to 4096 bits'],
    ['an RSA key that is too long', () => ({ ...rsaOf(4104), kid: 'b' }), 'must be an RSA key of 2048 to 4096 bits'],
    [
      'an RSA key with a huge exponent',
      () => ({ ...rsa, kid: 'b', e: '_'.repeat(5000) }),
      'must have an exponent of 64',
    ],
    ['an RSA key with a huge modulus', () => ({ ...rsa, kid: 'b', n: '_'.repeat(5000) }), 'of 2048 to 4096 bits'],
    ['an RSA key for another algorithm', () => ({ ...rsa, kid: 'b', alg: 'PS256' }), 'must have the algorithm RS256'],
    [
      'an RSA key without a modulus',
      () => ({ kty: 'RSA', e: rsa.e, kid: 'b' }),
      'needs the modulus n and the exponent e',
    ],
    ['a private RSA key', () => ({ ...rsa, kid: 'b', d: 'AQAB' }), 'contains private key material'],
    ['an EC key for another algorithm', () => ({ ...ec, kid: 'a', alg: 'RS256' }), 'must have the algorithm ES256'],
    ['a key of both kinds', () => ({ ...rsa, ...ec, kty: 'RSA', crv: 'P-256', n: 1, kid: 'a' }), 'needs the modulus n'],
    ['a symmetric key', () => ({ kty: 'oct', k: 'AAAA', kid: 'a' }), 'contains private key material'],
    ['a key of another kind', () => ({ kty: 'OKP', crv: 'Ed25519', x: ec.x, kid: 'a' }), 'must be an EC key'],
  ])('are refused with %s', (_, key, problem) => {
    expect(() => readClientKeys({ keys: [key()] }, ASSERTION_ALGORITHMS)).toThrow(problem);
  });
});

describe('The address of a client’s keys', () => {
  it.each([
    ['https://client.example/jwks', false, undefined],
    ['http://client.example/jwks', false, 'must be https'],
    ['http://127.0.0.1:8080/jwks', false, 'must be https'],
    ['http://127.0.0.1:8080/jwks', true, undefined],
    ['http://10.0.0.1/jwks', true, 'must be https'],
    ['https://127.0.0.1/jwks', false, 'must not name this machine'],
    ['https://2130706433/jwks', false, 'must not name this machine'],
    ['https://0x7f.1/jwks', false, 'must not name this machine'],
    ['https://[::1]/jwks', false, 'must not name this machine'],
    ['https://localhost./jwks', false, 'must not name this machine'],
    ['https://user:secret@client.example/jwks', false, 'must hold no credentials'],
    ['https://client.example/jwks#part', false, 'must have no fragment'],
    ['https://client.example/jwks#', false, 'must have no fragment'],
    ['file:///etc/passwd', true, 'must be https'],
    ['gopher://client.example/', true, 'must be https'],
    ['//client.example/jwks', true, 'must be an absolute URL'],
    ['https://client.example/a\nb', false, 'must be an absolute URL'],
    [' https://client.example/', false, 'must be an absolute URL'],
  ])('%s, private ones allowed: %p: %p', (uri, allowPrivate, problem) => {
    expect(jwksUriProblem(uri, allowPrivate)).toBe(problem);
  });
});
