import { Injectable } from '@nestjs/common';
import { OAuthError } from '@passant/protocol';
import { type Bucket, fill, secondsUntil } from '../client-metadata/bucket.js';
import { Clock } from '../platform/clock.js';
import { RecentMap } from '../platform/recent-map.js';

/** How often a client may change its own registration per hour, and at once if it did not for an hour. */
const MOST = 120;
/** Maximum number of clients remembered. Whoever is forgotten may change as much again. */
const CAPACITY = 10_000;

/**
 * Rate-limits the changes that clients make to their own registrations. Each leaves an event with what the client was
 * and what it became, for weeks, and none of these may be left out: whoever has the token of a client could hide a
 * change behind others.
 */
@Injectable()
export class ChangeThrottle {
  private readonly buckets = new RecentMap<string, Bucket>(CAPACITY);

  constructor(private readonly clock: Clock) {}

  /** Takes one change. Throws 429 with `Retry-After`. @param clientId of a client that proved to be itself */
  take(clientId: string): void {
    const now = this.clock.milliseconds();
    const bucket = this.buckets.get(clientId) ?? { left: MOST, at: now };
    fill(bucket, MOST, now);
    this.buckets.set(clientId, bucket);
    const wait = secondsUntil(bucket, MOST);
    if (wait > 0) {
      throw new OAuthError('temporarily_unavailable', 'The client was changed too often. Try again later.', {
        status: 429,
        retryAfter: wait,
      });
    }
    bucket.left -= 1;
  }
}
