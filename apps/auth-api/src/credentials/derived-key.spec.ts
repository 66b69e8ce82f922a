import { sign, verify } from 'node:crypto';
import { deriveSigningKey, SEED_BYTES } from './derived-key.js';

const seed = (byte: number) => Buffer.alloc(SEED_BYTES, byte);

describe('The key of software statements', () => {
  it('is the same wherever it is derived from the same seed', () => {
    const [one, other] = [deriveSigningKey(seed(7)), deriveSigningKey(seed(7))];
    expect(one.kid).toBe(other.kid);
    const text = Buffer.from('statement');
    expect(verify('sha256', text, other.publicKey, sign('sha256', text, one.privateKey))).toBe(true);
  });

  it.each([
    ['of nothing but zeros', 0x00],
    ['of nothing but ones, beyond the order of the group', 0xff],
  ])('is a key of the curve for a seed %s', (_, byte) => {
    const { privateKey, publicKey } = deriveSigningKey(seed(byte));
    const text = Buffer.from('statement');
    expect(verify('sha256', text, publicKey, sign('sha256', text, privateKey))).toBe(true);
  });

  it('is another for another seed', () => {
    expect(deriveSigningKey(seed(1)).kid).not.toBe(deriveSigningKey(seed(2)).kid);
  });

  it('is not made from a shorter seed', () => {
    expect(() => deriveSigningKey(Buffer.alloc(32))).toThrow(RangeError);
  });
});
