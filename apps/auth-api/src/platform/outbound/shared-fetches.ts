import { TooManyAsked } from './outbound-error.js';

/** Lets all who need the same thing at the same time wait for one fetch of it. */
export class SharedFetches<Result> {
  private readonly running = new Map<string, Promise<Result>>();

  isRunning(key: string): boolean {
    return this.running.has(key);
  }

  /** The result of the fetch that is running, or of a new one. Throws what it throws. */
  async run(key: string, fetch: () => Promise<Result>): Promise<Result> {
    const running = this.running.get(key);
    if (!running) return this.start(key, fetch);
    try {
      return await running;
    } catch (error) {
      // Whoever began it caused too many others, which must not be held against those who only joined.
      if (error instanceof TooManyAsked) return this.running.get(key) ?? this.start(key, fetch);
      throw error;
    }
  }

  private start(key: string, fetch: () => Promise<Result>): Promise<Result> {
    const started = fetch().finally(() => this.running.delete(key));
    this.running.set(key, started);
    return started;
  }
}
