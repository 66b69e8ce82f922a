import { Clock } from '../../src/platform/clock.js';

/** A clock that stands with the real one until a spec moves it on. */
export class MovableClock extends Clock {
  private ahead = 0;

  override milliseconds(): number {
    return super.milliseconds() + this.ahead * 1000;
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
