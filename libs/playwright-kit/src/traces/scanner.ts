import { constants, inflateRawSync, inflateSync } from 'node:zlib';

/** Bytes to search for, and what finding them means. */
export interface Pattern {
  canary: string;
  /** For example "plain", "base64" or "SHA-256 in hex". */
  encoding: string;
  bytes: Buffer;
}

export interface Match {
  canary: string;
  /** For example "base64, in a gzip member". */
  encoding: string;
  /** Position in the scanned bytes, or of the compressed part in which it was found. */
  offset: number;
}

/** Fewer bytes would be found by chance. */
export const SHORTEST_PATTERN = 8;

/** How deep to look into compressed data within compressed data. */
const DEEPEST = 3;

/** Maximum number of bytes that one compressed part may expand to. */
const LARGEST = 64 * 1024 * 1024;

/**
 * Binary logarithm of the size of the table of possible pattern starts, which has many times more entries than there
 * are patterns.
 */
const TABLE_BITS = 22;

/** Hashes four bytes to an entry of the table. */
const slotOf = (start: number) => Math.imul(start, 0x9e3779b1) >>> (32 - TABLE_BITS);

/**
 * Finds any of a hundred thousand byte patterns in one pass, also inside gzip members, zlib streams and bytes shown as
 * hex.
 */
export class Scanner {
  /** Whether any pattern may start with these four bytes. Rules out almost every position without a map lookup. */
  private readonly possible = new Uint8Array(1 << TABLE_BITS);
  /** Patterns by their first four bytes. */
  private readonly byStart = new Map<number, Pattern[]>();

  constructor(patterns: readonly Pattern[]) {
    for (const pattern of patterns) {
      const { bytes } = pattern;
      if (bytes.length < SHORTEST_PATTERN)
        throw new Error(`Too short to mean anything: ${pattern.canary}, ${pattern.encoding}.`);
      const start = bytes.readInt32LE(0);
      this.possible[slotOf(start)] = 1;
      this.byStart.set(start, [...(this.byStart.get(start) ?? []), pattern]);
    }
  }

  /** @returns every pattern that occurs, with its first position */
  scan(bytes: Buffer, depth = 0): Match[] {
    const matches = new Map<string, Match>();
    const add = (match: Match) => {
      const key = `${match.canary}\0${match.encoding}`;
      if (!matches.has(key)) matches.set(key, match);
    };
    // The four bytes at the current position, shifted by one byte each time.
    let start = bytes.length < 4 ? 0 : bytes.readInt32LE(0) << 8;
    for (let offset = 0; offset + 4 <= bytes.length; offset += 1) {
      start = (start >>> 8) | (bytes[offset + 3]! << 24);
      if (this.possible[slotOf(start)] === 1) {
        for (const { canary, encoding, bytes: wanted } of this.byStart.get(start) ?? []) {
          if (bytes.subarray(offset, offset + wanted.length).equals(wanted)) add({ canary, encoding, offset });
        }
      }
      if (depth >= DEEPEST || !mayBeginFolded(start & 0xffff)) continue;
      const [kind, unfolded] = unfold(bytes, offset);
      for (const { canary, encoding } of unfolded ? this.scan(unfolded, depth + 1) : []) {
        add({ canary, encoding: `${encoding}, ${kind}`, offset });
      }
    }
    return [...matches.values()];
  }
}

const GZIP = 0x8b1f;
/** First two bytes of zlib streams at the usual levels: 78 9C, 78 DA and 78 01. */
const ZLIB = new Set([0x9c78, 0xda78, 0x0178]);
/** "H4", from "H4sI": a gzip member in base64. */
const GZIP_IN_BASE64 = 0x3448;

/** "\\x": how PostgreSQL shows bytes. */
const SHOWN_BYTES = 0x785c;

const mayBeginFolded = (two: number) => two === GZIP || two === GZIP_IN_BASE64 || two === SHOWN_BYTES || ZLIB.has(two);

function unfold(bytes: Buffer, offset: number): [kind: string, unfolded: Buffer | undefined] {
  const rest = bytes.subarray(offset);
  if (rest[0] === 0x1f) return ['in a gzip member', attempt(() => readGzipMember(rest))];
  if (rest[0] === 0x78) return ['in a zlib stream', attempt(() => inflateSync(rest, LENIENT))];
  if (rest[0] === 0x5c) {
    const hex = runOf(rest, 2, isHexDigit);
    return ['in bytes shown as hex', hex.length < 16 ? undefined : Buffer.from(hex, 'hex')];
  }
  const encoded = runOf(rest, 0, isBase64Digit);
  if (!encoded.startsWith('H4sI')) return ['', undefined];
  const decoded = Buffer.from(encoded, 'base64');
  return ['in a gzip member in base64', attempt(() => readGzipMember(decoded))];
}

/** The longest run of characters of one kind that starts at a position. */
function runOf(bytes: Buffer, from: number, belongs: (char: number) => boolean): string {
  let end = from;
  while (end < bytes.length && belongs(bytes[end]!)) end += 1;
  return bytes.toString('latin1', from, end);
}

const belongingTo = (characters: RegExp) => {
  const table = Array.from({ length: 256 }, (_, char) => characters.test(String.fromCharCode(char)));
  return (char: number) => table[char]!;
};
const isHexDigit = belongingTo(/^[\da-f]$/);
const isBase64Digit = belongingTo(/^[\w+/-]$/);

/** Truncated streams are read as far as they go. */
const LENIENT = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LARGEST };

/** Reads one member (RFC 1952 §2.3). zlib's own reader would also try to interpret what follows it. */
function readGzipMember(bytes: Buffer): Buffer {
  const flags = bytes[3]!;
  const behindText = (from: number) => bytes.indexOf(0, from) + 1;
  let data = 10;
  if (flags & 4) data += 2 + bytes.readUInt16LE(data);
  if (flags & 8) data = behindText(data);
  if (flags & 16) data = behindText(data);
  if (flags & 2) data += 2;
  return inflateRawSync(bytes.subarray(data), LENIENT);
}

function attempt(read: () => Buffer): Buffer | undefined {
  try {
    return read();
  } catch {
    // It only looked like compressed data.
    return undefined;
  }
}
