import type { EpochSeconds } from '@passant/protocol';

/** The start of the hour that contains a moment. */
export const hourOf = (moment: EpochSeconds): EpochSeconds => moment - (moment % 3600);

/** The only place that reads the current time. */
export class Clock {
  /** Whole seconds since the epoch. */
  now(): EpochSeconds {
    return Math.floor(this.milliseconds() / 1000);
  }

  /** Milliseconds since the epoch, for ordering at a finer resolution than token lifetimes need. */
  milliseconds(): number {
    return this.machine();
  }

  /** The same, as this machine has it, wherever tests have moved the clock of the server. */
  machine(): number {
    return Date.now();
  }
}

/** The clock of a test server: it runs at the speed of the system clock, ahead of it by the amount it was moved. */
export class MovableClock extends Clock {
  /** Offset in seconds. */
  ahead = 0;

  override milliseconds(): number {
    return super.milliseconds() + this.ahead * 1000;
  }
}
