import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { type Pattern, SHORTEST_PATTERN } from './scanner.js';

/** A value that is searched for. */
export interface Sought {
  name: string;
  /** As it was sent, or returned by a script. */
  value: string;
  /**
   * The part that every quoting contains. Best are unique letters and digits in the middle of the value, which JSON, SQL
   * and a URL leave unchanged, or an IP address. Empty: only the hashes of the value are searched for.
   */
  core: string;
  /**
   * Whether it opens a sealed record. Such a key must not be found either, but its SHA-256 is expected: records are
   * looked up by it.
   */
  isKey: boolean;
}

/** What somebody said, word for word, whatever it is; `undefined` if it is so short that finding it means nothing. */
export function wordsOf(said: string): Sought | undefined {
  if (Buffer.byteLength(said) < SHORTEST_PATTERN) return undefined;
  return { name: said, value: said, core: said, isKey: false };
}

const HASHES = [
  ...['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-256', 'sha3-256', 'sha3-384', 'sha3-512'],
  ...['blake2b512', 'blake2s256', 'ripemd160'],
];

/** How many bytes of a hash are searched for. A hash truncated to this length is found, too. */
const HASH_BYTES = 16;

/** Every form in which a value is searched for. */
export function patternsOf(sought: Sought): Pattern[] {
  const forms = [
    ...(sought.core === '' ? [] : encodingsOf(sought.core)),
    ...(sought.isKey ? keyForms(sought.value) : hashForms(sought)),
    ...addressForms(sought.value),
  ];
  // A lower-case value equals its lower-case form. Each sequence of bytes keeps only its first name.
  const distinct = new Map(forms.reverse().map(([encoding, bytes]) => [bytes.toString('latin1'), { encoding, bytes }]));
  return [...distinct.values()].filter(isLongEnough).map((form) => ({ canary: sought.name, ...form }));
}

/** A short text has forms that say too little, such as its UTF-16. One that is too short itself is a mistake. */
const isLongEnough = ({ encoding, bytes }: { encoding: string; bytes: Buffer }) =>
  encoding === 'plain' || bytes.length >= SHORTEST_PATTERN;

type Form = [encoding: string, bytes: Buffer];

const text = (value: string) => Buffer.from(value, 'utf8');

function encodingsOf(core: string): Form[] {
  const hex = text(core).toString('hex');
  return [
    ['plain', text(core)],
    ['in upper case', text(core.toUpperCase())],
    ['in lower case', text(core.toLowerCase())],
    ['in JSON', text(inJson(core))],
    ['in JSON of ASCII', text(inAscii(inJson(core)))],
    ['in JSON within JSON', text(inJson(inJson(core)))],
    ['UTF-16', Buffer.from(core, 'utf16le')],
    ['hex', text(hex)],
    ['hex in upper case', text(hex.toUpperCase())],
    ['URL-encoded', text(encodeURIComponent(core))],
    ['URL-encoded throughout', text(hex.replace(/../g, '%$&'))],
    ['URL-encoded throughout in upper case', text(hex.toUpperCase().replace(/../g, '%$&'))],
    ...[0, 1, 2].flatMap((offset): Form[] => {
      const encoded = base64Within(core, offset);
      const inUrl = encoded.replaceAll('+', '-').replaceAll('/', '_');
      return [
        [`base64 or base64url, ${offset} bytes in`, text(encoded)],
        [`base64url, ${offset} bytes in`, text(inUrl)],
      ];
    }),
  ];
}

const inJson = (core: string) => JSON.stringify(core).slice(1, -1);

const inAscii = (json: string) =>
  json.replace(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * The base64 of a text that starts `offset` bytes into a group of three, without the characters that depend on
 * neighbouring bytes.
 */
function base64Within(core: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), text(core)]);
  const encoded = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
  return encoded.slice(offset === 0 ? 0 : 4);
}

/** An IPv6 address as binary. */
function addressForms(value: string): Form[] {
  if (!isIPv6(value)) return [];
  const groups = value.split(':').map((group) => group.padStart(4, '0'));
  return [['as the bytes of an address', Buffer.from(groups.join(''), 'hex')]];
}

/** A hexadecimal key as binary. */
function keyForms(value: string): Form[] {
  if (!/^([0-9A-F]{2})+$/i.test(value)) return [];
  const bytes = Buffer.from(value, 'hex');
  return [
    ['as bytes', bytes],
    ['its bytes in base64', text(bytes.toString('base64').replace(/=+$/, ''))],
    ['its bytes in base64url', text(bytes.toString('base64url'))],
  ];
}

function hashForms({ value, core }: Sought): Form[] {
  const hashed = new Set([value, value.toLowerCase(), value.toUpperCase(), JSON.stringify(value), core]);
  return [...hashed]
    .filter((form) => form !== '')
    .flatMap((form) => HASHES.flatMap((algorithm) => digestForms(algorithm, form)));
}

function digestForms(algorithm: string, value: string): Form[] {
  const digest = createHash(algorithm).update(value).digest();
  const hex = digest.toString('hex').slice(0, HASH_BYTES * 2);
  // Only characters that do not depend on bytes after the cut.
  const base64 = digest.toString('base64').slice(0, 21);
  return [
    [`${algorithm} as bytes`, digest.subarray(0, HASH_BYTES)],
    [`${algorithm} in hex`, text(hex)],
    [`${algorithm} in hex, upper case`, text(hex.toUpperCase())],
    [`${algorithm} in base64`, text(base64)],
    [`${algorithm} in base64url`, text(base64.replaceAll('+', '-').replaceAll('/', '_'))],
  ];
}
