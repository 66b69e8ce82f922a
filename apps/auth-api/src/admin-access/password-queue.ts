import { Injectable } from '@nestjs/common';
import type { OAuthError } from '@passant/protocol';
import { Limits } from '../limits/limits.js';

/** The priorities of waiting attempts, highest first. */
export const RANKS = ['known browser', 'no failures', 'failures'] as const;
export type Rank = (typeof RANKS)[number];

/** Maximum number of attempts waiting for their turn. */
const LONGEST_QUEUE = 16;
/** The same per source, so that no single source fills the queue. */
const MOST_OF_ONE = 4;
/**
 * Milliseconds between two attempts from unknown browsers while many attempts fail. This bounds the load that strangers
 * cause.
 */
const PACE = 200;
/** Number of failures within a minute that counts as many. */
const MANY_FAILURES = 30;
const MINUTE = 60_000;

interface Waiting {
  rank: number;
  source: string;
  start: () => void;
  refuse: (error: OAuthError) => void;
}

/** What whoever finds no place in the queue is told: after a second there may be one. */
const NO_PLACE = {
  name: 'sign_in',
  says: 'Too many passwords are being checked.',
  cause: 'the queue of passwords is full',
} as const;
const SECOND = 1_000;

/**
 * Derives from one password at a time, since each derivation costs 19 MiB and thread time. Browsers that signed in before
 * come first, then callers without failures. When the queue is full, the attempt with the lowest priority is refused.
 */
@Injectable()
export class PasswordQueue {
  private readonly waiting: Waiting[] = [];
  private readonly failedAt: number[] = [];
  private isBusy = false;
  private lastStart = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly limits: Limits) {}

  /**
   * Runs `verify` when its turn comes; `undefined` as its result is a failure. Throws 429 if the queue is full of attempts with a higher priority, or if the
   * source has too many waiting.
   */
  async run<Result>(rank: Rank, source: string, verify: () => Promise<Result>): Promise<Result> {
    await this.turn(RANKS.indexOf(rank), source);
    try {
      const result = await verify();
      if (result === undefined) this.noteFailure();
      return result;
    } finally {
      this.isBusy = false;
      this.next();
    }
  }

  private turn(rank: number, source: string): Promise<void> {
    return new Promise((start, refuse) => {
      if (this.waiting.filter((other) => other.source === source).length >= MOST_OF_ONE) return refuse(this.noPlace());
      const place = this.waiting.findIndex((other) => other.rank > rank);
      this.waiting.splice(place === -1 ? this.waiting.length : place, 0, { rank, source, start, refuse });
      if (this.waiting.length > LONGEST_QUEUE) this.waiting.pop()!.refuse(this.noPlace());
      this.next();
    });
  }

  private noPlace(): OAuthError {
    return this.limits.refuse(NO_PLACE, SECOND);
  }

  private next(): void {
    const [first] = this.waiting;
    if (this.isBusy || !first) return;
    const now = performance.now();
    const rest = first.rank === 0 || !this.manyFail(now) ? 0 : this.lastStart + PACE - now;
    if (rest > 0) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.next();
      }, rest);
      return;
    }
    this.waiting.shift();
    this.isBusy = true;
    this.lastStart = now;
    first.start();
  }

  private noteFailure(): void {
    this.failedAt.push(performance.now());
    if (this.failedAt.length > MANY_FAILURES) this.failedAt.shift();
  }

  private manyFail(now: number): boolean {
    return this.failedAt.length === MANY_FAILURES && this.failedAt[0]! > now - MINUTE;
  }
}
