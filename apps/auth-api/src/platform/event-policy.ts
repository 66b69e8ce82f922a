import type { EventName } from '@passant/contracts';

const DAY = 86_400_000;

/** What the operator decided about events. */
export class EventPolicy {
  constructor(
    /** Days after which an event is deleted. */
    readonly retentionDays: number,
    /** Events that are not written down at all. */
    readonly excluded: ReadonlySet<EventName>,
  ) {}

  /** Events before this moment go. @param now milliseconds since the epoch; so is the result */
  keptSince(now: number): number {
    return now - this.retentionDays * DAY;
  }

  /** Milliseconds of a stretch of events: as many stretches as days are kept, but never more than a month has. */
  get stretch(): number {
    return Math.max(DAY, Math.ceil(this.retentionDays / 30) * DAY);
  }

  /**
   * Events before this moment went with their stretch, unless that was made longer than stretches are now: fewer days
   * are kept than before. @param now milliseconds since the epoch; so is the result
   */
  overdueSince(now: number): number {
    return this.keptSince(now) - this.stretch;
  }
}
