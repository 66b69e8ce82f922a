import { createHmac, type KeyObject } from 'node:crypto';
import { isSameSecret } from '@passant/protocol';

/** The content of a database cannot be exported or imported. The message says why, in sentences for the operator. */
export class MoveRefusedError extends Error {}

/**
 * The key that authenticates an exported file, derived from the master key that the check value names; `undefined` if
 * that master key is not known here.
 */
export type ChainKey = (masterKeyCheck: Buffer) => KeyObject | undefined;

/** Characters of a line's seal: 128 bits in base64url. */
const SEAL_LENGTH = 22;

/**
 * Seals the lines of a file one after the other. The seal of a line is an HMAC of the line and the seal before it, so a
 * line that was changed, left out, added or moved is found exactly where that happened, and nobody without the master key
 * can write a file.
 */
export class Chain {
  private seal = '';

  constructor(private readonly key: KeyObject) {}

  /** @returns the line with its seal, and a line break */
  add(content: string): string {
    this.seal = this.next(content);
    return `${this.seal} ${content}\n`;
  }

  /** Whether the line follows the one before it. */
  follows({ seal, content }: SealedLine): boolean {
    if (!isSameSecret(seal, this.next(content))) return false;
    this.seal = seal;
    return true;
  }

  private next(content: string): string {
    return createHmac('sha256', this.key)
      .update(this.seal)
      .update('\n')
      .update(content)
      .digest('base64url')
      .slice(0, SEAL_LENGTH);
  }
}

export interface SealedLine {
  seal: string;
  content: string;
}

/** Takes a line apart. */
export function readSealed(line: string): SealedLine {
  return { seal: line.slice(0, SEAL_LENGTH), content: line.slice(SEAL_LENGTH + 1) };
}
