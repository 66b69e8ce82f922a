import { isIPv6 } from 'node:net';
import { Injectable } from '@nestjs/common';
import { OAuthError } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { RegistrationPolicy } from '../platform/registration-policy.js';

/** What one address may take of the whole: many people may stand behind it, yet it must leave something to the others. */
const SHARE_OF_ONE = 4;
/** Addresses that are remembered; the ones seen longest ago leave first, and would be full again by then anyway. */
const CAPACITY = 10_000;

/** How many registrations there are left, at a moment in milliseconds. */
interface Bucket {
  left: number;
  at: number;
}

/**
 * Limits registrations that need no token of somebody's own. A bucket for everybody and one for each address, both
 * filled evenly: whoever waits gets through, and nobody is shut out for what a neighbour did an hour ago. Open
 * registrations are counted by themselves, and so are those of each application's statements: a statement can be taken
 * out of an app, and then costs no other app its installations.
 */
@Injectable()
export class RegistrationThrottle {
  /** By application; open registrations by null. */
  private readonly whole = new Map<string | null, Bucket>();
  private readonly byAddress = new Map<string, Bucket>();

  constructor(
    private readonly policy: RegistrationPolicy,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes one registration. Throws 429 that says when to come again, and then takes nothing.
   * @param application whose statement came along, known to be good: whatever is named here is remembered; null without
   */
  take(address: string, application: string | null): void {
    const now = this.clock.milliseconds();
    const all = this.wholeOf(application, now);
    const own = this.bucketOf(JSON.stringify([application, networkOf(address)]), now);
    fill(own, this.sizeOfOne, now);
    fill(all, this.size, now);
    const missing = Math.max((1 - own.left) / this.sizeOfOne, (1 - all.left) / this.size);
    if (missing > 0) {
      throw new OAuthError('temporarily_unavailable', 'Too many clients were registered. Try again later.', {
        status: 429,
        retryAfter: Math.ceil(missing * 3600),
      });
    }
    own.left -= 1;
    all.left -= 1;
  }

  /** Registrations per hour, and at once. */
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
    this.byAddress.delete(origin);
    this.byAddress.set(origin, bucket);
    if (this.byAddress.size > CAPACITY) this.byAddress.delete(this.byAddress.keys().next().value!);
    return bucket;
  }
}

function fill(bucket: Bucket, size: number, now: number): void {
  bucket.left = Math.min(size, bucket.left + (Math.max(0, now - bucket.at) / 3_600_000) * size);
  bucket.at = now;
}

/** One subscriber has a /64 of IPv6 addresses to choose from. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const [left, right] = [head, tail].map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = address.includes('::') ? 8 - left!.length - right!.length : 0;
  return [...left!, ...Array<string>(zeros).fill('0'), ...right!].slice(0, 4).join(':');
}
