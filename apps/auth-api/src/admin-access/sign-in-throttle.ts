import { Injectable } from '@nestjs/common';
import type { Patience } from '@passant/persistence';
import { type Held, Limits } from '../limits/limits.js';
import type { Checked } from './passkey-verification.js';
import { PasswordQueue } from './password-queue.js';

/** Consecutive failures at which the wait begins, at one second; each further one doubles it. */
const FREE_FOR_ACCOUNT = 5;
/** The same across all accounts of a source, so that made-up addresses share one budget. */
const FREE_IN_ALL = 60;
/** The documentation states these numbers. */
const PATIENCE = { longestWait: 300, forgottenAfter: 3600 } as const;
const LIMIT = { name: 'sign_in', says: 'Too many failed sign-ins.' } as const;

/** An attempt to sign in. */
export interface Attempt {
  /** Network that the request came from. */
  source: string;
  account: string;
  /** The browser's identifier, if somebody signed in to this account with it before. */
  browser: string | undefined;
}

/**
 * Slows down password guessing, in all processes together. Failures count against whoever guesses, not against the
 * account: nobody can lock the owner out from elsewhere, and a browser that signed in before is counted separately,
 * wherever it is.
 */
@Injectable()
export class SignInThrottle {
  constructor(
    private readonly limits: Limits,
    private readonly queue: PasswordQueue,
  ) {}

  /**
   * Admits one attempt. It counts as a failure from the start, so that concurrent attempts all count, and is forgiven
   * if `verify` succeeds.
   * Throws 429 while the caller has to wait, and if too many attempts are waiting for their turn.
   */
  async attempt<Result>(attempt: Attempt, verify: () => Promise<Result | undefined>): Promise<Result | undefined> {
    const { source, browser } = attempt;
    const { hasFailed, forgive } = await this.limits.countFailure(LIMIT, budgetsOf(attempt));
    const rank = browser !== undefined ? 'known browser' : hasFailed ? 'failures' : 'no failures';
    const result = await this.queue.run(rank, browser ?? source, verify);
    if (result !== undefined) await forgive();
    return result;
  }

  /** The same for a check that says what was wrong. */
  async attemptChecked<Result>(attempt: Attempt, check: () => Promise<Checked<Result>>): Promise<Checked<Result>> {
    let checked!: Checked<Result>;
    await this.attempt(attempt, async () => {
      checked = await check();
      return 'passed' in checked ? checked : undefined;
    });
    return checked;
  }

  /**
   * The same for what another server verifies: it takes no turn from those whose passwords are verified here. There is
   * nothing to guess, and one network may be the whole company: the limit only bounds what strangers have that server
   * asked, and is none of those that passwords have.
   * Throws what `verify` throws, and 429 while the caller has to wait.
   * @param isExcused whether a failure is that of the other server. It is forgiven where the browser is known, since
   * whoever works there has done nothing wrong. All others could have ever more asked of a server that asks for less.
   */
  async attemptElsewhere<Result>(
    attempt: Omit<Attempt, 'account'>,
    verify: () => Promise<Result>,
    isExcused: (error: unknown) => boolean,
  ): Promise<Result> {
    const { forgive } = await this.limits.countFailure(LIMIT, budgetsElsewhereOf(attempt));
    try {
      const result = await verify();
      await forgive();
      return result;
    } catch (error) {
      if (attempt.browser !== undefined && isExcused(error)) await forgive();
      throw error;
    }
  }
}

const budgetOfBrowser = (browser: string): Held<Patience> => ({
  ...PATIENCE,
  free: FREE_FOR_ACCOUNT,
  of: ['browser', browser],
});

function budgetsOf({ source, account, browser }: Attempt): Held<Patience>[] {
  if (browser !== undefined) return [budgetOfBrowser(browser)];
  return [
    { ...PATIENCE, free: FREE_FOR_ACCOUNT, of: ['account', source, account] },
    { ...PATIENCE, free: FREE_IN_ALL, of: ['source', source] },
  ];
}

function budgetsElsewhereOf({ source, browser }: Omit<Attempt, 'account'>): Held<Patience>[] {
  if (browser !== undefined) return [budgetOfBrowser(browser)];
  return [{ ...PATIENCE, free: FREE_IN_ALL, of: ['elsewhere', source] }];
}
