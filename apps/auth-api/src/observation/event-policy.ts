import type { EventName } from '@passant/contracts';

const DAY = 86_400_000;

/** The operator's settings for events. */
export class EventPolicy {
  constructor(
    /** Days after which an event is deleted. */
    readonly retentionDays: number,
    /** Events that are not written at all. */
    readonly excluded: ReadonlySet<EventName>,
    /** Events that are always written one by one, no matter how many there are. */
    readonly detailed: ReadonlySet<EventName>,
  ) {}

  /**
   * Events before this time are deleted.
   * @param now milliseconds since the epoch, as is the result
   */
  keptSince(now: number): number {
    return now - this.retentionDays * DAY;
  }

  /**
   * Width of an event partition in milliseconds. One partition per day of retention, but never more than about thirty
   * partitions.
   */
  get partitionWidth(): number {
    return Math.max(DAY, Math.ceil(this.retentionDays / 30) * DAY);
  }

  /**
   * Events before this time have been dropped with their partition, unless the partition is wider than partitions are
   * now because the retention has been shortened.
   * @param now milliseconds since the epoch, as is the result
   */
  overdueSince(now: number): number {
    return this.keptSince(now) - this.partitionWidth;
  }
}
