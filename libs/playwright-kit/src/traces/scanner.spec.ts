import { createHash } from 'node:crypto';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { type Sought, patternsOf, wordsOf } from './patterns.js';
import { Scanner } from './scanner.js';

const CORE = 'kq7mzp3xw9tdhv2nrcy4';
/** With characters that encodings treat differently. */
const personNamed = (core: string) => `Zoë "${core}"/+ß`;
const value = personNamed(CORE);
const token = 'A1B2C3D4E5F60718293A4B5C6D7E8F90'.repeat(2);
const SOUGHT: Sought[] = [
  { name: 'subject', value, core: CORE, isKey: false },
  { name: 'access token', value: token, core: token, isKey: true },
];
const scanner = new Scanner(SOUGHT.flatMap(patternsOf));

const sha = (algorithm: string, text: string) => createHash(algorithm).update(text).digest();
const around = (text: string | Buffer) =>
  Buffer.concat([Buffer.from('\0\x01 before '), Buffer.from(text), Buffer.from(' after')]);
/** Flags 8: a zero-terminated file name follows. */
const NAMED_GZIP_HEADER = Buffer.from('1f8b0808000000000003612e74787400', 'hex');
const json = JSON.stringify({ user: { id: value } });

describe('The scanner finds a canary', () => {
  it.each([
    ['as it is', value],
    ['in JSON', json],
    ['in JSON of JSON', JSON.stringify(json)],
    ['in JSON of ASCII', json.replace(/[^\0-~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)],
    ['in a URL', encodeURIComponent(value)],
    ['in a form', new URLSearchParams({ value }).toString()],
    ['URL-encoded throughout', Buffer.from(value).toString('hex').replace(/../g, '%$&')],
    ['in upper case', value.toUpperCase()],
    ['in UTF-16', Buffer.from(value, 'utf16le')],
    ['in hex', Buffer.from(value).toString('hex')],
    ['in the hex of a larger text', Buffer.from(json).toString('hex').toUpperCase()],
    ['in base64', Buffer.from(value).toString('base64')],
    ['in base64url', Buffer.from(value).toString('base64url')],
    ['in the base64 of a larger text', Buffer.from(json).toString('base64')],
    ['in that, a byte further on', Buffer.from(`x${json}`).toString('base64')],
    ['in that, two bytes further on', Buffer.from(`xx${json}`).toString('base64url')],
    ['in a gzip member', gzipSync(json)],
    ['in a gzip member with more behind it', Buffer.concat([gzipSync(json), Buffer.from('garbage')])],
    ['in a gzip member with a file name', Buffer.concat([NAMED_GZIP_HEADER, deflateRawSync(json)])],
    ['in a gzip member that was cut off', gzipSync(json + ' '.repeat(10_000)).subarray(0, -12)],
    ['in the second of two gzip members', Buffer.concat([gzipSync('nothing'), gzipSync(json)])],
    ['in a gzip member in a gzip member', gzipSync(gzipSync(json))],
    ['in a gzip member in base64', gzipSync(json).toString('base64')],
    ['in a gzip member among bytes that PostgreSQL shows', `\\x${gzipSync(json).toString('hex')}\n`],
    ['in a zlib stream', deflateSync(json)],
    ['as MD5', sha('md5', value).toString('hex')],
    ['as SHA-1 in upper case', sha('sha1', value).toString('hex').toUpperCase()],
    ['as SHA-256 in bytes', sha('sha256', value)],
    ['as SHA-256 in base64', sha('sha256', value).toString('base64')],
    ['as SHA-256 in base64url', sha('sha256', value).toString('base64url')],
    ['as SHA-512, cut to half', sha('sha512', value).toString('hex').slice(0, 64)],
    ['as SHA-256 of its small letters', sha('sha256', value.toLowerCase()).toString('hex')],
    ['as SHA3-256 of its JSON', sha('sha3-256', JSON.stringify(value))],
  ])('%s', (_, text) => {
    expect(scanner.scan(around(text)).map(({ canary }) => canary)).toContain('subject');
  });
});

describe('The scanner finds a token', () => {
  it.each([
    ['as it is', token],
    ['in small letters', token.toLowerCase()],
    ['as the bytes it stands for', Buffer.from(token, 'hex')],
    ['as those in base64', Buffer.from(token, 'hex').toString('base64')],
    ['in the base64 of a larger text', Buffer.from(`Bearer ${token}`).toString('base64')],
  ])('%s', (_, text) => {
    expect(scanner.scan(around(text)).map(({ canary }) => canary)).toContain('access token');
  });
});

describe('The scanner stays silent', () => {
  it.each([
    ['about nothing', ''],
    ['about the hash of a token, which is how it is looked up', sha('sha256', token)],
    ['about another value of the same form', personNamed('b4yfjs8gk6mwxq3tzn5d')],
    ['about what only begins like a gzip member', Buffer.from('1f8b0800000000000003ff', 'hex')],
    ['about half of it', value.slice(0, 12)],
  ])('%s', (_, text) => {
    expect(scanner.scan(around(text))).toEqual([]);
  });
});

it('A match says which canary, in which form, and where.', () => {
  expect(scanner.scan(Buffer.from(`0123456789${value}`))).toEqual([
    { canary: 'subject', encoding: 'plain', offset: 10 + Buffer.byteLength('Zoë "') },
  ]);
});

describe('What somebody said, word for word, is found', () => {
  const said = 'Łucja "Ελένη"/Дарья';
  const ears = new Scanner(patternsOf(wordsOf(said)!));
  const json = JSON.stringify({ said });

  it.each([
    ['as it is', said],
    ['in JSON', json],
    ['in JSON within JSON', JSON.stringify(json)],
    ['in JSON of ASCII', json.replace(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)],
    ['in a URL', `?said=${encodeURIComponent(said)}`],
    ['in the base64 of a larger text', Buffer.from(`xx${said}xx`).toString('base64')],
    ['in a gzip member', gzipSync(said)],
    ['as SHA-256', sha('sha256', said).toString('hex')],
  ])('%s', (_, bytes) => {
    expect(ears.scan(around(bytes))[0]).toMatchObject({ canary: said });
  });

  it('unless it is so short that it is found anywhere', () => {
    expect([wordsOf('Brandt'), wordsOf('王𠮷 金')?.name]).toEqual([undefined, '王𠮷 金']);
  });

  it('and nothing else is', () => {
    expect(ears.scan(around('Łucja'))).toEqual([]);
  });
});
