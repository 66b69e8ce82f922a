import { generateKeyPairSync } from 'node:crypto';
import { freshnessOf, usableKeys } from './remote-keys.js';

function aKey(kid: string, changes: object = {}): object {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...publicKey.export({ format: 'jwk' }), kid, ...changes };
}

const read = (keys: unknown) => {
  const found = usableKeys(JSON.stringify({ keys }));
  if ('problem' in found) throw new Error(found.problem);
  return found.keys;
};
const kidsOf = (keys: unknown) => read(keys).map((key) => key.kid);

describe('A fetched key set', () => {
  it('gives the keys that assertions can be verified with, and leaves out the others', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' });
    const keys = [
      { ...rsa, kid: 'rsa' },
      { ...p384, kid: 'p384' },
      aKey('good'),
      aKey('encrypts', { use: 'enc' }),
      aKey('wraps', { key_ops: ['wrapKey'] }),
      aKey('numbered', { kid: 7 }),
      aKey('private', { d: 'secret' }),
      aKey('good'),
      aKey('off-curve', { x: 'AAAA' }),
      'no key',
      null,
      aKey('second', { 'x5t#S256': 'ignored', key_ops: ['verify'] }),
      aKey('unnamed', { kid: undefined }),
    ];
    expect(kidsOf(keys)).toEqual(['rsa', 'good', 'good', 'second', undefined]);
  });

  it('keeps only the members a verifier needs', () => {
    const [key] = read([aKey('good', { note: 'anything' })]);
    expect(Object.keys(key!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  it.each(['{"keys":[]}', '{"keys":[{"kty":"EC"}]}', '{"keys":[null]}'])(
    'may say that there are no keys: %s',
    (text) => {
      expect(usableKeys(text)).toEqual({ keys: [] });
    },
  );

  it.each(['', 'nothing', 'null', '[]', '{}', '{"keys":{}}', '<html>'])(
    'is none, and says nothing of keys: %s',
    (text) => {
      expect(usableKeys(text)).toEqual({ problem: 'answered no key set' });
    },
  );
});

describe('A key set of many keys', () => {
  it.each([
    ['keys', () => aKey('one')],
    ['keys of another kind', () => ({ kty: 'OKP' })],
    ['what are none', () => null],
  ])('is none beyond a hundred, whatever they are, since reading each takes time: %s', (_, make) => {
    const one = make();
    const many = (count: number) => JSON.stringify({ keys: Array.from({ length: count }, () => one) });
    expect(usableKeys(many(100))).toHaveProperty('keys');
    expect(usableKeys(many(101))).toEqual({ problem: 'answered more than 100 keys' });
  });
});

describe('How long a key set is believed', () => {
  it.each([
    ['nothing is said', {}, 600],
    ['as long as it says', { 'cache-control': 'public, max-age=3600' }, 3600],
    ['less what it has aged', { 'cache-control': 'max-age=3600', age: '600' }, 3000],
    ['a minute at least', { 'cache-control': 'max-age=0' }, 60],
    ['a minute where it has aged away', { 'cache-control': 'max-age=3600', age: '9999' }, 60],
    ['a minute where it should not be kept', { 'cache-control': 'no-store, max-age=3600' }, 60],
    ['a minute where it should be asked about', { 'cache-control': 'No-Cache' }, 60],
    ['a day at most', { 'cache-control': 'max-age=31536000' }, 86_400],
    ['as if nothing was said where it is nonsense', { 'cache-control': 'max-age=soon', age: '-1' }, 600],
  ])('%s', (_, headers, seconds) => {
    expect(freshnessOf(headers)).toBe(seconds);
  });
});
