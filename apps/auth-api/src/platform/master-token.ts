import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hashOf } from '@passant/protocol';

/** The token that may register and change every client. The server knows its SHA-256 only. */
@Injectable()
export class MasterToken {
  private hash: Buffer | undefined;

  /** Takes the token of that hash from now on. */
  use(hash: Buffer): void {
    this.hash = hash;
  }

  /** Whether this is the master token; in constant time. */
  matches(token: string): boolean {
    return this.hash !== undefined && timingSafeEqual(hashOf(token), this.hash);
  }
}
