import { type Clock, hourOf } from '../platform/clock.js';
import { Sources } from './sources.js';

/** Maximum number of counters; beyond it no further source is counted, nor its records kept, until the hour is over. */
const CAPACITY = 100_000;

/**
 * Shares out the few newest records that are kept of an owner, such as the scripts of a provider, between the sources that cause
 * them: what one causes again and again must not push out what the others did. Every process decides for itself, in memory.
 */
export class Samples {
  private readonly sources: Sources;
  private hour = 0;
  private counters = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    /** How many records of one owner a source may cause within an hour. */
    private readonly perSource: number,
  ) {
    this.sources = new Sources(clock);
  }

  /**
   * Whether a record is kept of what the current request causes. What an administrator causes, or the server itself, always is.
   * @param owner of the records: a name in our own words
   */
  admits(owner: string): boolean {
    const key = this.sources.of(owner)?.toString('base64url');
    if (key === undefined) return true;
    const hour = hourOf(this.clock.now());
    if (hour !== this.hour) {
      this.hour = hour;
      this.counters = new Map();
    }
    const noted = this.counters.get(key) ?? 0;
    if (noted >= this.perSource || (noted === 0 && this.counters.size >= CAPACITY)) return false;
    this.counters.set(key, noted + 1);
    return true;
  }
}
