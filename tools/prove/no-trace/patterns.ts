import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Canary } from './canaries.js';

/** Bytes to search for, and what finding them means. */
export interface Pattern {
  canary: string;
  /** For example "plain", "base64" or "SHA-256 in hex". */
  encoding: string;
  bytes: Buffer;
}

const HASHES = [
  ...['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-256', 'sha3-256', 'sha3-384', 'sha3-512'],
  ...['blake2b512', 'blake2s256', 'ripemd160'],
];

/** How many bytes of a hash are searched for. A hash truncated to this length is found, too. */
const HASH_BYTES = 16;

/** Every form in which a canary is searched for. */
export function patternsOf(canary: Canary): Pattern[] {
  const forms = [
    ...(canary.core === '' ? [] : encodingsOf(canary.core)),
    ...(canary.isKey ? keyForms(canary.value) : hashForms(canary)),
    ...addressForms(canary.value),
  ];
  // A lower-case value equals its lower-case form. Each sequence of bytes keeps only its first name.
  const distinct = new Map(forms.reverse().map(([encoding, bytes]) => [bytes.toString('latin1'), { encoding, bytes }]));
  return [...distinct.values()].map((form) => ({ canary: canary.name, ...form }));
}

type Form = [encoding: string, bytes: Buffer];

const text = (value: string) => Buffer.from(value, 'utf8');

/** @param core letters and digits, or an IP address */
function encodingsOf(core: string): Form[] {
  const hex = text(core).toString('hex');
  return [
    ['plain', text(core)],
    ['in upper case', text(core.toUpperCase())],
    ['in lower case', text(core.toLowerCase())],
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

function hashForms({ value, core }: Canary): Form[] {
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
