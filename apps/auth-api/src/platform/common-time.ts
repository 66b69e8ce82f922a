import { Injectable, Logger } from '@nestjs/common';
import { Store, StoreUnfitError } from '@passant/persistence';
import { Clock } from './clock.js';
import { faultOf } from './fault.js';

/** Seconds by which the clocks of machines may differ. */
export const CLOCK_SKEW = 60;

/** Milliseconds between two warnings. */
const QUIET = 60_000;

/**
 * Compares the clock of this machine with that of the database, the only one that all processes can see. One that is
 * ahead would delete what others still need: an assertion could be used again, and a good token would be gone. Nothing
 * else is decided by the clock of the database.
 */
@Injectable()
export class CommonTime {
  private readonly logger = new Logger('CommonTime');
  private warnedAt = -QUIET;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns what is wrong if the clocks are further apart than they may be. Throws what the store throws: then nobody knows
   */
  async problem(): Promise<StoreUnfitError | undefined> {
    const common = await this.store.clock();
    const seconds = Math.round((this.clock.machine() - common) / 1000);
    if (Math.abs(seconds) <= CLOCK_SKEW) return undefined;
    const direction = seconds > 0 ? 'ahead of' : 'behind';
    const sentence = `The clock of this machine is ${Math.abs(seconds)} seconds ${direction} that of the database.`;
    return new StoreUnfitError(sentence);
  }

  /**
   * Whether this process may delete what its clock says is over. Warns if not, once a minute. Throws what the store throws.
   */
  async mayDelete(): Promise<boolean> {
    const problem = await this.problem();
    const now = performance.now();
    if (problem !== undefined && now - this.warnedAt >= QUIET) {
      this.warnedAt = now;
      this.logger.warn(`Nothing that has expired is deleted here. ${faultOf(problem)}`);
    }
    return problem === undefined;
  }
}
