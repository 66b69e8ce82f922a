import { OAuthError } from '@passant/protocol';

/** Seconds after which it may be somebody's turn. */
const RETRY_AFTER = 10;

/**
 * Lets one work after the other: comparing a whole configuration holds a transaction for as long as it takes, and reads
 * everything several times. Whoever would have to wait behind too many others is told to come back.
 */
export class Turns {
  private inLine = 0;
  private last: Promise<unknown> = Promise.resolve();

  /** @param most works that may be in line, the one that is under way included */
  constructor(private readonly most: number) {}

  /** Throws `temporarily_unavailable` with `Retry-After` if too many are in line; `work` is not started then. */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.inLine >= this.most) {
      throw new OAuthError('temporarily_unavailable', 'Other configurations are being compared. Try again later.', {
        retryAfter: RETRY_AFTER,
      });
    }
    this.inLine += 1;
    const mine = this.last.then(work);
    this.last = mine.catch(() => {});
    try {
      return await mine;
    } finally {
      this.inLine -= 1;
    }
  }
}
