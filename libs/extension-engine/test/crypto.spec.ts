import { createHash, createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { useEngine } from './support/engine.ts';

const { run, evaluate } = useEngine();

const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const shortRsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const publicJwk = (key: KeyObject) => JSON.stringify(key.export({ format: 'jwk' }));

function signature(data: string, alg: string, key: KeyObject): string {
  const signing = alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' as const } : key;
  return sign('sha256', Buffer.from(data), signing).toString('base64url');
}

function jws(header: object, payload: string, alg: string, key: KeyObject): string {
  const signed = [JSON.stringify(header), payload].map((part) => Buffer.from(part).toString('base64url')).join('.');
  return `${signed}.${signature(signed, alg, key)}`;
}

const claims = { iss: 'scheme', name: 'Zoë' };
const es256 = jws({ alg: 'ES256', kid: 'k' }, JSON.stringify(claims), 'ES256', p256.privateKey);
const rs256 = jws({ alg: 'RS256' }, JSON.stringify(claims), 'RS256', rsa.privateKey);

it('hashes text in UTF-8', async () => {
  expect(await evaluate('[CRYPTO.sha256("é\\u0000"), CRYPTO.hmac("k", "é")]')).toEqual([
    createHash('sha256').update('é\u0000').digest('hex'),
    createHmac('sha256', 'k').update('é').digest('hex'),
  ]);
});

it('draws UUIDs and random numbers that differ from run to run', async () => {
  const draw = () => evaluate<[string, number]>('[CRYPTO.randomUUID(), Math.random()]');
  const [[uuid, number], [otherUuid, otherNumber]] = [await draw(), await draw()];
  expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(number >= 0 && number < 1).toBe(true);
  expect([uuid, number]).not.toEqual([otherUuid, otherNumber]);
});

describe('verifyJws', () => {
  it.each([
    ['ES256', es256, p256.publicKey, { alg: 'ES256', kid: 'k' }],
    ['RS256', rs256, rsa.publicKey, { alg: 'RS256' }],
  ])('accepts %s', async (_, compact, key, header) => {
    expect(await evaluate(`CRYPTO.verifyJws("${compact}", ${publicJwk(key)})`)).toEqual({
      valid: true,
      header,
      payload: claims,
    });
  });

  it('hands over a payload that is no JSON object as text', async () => {
    const compact = jws({ alg: 'ES256' }, 'plain', 'ES256', p256.privateKey);
    expect(await evaluate(`CRYPTO.verifyJws("${compact}", ${publicJwk(p256.publicKey)}).payload`)).toBe('plain');
  });

  const [head, body, end] = es256.split('.') as [string, string, string];
  const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
  const critical = jws({ alg: 'ES256', crit: ['b64'], b64: false }, '{}', 'ES256', p256.privateKey);
  const otherKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  it.each([
    ['another key', jws({ alg: 'ES256' }, '{}', 'ES256', otherKey.privateKey)],
    ['a changed payload', `${head}.${Buffer.from('{"iss":"me"}').toString('base64url')}.${end}`],
    ['no signature', `${head}.${body}.`],
    ['the algorithm none', `${unsigned}.${body}.`],
    ['the algorithm HS256', `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${body}.${end}`],
    ['a critical extension', critical],
    ['padding', `${head}.${body}.${end}==`],
    ['a fourth part', `${es256}.x`],
    ['two parts', `${head}.${body}`],
    ['nonsense', 'nonsense'],
    ['nothing', ''],
  ])('does not accept %s', async (_, compact) => {
    const found = await evaluate(`CRYPTO.verifyJws("${compact}", ${publicJwk(p256.publicKey)})`);
    expect(found).toMatchObject({ valid: false, payload: null });
  });

  it.each([
    ['an RSA key for ES256', es256, publicJwk(rsa.publicKey)],
    ['an EC key for RS256', rs256, publicJwk(p256.publicKey)],
    ['a key on P-384', es256, publicJwk(p384.publicKey)],
    ['an RSA key of 1024 bits', rs256, publicJwk(shortRsa.publicKey)],
    ['a symmetric key', es256, '{"kty":"oct","k":"AAAA"}'],
    ['a huge modulus', rs256, '{"kty":"RSA","e":"AQAB","n":"A".repeat(5000)}'],
    ['a huge exponent', rs256, '{"kty":"RSA","e":"_".repeat(900000),"n":"u".repeat(342)}'],
    ['an exponent over 64 bits', rs256, '{"kty":"RSA","e":"AQABAQABAQAB","n":"u".repeat(342)}'],
    ['a huge coordinate', es256, '{"kty":"EC","crv":"P-256","x":"A".repeat(900000),"y":"AAAA"}'],
    ['a point that is not on the curve', es256, '{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}'],
    ['no key', es256, 'null'],
    ['a text', es256, '"key"'],
  ])('throws a TypeError for %s', async (_, compact, key) => {
    const report = await run(`function execute() { CRYPTO.verifyJws("${compact}", ${key}); }`);
    expect(report).toMatchObject({ outcome: 'threw', error: expect.stringMatching(/^TypeError: /) });
  });
});

describe('verifySignature', () => {
  const call = (options: object) => evaluate(`CRYPTO.verifySignature(${JSON.stringify(options)})`);
  it.each([
    ['ES256', p256],
    ['RS256', rsa],
  ])('checks %s', async (algorithm, keys) => {
    const publicKey = keys.publicKey.export({ format: 'jwk' });
    const good = { algorithm, publicKey, data: 'dätä', signature: signature('dätä', algorithm, keys.privateKey) };
    expect(await call(good)).toBe(true);
    expect(await call({ ...good, data: 'data' })).toBe(false);
    expect(await call({ ...good, signature: '' })).toBe(false);
    expect(await call({ ...good, signature: `${good.signature}=` })).toBe(false);
  });

  it('does not know other algorithms', async () => {
    const options = { algorithm: 'HS256', publicKey: { kty: 'oct' }, data: '', signature: '' };
    await expect(call(options)).rejects.toThrow('algorithm must be ES256 or RS256');
  });
});
