import { Injectable } from '@nestjs/common';
import { OAuthError } from '@passant/protocol';
import { Clock } from '../platform/clock.js';

/** How many failures in a row cost nothing, and the longest wait after more of them, in seconds. */
interface Patience {
  free: number;
  longestWait: number;
}

/** From one address for one account: a person who mistypes, or somebody who guesses. */
const PER_SOURCE: Patience = { free: 5, longestWait: 300 };
/** For one account from anywhere: soft, so that strangers cannot keep its owner out. */
const PER_ACCOUNT: Patience = { free: 100, longestWait: 10 };
const CAPACITY = 10_000;
/** Passwords that are looked at at once: each costs 19 MiB and some time. */
const MOST_AT_ONCE = 8;

function tooMany(retryAfter: number): OAuthError {
  return new OAuthError('temporarily_unavailable', 'Too many failed sign-ins. Try again later.', {
    status: 429,
    retryAfter,
  });
}

/** Slows down whoever guesses passwords: after some failures each further one doubles the wait. */
@Injectable()
export class SignInThrottle {
  private readonly failures = new Map<string, { count: number; until: number }>();
  private running = 0;

  constructor(private readonly clock: Clock) {}

  /**
   * Lets one attempt through. It counts as a failure from its start, so that many at once count as many, and is
   * forgiven when `verify` says that it was none.
   * Throws 429 while source or account have to wait, and when too many attempts run already.
   */
  async attempt<Result>(
    source: string,
    account: string,
    verify: () => Promise<Result | undefined>,
  ): Promise<Result | undefined> {
    const keys: [string, Patience][] = [
      [JSON.stringify([source, account]), PER_SOURCE],
      [account, PER_ACCOUNT],
    ];
    for (const [key] of keys) this.requirePatience(key);
    if (this.running >= MOST_AT_ONCE) throw tooMany(1);
    for (const [key, patience] of keys) this.count(key, patience);
    this.running += 1;
    try {
      const result = await verify();
      if (result !== undefined) for (const [key] of keys) this.failures.delete(key);
      return result;
    } finally {
      this.running -= 1;
    }
  }

  private requirePatience(key: string): void {
    const wait = (this.failures.get(key)?.until ?? 0) - this.clock.now();
    if (wait > 0) throw tooMany(wait);
  }

  private count(key: string, { free, longestWait }: Patience): void {
    const count = (this.failures.get(key)?.count ?? 0) + 1;
    const wait = count < free ? 0 : Math.min(2 ** Math.min(count - free, 20), longestWait);
    this.failures.delete(key);
    this.failures.set(key, { count, until: this.clock.now() + wait });
    if (this.failures.size > CAPACITY) this.failures.delete(this.failures.keys().next().value!);
  }
}
