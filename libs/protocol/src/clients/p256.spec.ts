import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { isPointOfP256 } from './p256.js';

const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;

/**
 * The y of the point with this x, if there is one: for a prime of the form 4k + 3, this exponent yields a square root.
 */
function pointAt(x: bigint): bigint | undefined {
  const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
  const square = (((x * x * x - 3n * x + b) % P) + P) % P;
  let [root, base] = [1n, square];
  for (let exponent = (P + 1n) / 4n; exponent > 0n; exponent /= 2n) {
    if (exponent % 2n === 1n) root = (root * base) % P;
    base = (base * base) % P;
  }
  return (root * root) % P === square ? root : undefined;
}

const encode = (value: bigint, bytes = 32) =>
  Buffer.from(value.toString(16).padStart(2 * bytes, '0'), 'hex').toString('base64url');

/** Whether OpenSSL accepts it. */
function isPublicKey(x: string, y: string): boolean {
  try {
    createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}

const drawn = Array.from({ length: 50 }, () => {
  const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  return [x!, y!] as const;
});
const small = Array.from({ length: 60 }, (_, x) => [BigInt(x), pointAt(BigInt(x))] as const);
const [x, y] = drawn[0]!;

describe('A point of P-256', () => {
  it('is every public key that is drawn', () => {
    for (const point of drawn) expect(isPointOfP256(...point)).toBe(true);
  });

  it('is what OpenSSL takes for one, at coordinates with many zeros, too', () => {
    const points = small.filter((point): point is [bigint, bigint] => point[1] !== undefined);
    expect(points.length).toBeGreaterThan(15);
    for (const [left, up] of points) {
      for (const height of [up, P - up, up ^ 1n]) {
        const point = [encode(left), encode(height)] as const;
        expect(isPointOfP256(...point)).toBe(height !== (up ^ 1n));
        expect(isPublicKey(...point)).toBe(height !== (up ^ 1n));
      }
    }
    for (const [left, up] of small) if (up === undefined) expect(isPointOfP256(encode(left), encode(1n))).toBe(false);
  });

  it.each([
    ['swapped coordinates', y, x],
    ['the origin', encode(0n), encode(0n)],
    ['a coordinate of another point', x, drawn[1]![1]],
    ['nothing', '', ''],
  ])('is not, and is no public key: %s', (_, left, up) => {
    expect(isPointOfP256(left, up)).toBe(false);
    expect(isPublicKey(left, up)).toBe(false);
  });

  it.each([
    ['padding', `${x}=`, y],
    ['the other alphabet', x.replace(/.$/, '+'), y],
    ['one byte more', encode(BigInt(`0x${Buffer.from(x, 'base64url').toString('hex')}`), 33), y],
    ['a coordinate beyond the prime', encode(small.find(([, up]) => up !== undefined)![0] + P), y],
  ])('is not told of what RFC 7518 does not write: %s', (_, left, up) => {
    expect(isPointOfP256(left, up)).toBe(false);
  });
});
