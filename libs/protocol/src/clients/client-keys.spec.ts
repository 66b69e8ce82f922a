import { generateKeyPairSync } from 'node:crypto';
import { ASSERTION_ALGORITHMS, checkKeys, fittingKeys, jwksUriProblem, readClientKeys } from './client-keys.js';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
const rsaOf = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' });
const rsa = rsaOf(2048);

describe('The keys of a client', () => {
  it('are kept with what verifies, and with the algorithm where there is only one they are good for', () => {
    const keys = [
      { ...ec, kid: 'a', note: 'dropped' },
      { ...rsa, kid: 'b', x5c: ['dropped'] },
      { ...rsa, kid: 'c', alg: 'PS256' },
    ];
    expect(readClientKeys({ keys }, ASSERTION_ALGORITHMS).keys).toEqual([
      { ...ec, kid: 'a', alg: 'ES256', use: 'sig' },
      { ...rsa, kid: 'b', use: 'sig' },
      { ...rsa, kid: 'c', alg: 'PS256', use: 'sig' },
    ]);
  });

  it('may be written without the leading zeros of a coordinate', () => {
    // The point of P-256 with x = 5.
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
    [
      'an RSA key for another algorithm',
      () => ({ ...rsa, kid: 'b', alg: 'PS384' }),
      'the algorithm PS256 or RS256, or',
    ],
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

describe('A set of keys', () => {
  const good = { ...ec, kid: 'good', alg: 'ES256', use: 'sig' };
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' });
  const others: [string, object][] = [
    ['RSA for encrypting', { ...rsa, use: 'enc' }],
    ['RSA for OAEP', { ...rsa, alg: 'RSA-OAEP' }],
    ['RSA for PS384', { ...rsa, alg: 'PS384' }],
    ['RSA that is too weak', rsaOf(1024)],
    ['another curve', p384],
    ['an Edwards curve', { kty: 'OKP', crv: 'Ed25519', x: ec.x }],
    ['a kind of tomorrow', { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AAAA' }],
    ['no kind', {}],
    ['encrypting', { ...ec, key_ops: ['encrypt'] }],
    ['a point that is none', { ...ec, x: 'AAAA' }],
    ['a name that is none', { ...ec, kid: 7 }],
  ];

  it.each(others)('is taken without what does not verify: %s', (_, other) => {
    for (const keys of [
      [good, other],
      [other, good],
    ]) {
      expect(readClientKeys({ keys } as never, ASSERTION_ALGORITHMS)).toEqual({ keys: [good] });
    }
  });

  it.each(others)('is refused, with the reason, where nothing else is in it: %s', (_, other) => {
    expect(() => readClientKeys({ keys: [other, other] } as never, ASSERTION_ALGORITHMS)).toThrow(
      /^jwks\.keys\[0\] .+; jwks\.keys\[1\] .+\.$/,
    );
  });

  it.each([
    ['a mobile app', { keys: [good, rsa] }, ['ES256' as const], ['good']],
    ['a client that signs with RS256', { keys: [good, { ...rsa, kid: 'rsa' }] }, ['RS256' as const], ['rsa']],
    [
      'a client that signs with PS256',
      {
        keys: [
          { ...rsa, alg: 'RS256', kid: 'other' },
          { ...rsa, kid: 'rsa' },
        ],
      },
      ['PS256' as const],
      ['rsa'],
    ],
  ])('of %s has the keys for its algorithm', (_, jwks, algorithms, kids) => {
    expect(readClientKeys(jwks as never, algorithms).keys.map(({ kid }) => kid)).toEqual(kids);
  });

  it('of a client that signs with one algorithm is for no other', () => {
    expect(readClientKeys({ keys: [rsa] }, ['PS256']).keys).toEqual([{ ...rsa, alg: 'PS256', use: 'sig' }]);
  });

  it.each<[string, object]>([
    ['a private key', { ...ec, d: 'AAAA' }],
    ['a secret', { kty: 'oct', k: 'AAAA' }],
    ['a private key of tomorrow', { kty: 'AKP', pub: 'AAAA', priv: 'AAAA' }],
  ])('is refused whatever else is in it: %s', (_, leaked) => {
    expect(() => readClientKeys({ keys: [good, leaked] } as never)).toThrow(
      'jwks.keys[1] contains private key material.',
    );
  });

  it('is refused empty, and with more keys than are ever tried', () => {
    expect(() => readClientKeys({ keys: [] })).toThrow('jwks must hold a key.');
    expect(() => readClientKeys({ keys: Array(101).fill(p384) as never[] })).toThrow('at most 100 keys.');
    expect(() => readClientKeys({ keys: Array(21).fill(good) as never[] })).toThrow('at most 20 keys');
    expect(readClientKeys({ keys: [...Array(20).fill(good), ...Array(20).fill(p384)] as never[] }).keys).toHaveLength(
      20,
    );
  });

  it('says of the first few keys what is wrong with them', () => {
    expect(() => readClientKeys({ keys: Array(50).fill(p384) as never[] })).toThrow(/keys\[4\][^;]+\.$/);
  });
});

describe('The names and purposes of keys', () => {
  const read = (key: object) => readClientKeys({ keys: [{ ...ec, ...key }] }).keys[0];

  it.each([
    ['no name', {}],
    ['a name that is null', { kid: null }],
    ['an empty name', { kid: '' }],
    [
      'every other member null, as some serialisers write them',
      { kid: null, use: null, alg: null, key_ops: null, d: null },
    ],
    ['verifying among its purposes', { use: 'sig', key_ops: ['verify'] }],
  ])('are taken with %s', (_, key) => expect(read(key)).toEqual({ ...ec, alg: 'ES256', use: 'sig' }));

  it.each([
    ['a number for a name', { kid: 7 }, 'must have a kid of 1 to 255 characters, or none'],
    ['an endless name', { kid: 'x'.repeat(256) }, 'must have a kid of 1 to 255 characters, or none'],
    ['encrypting for a purpose', { use: 'enc' }, 'must be for signatures'],
    ['signing for a purpose', { key_ops: ['sign'] }, 'must be for verifying'],
    ['purposes that are no list', { key_ops: 'verify' }, 'must be for verifying'],
  ])('are refused with %s', (_, key, problem) => expect(() => read(key)).toThrow(problem));

  it('may be shared by several keys', () => {
    const keys = [
      { ...ec, kid: 'a' },
      { ...rsa, kid: 'a' },
    ];
    expect(readClientKeys({ keys }, ASSERTION_ALGORITHMS).keys.map(({ kid }) => kid)).toEqual(['a', 'a']);
  });
});

describe('The keys an assertion may be signed with', () => {
  const key = (x: string, kid?: string) => ({
    kty: 'EC',
    crv: 'P-256',
    x,
    y: 'y',
    alg: 'ES256',
    ...(kid ? { kid } : {}),
  });
  const rsaKey = (n: string, kid?: string) => ({ kty: 'RSA', n, e: 'AQAB', alg: 'RS256', ...(kid ? { kid } : {}) });
  const anyRsaKey = (n: string) => ({ kty: 'RSA', n, e: 'AQAB' });
  const chosen = (keys: object[], hint: { kid?: string; alg: string }) =>
    fittingKeys(keys as never[], hint).map(({ x, n }) => x ?? n);

  it.each<[string, object[], { kid?: string; alg: string }, string[]]>([
    ['of its name', [key('1', 'a'), key('2', 'b')], { kid: 'b', alg: 'ES256' }, ['2']],
    [
      'of its name and kind, whichever comes first',
      [rsaKey('1', 'a'), key('2', 'a')],
      { kid: 'a', alg: 'ES256' },
      ['2'],
    ],
    ['all of one name', [key('1', 'a'), key('2', 'a')], { kid: 'a', alg: 'ES256' }, ['1', '2']],
    ['then those without a name', [key('1'), key('2', 'a'), key('3', 'b')], { kid: 'a', alg: 'ES256' }, ['2', '1']],
    ['none of another name', [key('1', 'a')], { kid: 'b', alg: 'ES256' }, []],
    ['none of another kind', [key('1', 'a')], { kid: 'a', alg: 'RS256' }, []],
    ['all of a kind where it names none', [key('1', 'a'), key('2'), rsaKey('3')], { alg: 'ES256' }, ['1', '2']],
    ['those for its algorithm alone', [rsaKey('1'), anyRsaKey('2')], { alg: 'RS256' }, ['1', '2']],
    ['those that name no other algorithm', [rsaKey('1'), anyRsaKey('2')], { alg: 'PS256' }, ['2']],
    ['of a type that can have its algorithm', [anyRsaKey('1'), key('2')], { alg: 'ES256' }, ['2']],
    ['none for an algorithm of nobody', [anyRsaKey('1'), key('2')], { alg: 'PS384' }, []],
    ['one that stands there twice only once', [key('1', 'a'), key('1', 'b')], { alg: 'ES256' }, ['1']],
  ])('are %s', (_, keys, hint, expected) => expect(chosen(keys, hint)).toEqual(expected));

  it('are no more than a client may register', () => {
    const many = Array.from({ length: 50 }, (_, index) => key(String(index), 'a'));
    expect(chosen(many, { kid: 'a', alg: 'ES256' })).toHaveLength(20);
  });

  it.each([
    [{ kid: 'a', alg: 'ES256' }, 0, false, 'none of its 3 keys, here'],
    [{ kid: 'a', alg: 'ES256' }, 1, true, 'found, here'],
    [{ kid: 'a', alg: 'ES256' }, 2, true, '2 that fit, here'],
    [{ alg: 'ES256' }, 0, false, 'none of its 3 keys, here'],
    [{ alg: 'ES256' }, 1, true, 'found, here'],
    [{ alg: 'ES256' }, 2, false, '2 that fit, here'],
  ])('are enough for %j where there are %i: %p', (hint, fitting, passed, actual) => {
    expect(checkKeys(hint, { fitting, all: 3, where: 'here' })).toMatchObject({ check: 'key', actual, passed });
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
