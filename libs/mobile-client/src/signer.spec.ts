import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { rawSignature } from './signer.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const text = Buffer.from('what is signed');
const checks = (raw: Uint8Array) => verify('sha256', text, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw);

const der = (...integers: number[][]): Uint8Array => {
  const body = integers.flatMap((bytes) => [0x02, bytes.length, ...bytes]);
  return Uint8Array.from([0x30, body.length, ...body]);
};

describe('A signature of a keystore', () => {
  it('verifies as R and S, whatever lengths its integers have', () => {
    const lengths = new Set<number>();
    for (let count = 0; count < 200; count += 1) {
      const made = sign('sha256', text, privateKey);
      lengths.add(made.length);
      expect(checks(rawSignature(made))).toBe(true);
    }
    expect(lengths.size).toBeGreaterThan(1);
  });

  it('stays as it is if it is R and S already', () => {
    const raw = sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    expect(rawSignature(raw)).toBe(raw);
  });

  it('with short integers is filled up', () => {
    const raw = rawSignature(der([0x01], [0x00, 0x80]));
    expect([...raw]).toEqual([...Array<number>(31).fill(0), 1, ...Array<number>(31).fill(0), 0x80]);
  });

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('no signature')],
    ['an integer that is too long', der(Array<number>(33).fill(1), [1])],
    ['an integer that ends early', Uint8Array.from([0x30, 6, 0x02, 1, 1, 0x02, 9, 1])],
    ['one integer', der([1])],
    ['something behind it', Uint8Array.from([...der([1], [1]), 0])],
    ['a wrong length', Uint8Array.from([0x30, 7, 0x02, 1, 1, 0x02, 1, 1])],
  ])('is not %s', (_, bytes) => {
    expect(() => rawSignature(bytes)).toThrow(TypeError);
  });
});
