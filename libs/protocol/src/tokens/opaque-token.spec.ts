import { formOpaqueToken, readOpaqueToken, seal, unseal } from './opaque-token.js';

const key = Buffer.alloc(32, 7);
const random = Buffer.alloc(16, 1);
const now = 1_800_000_000;
const token = formOpaqueToken('access', random, now + 900, key);

describe('An opaque token', () => {
  it('is 64 upper-case hexadecimal characters', () => {
    expect(token.text).toMatch(/^[0-9A-F]{64}$/);
  });

  it('is recognised by the server that made it, with the hash it is stored under', () => {
    expect(readOpaqueToken('access', token.text, now, key)).toMatchObject({ hash: token.hash });
  });

  it('is taken until its expiry and at most 16 seconds longer', () => {
    expect(readOpaqueToken('access', token.text, now + 899, key)).toMatchObject({ hash: token.hash });
    expect(readOpaqueToken('access', token.text, now + 900 + 16, key)).toBeUndefined();
  });

  it.each([
    ['of another kind', 'refresh' as const, token.text, key],
    ['of another server', 'access' as const, token.text, Buffer.alloc(32, 8)],
    ['in lower case', 'access' as const, token.text.toLowerCase(), key],
    ['too short', 'access' as const, token.text.slice(2), key],
    ['too long', 'access' as const, `${token.text}00`, key],
    ['not hexadecimal', 'access' as const, `G${token.text.slice(1)}`, key],
    ['empty', 'access' as const, '', key],
  ])('is not recognised when it is %s', (_, kind, text, withKey) => {
    expect(readOpaqueToken(kind, text, now, withKey)).toBeUndefined();
  });

  it('is not recognised with any one bit changed', () => {
    const bytes = Buffer.from(token.text, 'hex');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(readOpaqueToken('access', changed.toString('hex').toUpperCase(), now, key)).toBeUndefined();
    }
  });
});

describe('A sealed record', () => {
  const nonce = Buffer.alloc(12, 3);
  const content = { sub: 'person', userDetails: { firstName: 'John' } };
  const sealed = seal(token, content, nonce);

  it('is opened with the token and with nothing else', () => {
    expect(unseal(token, sealed)).toEqual(content);
    const other = formOpaqueToken('access', Buffer.alloc(16, 2), now + 900, key);
    expect(() => unseal(other, sealed)).toThrow();
  });

  it('does not contain what it says', () => {
    expect(sealed.includes('person')).toBe(false);
    expect(sealed.includes('John')).toBe(false);
  });

  it('cannot be moved to the row of another token', () => {
    expect(() => unseal({ ...token, hash: Buffer.alloc(32) }, sealed)).toThrow();
  });
});
