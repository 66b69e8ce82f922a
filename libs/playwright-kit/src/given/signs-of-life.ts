import type { AdminApi } from '../server/admin-api.js';
import { type Made, remove } from './removal.js';
import type { RunMarker } from './run-marker.js';

/** Milliseconds between two of them: several may fail to arrive before others take the worker for dead. */
const EVERY = 30 * 60_000;

/** A web hook that no application names is never called. Nobody answers at this name either (RFC 2606). */
const NEVER_CALLED = {
  type: 'CUSTOMIZE_TOKEN',
  name: 'A run of tests is still at work',
  base_uri: 'https://still-at-work.invalid',
  authentication_method: 'NONE',
} as const;

/**
 * Tells others on the same server that this worker lives, and that what it has made is not left over: every half hour it
 * makes something with its mark, which is therefore never old for long. A worker that was killed makes nothing.
 */
export class SignsOfLife {
  private readonly timer: NodeJS.Timeout;
  private made: Made[] = [];
  private saying: Promise<void> = Promise.resolve();

  /** @param isNeeded whether the worker has anything on the server */
  constructor(
    private readonly admin: AdminApi,
    private readonly marker: RunMarker,
    isNeeded: () => boolean,
  ) {
    this.timer = setInterval(() => {
      // An outage of the server ends no test that does not ask it anything. The next one says it again.
      if (isNeeded()) this.saying = this.saying.then(() => this.say()).catch(() => undefined);
    }, EVERY);
    this.timer.unref();
  }

  private async say(): Promise<void> {
    const id = this.marker.next('alive');
    this.made.push({ kind: 'webHook', id });
    await this.admin.call('createWebHook', { body: { id, ...NEVER_CALLED } });
    // The one before stays: whoever reads a long list page by page may have passed the place of the new one already.
    await remove(this.admin, this.made.splice(0, this.made.length - 2));
  }

  /** Says nothing more. */
  stop(): void {
    clearInterval(this.timer);
  }

  /** Says nothing more, and removes what was made for it. */
  async end(): Promise<void> {
    this.stop();
    await this.saying;
    await remove(this.admin, this.made.splice(0));
  }
}
