import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Store } from '@passant/persistence';
import { type EpochSeconds, hashOf } from '@passant/protocol';
import { Secrets } from '../credentials/secrets.js';
import { Clock } from '../platform/clock.js';
import { PASSKEY_LIFETIME } from './session-cookie.js';

/**
 * What a challenge is good for, so that an answer for one thing does another. All but the first are also for one session
 * or one sign-in: the hash of its token.
 */
export type ChallengePurpose =
  { for: 'signing in' } | { for: 'second factor' | 'proof of ownership' | 'new passkey'; of: Buffer };

/** A challenge that may be answered. */
export interface Challenge {
  /** Base64url. */
  value: string;
  expiresAt: EpochSeconds;
}

/**
 * Challenges for passkeys. Nothing is stored when one is drawn, so that strangers cannot fill the database with them: it
 * is derived from a random token that the browser keeps, under a key of the server, which any process does alike. What
 * is stored is that one was answered.
 */
@Injectable()
export class PasskeyChallenges {
  constructor(
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** @returns also the token that the browser keeps */
  draw(purpose: ChallengePurpose): Challenge & { token: string } {
    const expiresAt = this.clock.now() + PASSKEY_LIFETIME;
    const token = `${expiresAt}.${this.secrets.randomBytes(16).toString('base64url')}`;
    return { token, value: this.derive(token, purpose), expiresAt };
  }

  /**
   * The challenge that belongs to what a browser kept; `undefined` if it kept nothing, or for too long. A token that
   * somebody made up leads to a challenge that nobody was told.
   */
  find(token: string | undefined, purpose: ChallengePurpose): Challenge | undefined {
    const expiresAt = Number(/^(\d{1,12})\.[\w-]{22}$/.exec(token ?? '')?.[1] ?? 0);
    return expiresAt > this.clock.now() ? { value: this.derive(token!, purpose), expiresAt } : undefined;
  }

  /** Takes the answer to a challenge, in the transaction of what it is good for. @returns false for a second one */
  async spend({ passkeys }: Store, { value, expiresAt }: Challenge): Promise<boolean> {
    return passkeys.spendChallenge(hashOf(value), expiresAt);
  }

  private derive(token: string, purpose: ChallengePurpose): string {
    const of = 'of' in purpose ? purpose.of.toString('base64url') : '';
    return createHmac('sha256', this.secrets.passkeyKey)
      .update(JSON.stringify([purpose.for, of, token]))
      .digest('base64url');
  }
}
