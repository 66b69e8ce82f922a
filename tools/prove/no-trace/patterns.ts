import { createHash } from 'node:crypto';
import type { Canary } from './canaries.js';

/** Bytes to look for, and what it means to find them. */
export interface Pattern {
  canary: string;
  /** "plain", "base64", "SHA-256 in hex". */
  encoding: string;
  bytes: Buffer;
}

const HASHES = [
  ...['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-256', 'sha3-256', 'sha3-384', 'sha3-512'],
  ...['blake2b512', 'blake2s256', 'ripemd160'],
];

/** Bytes of a hash that are looked for: one that was cut to them is found as well. */
const HASH_BYTES = 16;

/** Every form in which a canary is looked for. */
export function patternsOf(canary: Canary): Pattern[] {
  const forms = [
    ...(canary.core === '' ? [] : encodingsOf(canary.core)),
    ...(canary.isKey ? keyForms(canary.value) : hashForms(canary)),
  ];
  // A value of small letters is the same in lower case: one name for one thing.
  const distinct = new Map(forms.reverse().map(([encoding, bytes]) => [bytes.toString('latin1'), { encoding, bytes }]));
  return [...distinct.values()].map((form) => ({ canary: canary.name, ...form }));
}

type Form = [encoding: string, bytes: Buffer];

const text = (value: string) => Buffer.from(value, 'utf8');

/** @param core letters and digits, so that base64 and base64url of it are the same */
function encodingsOf(core: string): Form[] {
  const hex = text(core).toString('hex');
  return [
    ['plain', text(core)],
    ['in upper case', text(core.toUpperCase())],
    ['in lower case', text(core.toLowerCase())],
    ['UTF-16', Buffer.from(core, 'utf16le')],
    ['hex', text(hex)],
    ['hex in upper case', text(hex.toUpperCase())],
    ['URL-encoded throughout', text(hex.replace(/../g, '%$&'))],
    ['URL-encoded throughout in upper case', text(hex.toUpperCase().replace(/../g, '%$&'))],
    ...[0, 1, 2].map((offset): Form => [`base64 or base64url, ${offset} bytes in`, text(base64Within(core, offset))]),
  ];
}

/** What base64 makes of a text that stands `offset` bytes into a group of three, without what depends on neighbours. */
function base64Within(core: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), text(core)]);
  const encoded = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
  return encoded.slice(offset === 0 ? 0 : 4);
}

/** A hexadecimal key as the bytes it stands for. */
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
  // Characters that bytes behind the cut have no part in.
  const base64 = digest.toString('base64').slice(0, 21);
  return [
    [`${algorithm} as bytes`, digest.subarray(0, HASH_BYTES)],
    [`${algorithm} in hex`, text(hex)],
    [`${algorithm} in hex, upper case`, text(hex.toUpperCase())],
    [`${algorithm} in base64`, text(base64)],
    [`${algorithm} in base64url`, text(base64.replaceAll('+', '-').replaceAll('/', '_'))],
  ];
}
