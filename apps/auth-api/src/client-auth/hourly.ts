import type { EpochSeconds } from '@passant/protocol';
import { RecentMap } from '../platform/recent-map.js';

/** Seconds within which something is noted only once: readers care about the day, not the second. */
export const HOUR = 3_600;
/** Maximum number of names remembered as noted; the oldest ones are evicted, and then noted once more. */
const CAPACITY = 50_000;

/**
 * Limits notes about clients to one an hour in this process, so that a busy client does not cause a write with every
 * request.
 */
export class Hourly {
  private readonly noted = new RecentMap<string, EpochSeconds>(CAPACITY);

  /** Whether this was not noted within the last hour. Marks it as noted. */
  isDue(name: string, now: EpochSeconds): boolean {
    if (now < (this.noted.get(name) ?? -Infinity) + HOUR) return false;
    this.noted.set(name, now);
    return true;
  }
}
