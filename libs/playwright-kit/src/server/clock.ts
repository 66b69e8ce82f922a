import { PATHS, type SetTestClock, type TestClock } from '@passant/contracts';
import { send } from '@passant/mobile-client';

const UNITS = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 } as const;
type Unit = keyof typeof UNITS;

/** A duration: a number of seconds, or in words. */
export type Duration = number | `${number} ${Unit | `${Unit}s`}`;

/** @returns seconds @throws if the words are not a duration */
export function secondsOf(duration: Duration): number {
  if (typeof duration === 'number') return duration;
  const [, count, unit] = /^(\d+(?:\.\d+)?) (second|minute|hour|day|week)s?$/.exec(duration) ?? [];
  if (unit === undefined) throw new Error(`Not a length of time: ${duration}. Write "5 minutes", or 300.`);
  return Math.round(Number(count) * UNITS[unit as Unit]);
}

/** The server's clock. It can be moved only if the server was started with PASSANT_TEST_CLOCK. */
export class Clock {
  private ahead = 0;

  constructor(private readonly url: string) {}

  /** Epoch seconds; the kit's phones and schemes use this clock. */
  now = (): number => Math.floor(Date.now() / 1000) + this.ahead;

  /** Whether the clock differs from the machine's. */
  get isMoved(): boolean {
    return this.ahead !== 0;
  }

  /** Moves the clock forward. On return, everything that has expired by then is gone. */
  async advance(duration: Duration): Promise<void> {
    await this.put(this.ahead + secondsOf(duration));
  }

  /** Resets the clock to the machine's time. What has expired in the meantime is not restored. */
  async reset(): Promise<void> {
    await this.put(0);
  }

  private async put(ahead: number): Promise<void> {
    const json: SetTestClock = { ahead };
    const reply = await send<TestClock>('PUT', this.url + PATHS.testClock, { json });
    if (reply.status === 404) {
      throw new Error(
        `The clock of ${this.url} cannot be moved: start it with PASSANT_TEST_CLOCK=on, for tests alone.`,
      );
    }
    if (reply.status !== 200) throw new Error(`The clock was not moved: ${JSON.stringify(reply.body)}`);
    this.ahead = reply.body.ahead;
  }
}
