import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds to wait at shutdown for work that may take minutes. */
const PATIENCE = 5_000;

/** Work that is repeated while the server runs. It never keeps the process alive on its own. */
export class RepeatedWork {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  /**
   * @param milliseconds interval between two starts
   * @param work must not reject, because nothing handles the rejection
   */
  constructor(
    private readonly milliseconds: number,
    private readonly work: () => Promise<void>,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.running = this.work();
    }, this.milliseconds);
    this.timer.unref();
  }

  /**
   * Starts no more work and waits for work in progress, but only for a limited time, because that work may itself be
   * waiting for something that never comes.
   */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.race([this.running, pause(PATIENCE, undefined, { ref: false })]);
  }
}
