import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { LimitName } from '@passant/contracts';
import { type Allowance, type Patience, Store, type Taken, type Used } from '@passant/persistence';
import { OAuthError, limitCountOf } from '@passant/protocol';
import { Secrets } from '../credentials/secrets.js';
import { EventLog } from '../observation/event-log.js';
import { HourlyCounts } from '../observation/hourly-counts.js';
import { Metrics } from '../observation/metrics/metrics.js';
import { Clock } from '../platform/clock.js';
import { RecentMap } from '../platform/recent-map.js';

/** Whom a limit holds for: an application, a client, a network, or several of them. Only a hash of it is stored. */
export type Holder = readonly (string | null)[];

/** A limit and whom it holds for. */
export type Held<Limit> = Limit & { of: Holder };

export interface Limited {
  name: LimitName;
  /** What there is too much of, as a sentence for the caller. */
  says: string;
  /** Why there is no more, for the log; by default, that it is used up. */
  cause?: string;
  /** The application whose limit it is, if it is one of an application. */
  application?: string | null | undefined;
}

/** Milliseconds for which a process refuses by itself what the database refused, so that a flood asks it nothing. */
const REMEMBERED = 1_000;
/** Maximum number of refused callers that are remembered. */
const CAPACITY = 10_000;
const DAY = 86_400_000;
/** Milliseconds by which the clocks of machines may differ. */
const APART = 60_000;
/** Milliseconds after which nothing that was used is remembered any more: an hour, and what clocks may differ by. */
const LONGEST_LIFE = 2 * 3_600_000;
/** Bytes of an HMAC that tell callers apart. */
const KEY_BYTES = 16;

/**
 * Limits that hold for all processes and machines together, because the database counts. What it cannot count is not
 * admitted: its outage is one of the request. Nobody is known in there by name: a row is found by a keyed hash, whose
 * salt is another one every day, so that copies of the database cannot be compared.
 */
@Injectable()
export class Limits {
  /** Since when and until when limits are used up, in milliseconds: whoever is held by one of them is refused. */
  private readonly refused = new RecentMap<string, { at: number; until: number }>(CAPACITY);

  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly hourly: HourlyCounts,
    private readonly metrics: Metrics,
  ) {}

  /** Takes one of each allowance, or of none. Throws 429 with `Retry-After` if one of them is used up. */
  async take(limited: Limited, allowances: readonly Held<Allowance>[]): Promise<void> {
    if (allowances.length === 0) return;
    const now = this.clock.milliseconds();
    const keyed = this.keyed(limited.name, allowances, now);
    this.requireNotRefused(limited, keyed, now);
    await this.carryOver(limited.name, keyed, now);
    const taken = await this.store.limits.take(keyed, now);
    if (taken.wait !== undefined) throw this.remember(limited, taken, now);
  }

  /**
   * Counts a failure with each limit. It is forgiven by `forgive`, for attempts that succeed.
   * Throws 429 with `Retry-After` while somebody whom a limit holds for has to wait.
   * @param limits with the same times
   */
  async countFailure(
    limited: Limited,
    limits: readonly Held<Patience>[],
  ): Promise<{ hasFailed: boolean; forgive: () => Promise<void> }> {
    const now = this.clock.milliseconds();
    const keyed = this.keyed(limited.name, limits, now);
    this.requireNotRefused(limited, keyed, now);
    await this.carryOver(limited.name, keyed, now);
    const counted = await this.store.limits.countFailure(keyed, now);
    if (counted.wait !== undefined) throw this.remember(limited, counted, now);
    const forgive = async () => {
      for (const { key } of keyed) this.refused.delete(memoryKey(key));
      await this.store.limits.forgive(keyed.map(({ key }) => key));
    };
    return { hasFailed: counted.hasFailed, forgive };
  }

  /**
   * What is used of each of these now, in their order, and after how many milliseconds there is room again; 0: there is.
   * Takes nothing.
   */
  async usesOf(allowances: readonly (Held<Allowance> & { name: LimitName })[]): Promise<Used[]> {
    const now = this.clock.milliseconds();
    // Of what was used before midnight, a part may not be carried over yet.
    const days = daysOf(now - LONGEST_LIFE, now + APART);
    const used = await this.store.limits.used(
      days.flatMap((day) => allowances.map((limit) => ({ ...limit, key: this.keyOf(limit.name, limit.of, day) }))),
      now,
    );
    return allowances.map((_, index) => mostOf(days.map((__, day) => used[day * allowances.length + index]!)));
  }

  private keyed<Limit>(
    name: LimitName,
    limits: readonly Held<Limit>[],
    now: number,
  ): (Held<Limit> & { key: Buffer })[] {
    // Around midnight, what is used counts on both days: another machine may be on either.
    return daysOf(now - APART, now + APART).flatMap((day) =>
      limits.map((limit) => ({ ...limit, key: this.keyOf(name, limit.of, day) })),
    );
  }

  /** Has what was used yesterday count today: nobody begins anew because it is midnight, here or on another machine. */
  private async carryOver(name: LimitName, keyed: readonly { of: Holder; key: Buffer }[], now: number): Promise<void> {
    const intoTheDay = now % DAY;
    if (intoTheDay < APART || intoTheDay >= LONGEST_LIFE) return;
    const yesterday = Math.floor(now / DAY) - 1;
    await this.store.limits.rename(keyed.map(({ of, key }) => ({ from: this.keyOf(name, of, yesterday), to: key })));
  }

  private keyOf(name: LimitName, of: Holder, day: number): Buffer {
    const hash = createHmac('sha256', this.secrets.limitKey).update(JSON.stringify([day, name, ...of]));
    return hash.digest().subarray(0, KEY_BYTES);
  }

  private requireNotRefused(limited: Limited, keyed: readonly { key: Buffer }[], now: number): void {
    for (const { key } of keyed) {
      const refused = this.refused.get(memoryKey(key));
      if (refused && now >= refused.at && now < Math.min(refused.at + REMEMBERED, refused.until)) {
        throw this.refuse(limited, refused.until - now);
      }
    }
  }

  private remember(limited: Limited, { wait, key }: Extract<Taken, { wait: number }>, now: number): OAuthError {
    if (key) this.refused.set(memoryKey(key), { at: now, until: now + wait });
    return this.refuse(limited, wait);
  }

  /**
   * The refusal of whoever has to wait, 429 with `Retry-After`, counted as one of a limit: every 429 is made here, those
   * of limits as well that are counted elsewhere.
   * @param wait milliseconds
   */
  refuse({ name, says, application, cause = 'a limit is used up' }: Limited, wait: number): OAuthError {
    this.events.record('LIMIT_REACHED', { details: { limit: name } });
    this.hourly.add('limit', limitCountOf(name, application ?? null));
    this.metrics.limited(name);
    return new OAuthError('temporarily_unavailable', `${says} Try again later.`, {
      cause,
      status: 429,
      retryAfter: Math.ceil(wait / 1000),
    });
  }
}

/** The days that begin until the second moment, from that of the first on. At most two: they are less than a day apart. */
const daysOf = (from: number, to: number): number[] => [
  ...new Set([from, to].map((moment) => Math.floor(moment / DAY))),
];

const mostOf = (uses: readonly Used[]): Used => ({
  used: Math.max(...uses.map(({ used }) => used)),
  wait: Math.max(...uses.map(({ wait }) => wait)),
});

const memoryKey = (key: Buffer): string => key.toString('latin1');
