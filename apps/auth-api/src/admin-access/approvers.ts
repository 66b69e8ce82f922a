import { Injectable } from '@nestjs/common';
import { Store } from '@passant/persistence';
import { type EpochSeconds, OAuthError, type WaitingApprovals } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { ConsoleSignIn } from '../platform/console-sign-in.js';

/**
 * Seconds for which an account has to be there before a request that it approves: nobody approves with an account that
 * they had made for it, and the others have had a week to see it in the list.
 */
const PROBATION = 7 * 86_400;

/** How many have to be there before approval can be required: whoever asks, and whoever approves. */
export const FEWEST = 2;

/** Decides who may approve. */
@Injectable()
export class Approvers {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly ways: ConsoleSignIn,
  ) {}

  /**
   * Addresses of those who may approve what is asked for at a moment; they stay what they are until the transaction ends.
   * @param askedAt absent: now
   */
  async list(store: Pick<Store, 'approvals'> = this.store, askedAt?: EpochSeconds): Promise<string[]> {
    const found = await store.approvals.holdApprovers((askedAt ?? this.clock.now()) - PROBATION);
    return found.filter(({ issuer }) => this.ways.admits(issuer)).map(({ email }) => email);
  }

  /** What waits for the approval of somebody who is signed in, and so comes in a way that is admitted. */
  waitingFor(email: string): Promise<WaitingApprovals> {
    return this.store.approvals.waitingFor(email, PROBATION, this.clock.now());
  }

  /** Throws `conflict` if nobody but the one who asks could approve. */
  async requireOther(asking: string): Promise<void> {
    if ((await this.list()).some((email) => email !== asking)) return;
    throw new OAuthError(
      'conflict',
      'Nobody else may approve this: it takes another Admin whose account is a week old. Whoever runs the server can end the need for approval with npm run admin.',
    );
  }

  /** Throws `forbidden` if an account is none of those who may approve what was asked for at that moment. */
  async requireAmong(email: string, askedAt: EpochSeconds): Promise<void> {
    if ((await this.list(this.store, askedAt)).includes(email)) return;
    throw new OAuthError(
      'forbidden',
      'Your account was not a week old when this was asked for. Somebody else approves it.',
    );
  }
}
