import type { EventName } from '@passant/contracts';

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
    return now - this.retentionDays * 86_400_000;
  }
}
