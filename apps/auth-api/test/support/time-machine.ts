import { MovableClock } from '../../src/platform/clock.js';

/** A server clock that tests control. */
export class TimeMachine extends MovableClock {
  #stoppedAt: number | undefined;
  #missetBy = 0;

  override machine(): number {
    return super.machine() + this.#missetBy * 1000;
  }

  override milliseconds(): number {
    return this.#stoppedAt === undefined ? super.milliseconds() : this.#stoppedAt + this.ahead * 1000;
  }

  /** Runs `work` while the clock of the machine itself is wrong by that many seconds, which nobody meant. */
  async misset<Result>(seconds: number, work: () => Promise<Result>): Promise<Result> {
    this.#missetBy = seconds;
    try {
      return await work();
    } finally {
      this.#missetBy = 0;
    }
  }

  /** Runs `work` while time stands still, so that it meets a second exactly, however slow the machine is. */
  async standing<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#stoppedAt = Date.now();
    try {
      return await work();
    } finally {
      this.#stoppedAt = undefined;
    }
  }

  /** Moves the clock forward permanently. */
  moveOn(seconds: number): void {
    this.ahead += seconds;
  }

  /** Runs `work` that many seconds later. */
  async later<Result>(seconds: number, work: () => Promise<Result>): Promise<Result> {
    this.ahead += seconds;
    try {
      return await work();
    } finally {
      this.ahead -= seconds;
    }
  }
}
