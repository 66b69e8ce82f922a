import { createHmac, randomBytes } from 'node:crypto';
import { type Clock, hourOf } from '../platform/clock.js';
import { requestFacts } from '../platform/http/request-facts.js';

/**
 * Tells apart who causes records, for sharing out the few that are kept. A source is a client together with the network that it
 * comes from, since many people share a client that has login pages. Only a hash of it leaves here, under a key of this
 * process that ends with the hour.
 */
export class Sources {
  private hour = 0;
  private key = Buffer.alloc(0);

  constructor(private readonly clock: Clock) {}

  /**
   * The source of the current request: an HMAC-SHA-256 of 32 bytes; undefined for an administrator or the server itself.
   * @param owner of the records: a name in our own words. Sources of different owners have nothing in common
   */
  of(owner: string): Buffer | undefined {
    const facts = requestFacts();
    if (facts?.clientId === undefined) return undefined;
    const hour = hourOf(this.clock.now());
    if (hour !== this.hour) {
      this.hour = hour;
      this.key = randomBytes(32);
    }
    const source = JSON.stringify([owner, facts.clientId, facts.network?.() ?? '']);
    return createHmac('sha256', this.key).update(source).digest();
  }
}
