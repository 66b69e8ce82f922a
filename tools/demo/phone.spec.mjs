import { spawnSync } from 'node:child_process';
import { verify } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** @param {string[]} args */
function phone(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(import.meta.dirname, 'phone.mjs'), ...args], {
    encoding: 'utf8',
  });
  return { status, stdout: stdout.trim(), stderr };
}

/** @param {string} part of a compact JWS */
const decoded = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'passant-phone-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the phone for trying by hand', () => {
  it('keeps its private key in a file of its own, and shows the public half only', () => {
    const file = join(folder, 'device.json');
    const first = phone('key', file);
    const [key] = JSON.parse(first.stdout).keys;
    expect(key).toEqual({
      ...{ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' },
      ...{ x: expect.any(String), y: expect.any(String), kid: expect.any(String) },
    });
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(phone('key', file)).toEqual(first);
  });

  it('signs assertions that the public key verifies, each with a jti of its own', () => {
    const file = join(folder, 'device.json');
    const [jwk] = JSON.parse(phone('key', file).stdout).keys;
    const sign = () => phone('assertion', file, 'MY-APP', 'https://login.example.com/oauth').stdout;
    const [header, claims, signature = ''] = sign().split('.');

    expect(decoded(header)).toEqual({ alg: 'ES256', kid: jwk.kid, typ: 'client-authentication+jwt' });
    const { jti, iat, exp, ...rest } = decoded(claims);
    expect(rest).toEqual({ iss: 'MY-APP', sub: 'MY-APP', aud: 'https://login.example.com/oauth' });
    expect(exp - iat).toBe(300);
    expect(decoded(sign().split('.')[1]).jti).not.toBe(jti);
    const key = /** @type {const} */ ({ key: jwk, format: 'jwk', dsaEncoding: 'ieee-p1363' });
    expect(verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('prints the answer of the scheme as a JSON string', () => {
    const { statement } = JSON.parse(JSON.parse(phone('answer', 'a challenge').stdout));
    expect(decoded(statement.split('.')[1])).toMatchObject({ challenge: 'a challenge', sub: 'scheme-person-0042' });
  });

  it.each([
    ['nothing', []],
    ['an unknown command', ['dance']],
    ['too little', ['assertion', 'device.json']],
    ['an empty value', ['assertion', 'device.json', '', 'https://login.example.com/oauth']],
  ])('given %s, says how it is used', (_, args) => {
    expect(phone(...args)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Use: phone\.mjs key/),
    });
  });

  it('says which key file is missing', () => {
    const { status, stderr } = phone(
      'assertion',
      join(folder, 'none.json'),
      'MY-APP',
      'https://login.example.com/oauth',
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/^ENOENT: no such file or directory.*none\.json'\n$/);
  });
});
