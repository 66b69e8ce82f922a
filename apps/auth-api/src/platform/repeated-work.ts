/** Work that is done again and again while the server runs. It never keeps the process alive by itself. */
export class RepeatedWork {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  /**
   * @param milliseconds from one beginning to the next
   * @param work must not reject: nobody is there to hear of it
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

  /** Begins no more, and waits for what is under way. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }
}
