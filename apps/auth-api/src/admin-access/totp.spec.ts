import { randomBytes } from 'node:crypto';
import { hashOf } from '@passant/protocol';
import { codeOf, drawRecoveryCodes, readCode, renderSecret, stepOfCode } from './totp.js';

/** The secret of RFC 6238, appendix B. */
const SECRET = Buffer.from('12345678901234567890');
const at = (seconds: number) => seconds * 1000;

describe('A code', () => {
  // The codes of the appendix have eight digits; those of six are their ends.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at second %i is the one of RFC 6238', (second, code) => {
    expect(codeOf(SECRET, at(second))).toBe(code);
    expect(stepOfCode(SECRET, code, at(second))).toBe(Math.floor(second / 30));
  });

  it.each([
    ['two steps early', -31, undefined],
    ['one step early', -30, 1000],
    ['of the step', 0, 1000],
    ['at the end of the step', 29, 1000],
    ['one step late', 30, 1000],
    ['at the end of one step late', 59, 1000],
    ['two steps late', 60, undefined],
  ])('%s names its own step, or none', (_, seconds, step) => {
    const code = codeOf(SECRET, at(30_000));
    expect(stepOfCode(SECRET, code, at(30_000 + seconds))).toBe(step);
  });

  it('of another secret is none', () => {
    expect(stepOfCode(randomBytes(20), '287082', at(59))).not.toBe(1);
  });
});

describe('What was typed', () => {
  it.each([
    ['287082', { kind: 'CODE', code: '287082' }],
    ['287 082', { kind: 'CODE', code: '287082' }],
    ['abcd-efgh-2345-wxyz', { kind: 'RECOVERY_CODE', hash: hashOf('ABCDEFGH2345WXYZ') }],
    ['ABCD EFGH 2345 WXYZ', { kind: 'RECOVERY_CODE', hash: hashOf('ABCDEFGH2345WXYZ') }],
    ['28708', undefined],
    ['2870820', undefined],
    ['٢٨٧٠٨٢', undefined],
    ['ABCD-EFGH-2345-WXY1', undefined],
    ['ABCD-EFGH-2345', undefined],
    ['', undefined],
  ])('as %j is read so', (typed, read) => {
    expect(readCode(typed)).toEqual(read);
  });
});

describe('A secret', () => {
  it('is handed out as text, as a URI of the scheme otpauth, and as a picture', () => {
    const { secret, uri, qr_code } = renderSecret(SECRET, 'Passant login.example', 'a+b@example.com');
    expect(secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    const read = new URL(uri);
    expect([read.protocol, read.hostname, decodeURIComponent(read.pathname)]).toEqual([
      'otpauth:',
      'totp',
      '/Passant login.example:a+b@example.com',
    ]);
    expect(Object.fromEntries(read.searchParams)).toEqual({
      issuer: 'Passant login.example',
      secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
    expect(qr_code).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 \d+ \d+">.*<\/svg>$/);
  });

  it('is taken from its own bytes, also as a part of a larger memory', () => {
    const pool = Buffer.concat([Buffer.alloc(7, 1), SECRET, Buffer.alloc(9, 2)]);
    expect(codeOf(pool.subarray(7, 27), at(59))).toBe('287082');
  });
});

describe('Recovery codes', () => {
  it('are ten different ones, found again by what people type', () => {
    const { codes, hashes } = drawRecoveryCodes(randomBytes);
    expect(new Set(codes).size).toBe(10);
    for (const [index, code] of codes.entries()) {
      expect(code).toMatch(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/);
      expect(readCode(code.toLowerCase())).toEqual({ kind: 'RECOVERY_CODE', hash: hashes[index] });
    }
  });
});
