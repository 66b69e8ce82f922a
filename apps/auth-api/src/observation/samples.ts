import { createHmac, randomBytes } from 'node:crypto';
import { type Clock, hourOf } from '../platform/clock.js';
import { requestFacts } from '../platform/http/request-facts.js';

/** Maximum number of counters; beyond it no further source is counted, nor its records kept, until the hour is over. */
const CAPACITY = 100_000;

/**
 * Shares out the few newest records that are kept of an owner, such as the scripts of a provider, between the sources that cause
 * them: what one causes again and again must not push out what the others did. A source is a client together with the network
 * that it comes from, since many people share a client that has login pages. Every process decides for itself, in memory, and
 * keeps no address: only a hash under a key that ends with the hour.
 */
export class Samples {
  private hour = 0;
  private key = Buffer.alloc(0);
  private counters = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    /** How many records of one owner a source may cause within an hour. */
    private readonly perSource: number,
  ) {}

  /**
   * Whether a record is kept of what the current request causes. What an administrator causes, or the server itself, always is.
   * @param owner of the records: a name in our own words
   */
  admits(owner: string): boolean {
    const facts = requestFacts();
    if (facts?.clientId === undefined) return true;
    const hour = hourOf(this.clock.now());
    if (hour !== this.hour) {
      this.hour = hour;
      this.counters = new Map();
      this.key = randomBytes(32);
    }
    const source = JSON.stringify([owner, facts.clientId, facts.network?.() ?? '']);
    const key = createHmac('sha256', this.key).update(source).digest('base64url');
    const noted = this.counters.get(key) ?? 0;
    if (noted >= this.perSource || (noted === 0 && this.counters.size >= CAPACITY)) return false;
    this.counters.set(key, noted + 1);
    return true;
  }
}
