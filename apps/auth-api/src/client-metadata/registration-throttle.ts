import { Injectable } from '@nestjs/common';
import { OAuthError } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { networkOf } from '../platform/http/source.js';
import { RecentMap } from '../platform/recent-map.js';
import { RegistrationPolicy } from '../platform/registration-policy.js';
import { type Bucket, fill, secondsUntil } from './bucket.js';

/** One address may use the total divided by this: many people may share it, yet it must leave room for others. */
const SHARE_OF_ONE = 4;
/**
 * Maximum number of addresses remembered. The least recently seen ones are evicted; their buckets would be full again
 * by then anyway.
 */
const CAPACITY = 10_000;

/**
 * Rate-limits registrations that need no individual token. There is one bucket for everybody and one per address. Both
 * refill continuously: a caller who waits gets through, and nobody is blocked for what a neighbour did an hour ago.
 * Open registrations are counted separately, and so are those with each application's statements: a statement can be
 * extracted from an app, and its abuse must not cost other apps their installations.
 */
@Injectable()
export class RegistrationThrottle {
  /** Keyed by application; null for open registrations. */
  private readonly whole = new Map<string | null, Bucket>();
  private readonly byAddress = new RecentMap<string, Bucket>(CAPACITY);

  constructor(
    private readonly policy: RegistrationPolicy,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes one registration. Throws 429 with `Retry-After`, and then takes nothing.
   * @param application whose statement was presented; must be verified, since every name given here is remembered; null
   * without a statement
   */
  take(address: string, application: string | null): void {
    const now = this.clock.milliseconds();
    const all = this.wholeOf(application, now);
    const own = this.bucketOf(JSON.stringify([application, networkOf(address)]), now);
    fill(own, this.sizeOfOne, now);
    fill(all, this.size, now);
    const wait = Math.max(secondsUntil(own, this.sizeOfOne), secondsUntil(all, this.size));
    if (wait > 0) {
      throw new OAuthError('temporarily_unavailable', 'Too many clients were registered. Try again later.', {
        status: 429,
        retryAfter: wait,
      });
    }
    own.left -= 1;
    all.left -= 1;
  }

  /** Registrations per hour, which is also the burst size. */
  private get size(): number {
    return this.policy.settings.openPerHour;
  }

  private get sizeOfOne(): number {
    return Math.max(1, Math.floor(this.size / SHARE_OF_ONE));
  }

  private wholeOf(application: string | null, now: number): Bucket {
    const bucket = this.whole.get(application) ?? { left: this.size, at: now };
    this.whole.set(application, bucket);
    return bucket;
  }

  private bucketOf(origin: string, now: number): Bucket {
    const bucket = this.byAddress.get(origin) ?? { left: this.sizeOfOne, at: now };
    this.byAddress.set(origin, bucket);
    return bucket;
  }
}
