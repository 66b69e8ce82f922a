import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { PasswordQueue, tooMany } from './password-queue.js';

/** Consecutive failures at which the wait begins, at one second; each further one doubles it. */
const FREE_FOR_ACCOUNT = 5;
/** The same across all accounts of a source, so that made-up addresses share one budget. */
const FREE_IN_ALL = 60;
/** Seconds. The documentation states this maximum wait. */
const LONGEST_WAIT = 300;
/** Seconds without a failure after which earlier failures are forgotten. */
const FORGOTTEN_AFTER = 3600;
/** Maximum number of entries. Of the least recently used ones, the one with the fewest failures is evicted. */
const CAPACITY = 10_000;
const LOOKED_AT = 64;

/** An attempt to sign in. */
export interface Attempt {
  /** Network that the request came from. */
  source: string;
  account: string;
  /** The browser's identifier, if somebody signed in to this account with it before. */
  browser: string | undefined;
}

interface Failures {
  count: number;
  last: number;
  until: number;
}

/**
 * Slows down password guessing. Failures count against whoever guesses, not against the account: nobody can lock the
 * owner out from elsewhere, and a browser that signed in before is counted separately, wherever it is.
 */
@Injectable()
export class SignInThrottle {
  private readonly failures = new Map<string, Failures>();
  private readonly queue = new PasswordQueue();

  constructor(private readonly clock: Clock) {}

  /**
   * Admits one attempt. It counts as a failure from the start, so that concurrent attempts all count, and is forgiven
   * if `verify` succeeds.
   * Throws 429 while the caller has to wait, and if too many attempts are waiting for their turn.
   */
  async attempt<Result>(
    { source, account, browser }: Attempt,
    verify: () => Promise<Result | undefined>,
  ): Promise<Result | undefined> {
    const budgets: [string, number][] =
      browser === undefined
        ? [
            [JSON.stringify(['account', source, account]), FREE_FOR_ACCOUNT],
            [JSON.stringify(['source', source]), FREE_IN_ALL],
          ]
        : [[JSON.stringify(['browser', browser]), FREE_FOR_ACCOUNT]];
    for (const [key] of budgets) this.requirePatience(key);
    const hasFailed = budgets.some(([key]) => this.standing(key) !== undefined);
    for (const [key, free] of budgets) this.count(key, free);
    const rank = browser !== undefined ? 'known browser' : hasFailed ? 'failures' : 'no failures';
    const result = await this.queue.run(rank, browser ?? source, verify);
    if (result !== undefined) for (const [key] of budgets) this.failures.delete(key);
    return result;
  }

  private requirePatience(key: string): void {
    const wait = (this.standing(key)?.until ?? 0) - this.clock.now();
    if (wait > 0) throw tooMany(wait);
  }

  private standing(key: string): Failures | undefined {
    const known = this.failures.get(key);
    return known && known.last > this.clock.now() - FORGOTTEN_AFTER ? known : undefined;
  }

  private count(key: string, free: number): void {
    const now = this.clock.now();
    const count = (this.standing(key)?.count ?? 0) + 1;
    const wait = count < free ? 0 : Math.min(2 ** Math.min(count - free, 20), LONGEST_WAIT);
    this.failures.delete(key);
    this.failures.set(key, { count, last: now, until: now + wait });
    if (this.failures.size > CAPACITY) this.failures.delete(this.leastOf());
  }

  /**
   * Among the least recently used entries, the one with the fewest failures: entries for made-up accounts have one
   * each.
   */
  private leastOf(): string {
    let least: [string, number] | undefined;
    let looked = 0;
    for (const [key, { count }] of this.failures) {
      if (!least || count < least[1]) least = [key, count];
      if ((looked += 1) === LOOKED_AT) break;
    }
    return least![0];
  }
}
