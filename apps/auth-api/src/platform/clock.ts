import type { EpochSeconds } from '@passant/protocol';

/** The one place that looks at the time. Specs replace it. */
export class Clock {
  /** Whole seconds since the epoch. */
  now(): EpochSeconds {
    return Math.floor(this.milliseconds() / 1000);
  }

  /** Milliseconds since the epoch, for what is ordered more finely than tokens live. */
  milliseconds(): number {
    return Date.now();
  }
}
