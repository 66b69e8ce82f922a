import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hashOf } from '@passant/protocol';

/** The token that may register and change every client. The server knows only its SHA-256 hash. */
@Injectable()
export class MasterToken {
  private hash: Buffer | undefined;

  /** Accepts the token with this hash from now on. */
  use(hash: Buffer): void {
    this.hash = hash;
  }

  /** Whether this is the master token; compares in constant time. */
  matches(token: string): boolean {
    return this.hash !== undefined && timingSafeEqual(hashOf(token), this.hash);
  }
}
