import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Store } from '@passant/persistence';
import type { HourlyCount, HourlySubject } from '@passant/protocol';
import { Clock, hourOf } from '../platform/clock.js';
import { CountWriter } from '../platform/count-writer.js';

/** Seconds for which an hour's counts are kept: as long as those of script runs. */
const RETENTION = 7 * 86_400;

type Kind = Omit<HourlyCount, 'times'>;

/**
 * Counts what happens, hour by hour and for all processes together. An hour has a row per value, of which this server
 * has a fixed number, so that no caller can fill the table; and none of them says who it was.
 */
@Injectable()
export class HourlyCounts implements OnModuleDestroy {
  private readonly writer: CountWriter<Kind>;

  constructor(
    store: Store,
    private readonly clock: Clock,
  ) {
    this.writer = new CountWriter({
      name: 'Hourly counts',
      write: (counts) => store.hourlyCounts.add(counts.map(({ count, ...kind }) => ({ ...kind, times: count }))),
      isExpendable: () => true,
    });
  }

  /** Never throws and never delays the response. @param value one of the server's own terms */
  add(subject: HourlySubject, value: string): void {
    const hour = hourOf(this.clock.now());
    this.writer.add(`${hour} ${subject} ${value}`, { hour, subject, value, expiresAt: hour + RETENTION });
  }

  /** Number of counts that are not written yet. */
  get waiting(): number {
    return this.writer.size;
  }

  /** Waits until one attempt has been made to write everything counted so far. */
  async flush(): Promise<void> {
    await this.writer.flush();
  }

  async onModuleDestroy(): Promise<void> {
    await this.writer.close();
  }
}
