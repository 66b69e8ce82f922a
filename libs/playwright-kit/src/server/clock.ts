import { PATHS, type SetTestClock, type TestClock } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import type { Page } from '@playwright/test';

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

/** Milliseconds after which a server whose clock stands still has written what it notes of a request. */
const NOTED_WITHIN = 3_000;

/** The server's clock. It can be moved only if the server was started with PASSANT_TEST_CLOCK. */
export class Clock {
  private ahead = 0;
  /** Seconds of that which were asked for here, and not by somebody else who uses the server. */
  private moved = 0;
  /** Whether the server says where its clock stands; `undefined` until it was asked. */
  private isTold: boolean | undefined;
  /** Pages whose browser goes by this clock. */
  private readonly pages = new Set<Page>();

  constructor(private readonly url: string) {}

  /** Epoch seconds; the kit's phones and schemes use this clock. */
  now = (): number => Math.floor(Date.now() / 1000) + this.ahead;

  /** Whether the clock differs from the machine's. */
  get isMoved(): boolean {
    return this.ahead !== 0;
  }

  /** Moves the clock forward. On return, everything that has expired by then is gone. */
  async advance(duration: Duration): Promise<void> {
    const seconds = secondsOf(duration);
    // Somebody else may have moved it since, and goes by it.
    await this.look();
    await this.put(this.ahead + seconds);
    this.moved += seconds;
  }

  /**
   * Resets the clock to the machine's time, whoever has moved it. What has expired in the meantime is not restored.
   */
  async reset(): Promise<void> {
    await this.put(0);
    this.moved = 0;
  }

  /** Takes back what was moved here; what somebody else has moved stays for them. */
  async takeBack(): Promise<void> {
    if (this.moved === 0) return;
    await this.look();
    await this.put(Math.max(0, this.ahead - this.moved));
    this.moved = 0;
  }

  /** Waits until the server has written what it notes of requests, which it does seconds after its answers. */
  async settle(): Promise<void> {
    await this.look();
    if (this.isTold) await this.put(this.ahead);
    else await new Promise((resolve) => setTimeout(resolve, NOTED_WITHIN));
  }

  /**
   * Lets the browser of a page go by the server's time, from now on and for as long as the test runs: an app in it signs
   * with a time that is right, and the page shows what ends as the server sees it.
   */
  async follow(page: Page): Promise<void> {
    this.pages.add(page);
    await this.tell(page);
  }

  /** Forgets the pages of a test that is over. */
  forgetPages(): void {
    this.pages.clear();
  }

  /** Asks the server where its clock stands: on one that others use, somebody else may have moved it. */
  async look(): Promise<void> {
    if (this.isTold === false) return;
    const reply = await send<TestClock>('GET', this.url + PATHS.testClock);
    this.isTold = reply.status === 200;
    if (this.isTold) this.ahead = reply.body.ahead;
  }

  private async put(ahead: number): Promise<void> {
    const json: SetTestClock = { ahead };
    const reply = await send<TestClock>('PUT', this.url + PATHS.testClock, { json });
    if (reply.status === 404) {
      throw new Error(
        `The clock of ${this.url} cannot be moved: start it with PASSANT_TEST_CLOCK=on, for tests alone, and ask it from its own machine without a proxy between.`,
      );
    }
    if (reply.status !== 200) throw new Error(`The clock was not moved: ${JSON.stringify(reply.body)}`);
    this.ahead = reply.body.ahead;
    for (const page of this.pages) await this.tell(page);
  }

  private async tell(page: Page): Promise<void> {
    if (page.isClosed()) this.pages.delete(page);
    else await page.clock.setSystemTime(this.now() * 1000);
  }
}
