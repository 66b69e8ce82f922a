import { Logger } from '@nestjs/common';
import { isStoreOutage } from '@passant/persistence';

export interface BatchOptions<Item> {
  /** What the items are called in the log: "Events". */
  name: string;
  /** Writes many items in one statement. */
  write(batch: Item[]): Promise<void>;
}

/** Items kept while they cannot be written. Beyond that the oldest are given up, some at a time with a line in the log. */
const CAPACITY = 10_000;
const GIVEN_UP_AT_ONCE = 1_000;
/** Items of one statement. */
const BATCH = 2_000;
/** Milliseconds between two statements: under load few large ones instead of many small ones. */
const PAUSE = 50;
/** Milliseconds before items are tried again while the database is away. */
const RETRY_AFTER = 1_000;

/** Writes items after the fact, many in one statement. Whoever adds one never waits and never sees it fail. */
export class BatchWriter<Item> {
  private readonly logger: Logger;
  private waiting: Item[] = [];
  private writing: Promise<void> | undefined;
  private hurry: (() => void) | undefined;
  private closing = false;

  constructor(private readonly options: BatchOptions<Item>) {
    this.logger = new Logger(options.name);
  }

  /** Items that are not written yet. */
  get size(): number {
    return this.waiting.length;
  }

  add(item: Item): void {
    this.waiting.push(item);
    if (this.waiting.length > CAPACITY) {
      this.waiting.splice(0, GIVEN_UP_AT_ONCE);
      this.logger.warn(`${GIVEN_UP_AT_ONCE} ${this.options.name.toLowerCase()} are lost: they could not be written.`);
    }
    this.writing ??= this.run();
  }

  /** Waits until everything added so far is written or given up. */
  async flush(): Promise<void> {
    while (this.writing) {
      this.hurry?.();
      await this.writing;
    }
  }

  /** Writes what is left, once; what the database does not take then is lost. */
  async close(): Promise<void> {
    this.closing = true;
    await this.flush();
  }

  private async run(): Promise<void> {
    // Everything that is added in this turn of the event loop goes into one statement.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const written = await this.writeNext();
      if (!written && this.closing) this.waiting = [];
      if (this.waiting.length > 0 || !written) await this.rest(written ? PAUSE : RETRY_AFTER);
    }
    this.writing = undefined;
  }

  /** @returns false if the batch is still to be written */
  private async writeNext(): Promise<boolean> {
    const batch = this.waiting.splice(0, BATCH);
    try {
      await this.options.write(batch);
      return true;
    } catch (error) {
      const message = error instanceof Error ? error.message : 'unknown';
      this.logger.warn(`${this.options.name} could not be written: ${message}`);
      // What the database refuses it will refuse again.
      if (!isStoreOutage(error)) return true;
      this.waiting.unshift(...batch);
      return false;
    }
  }

  private async rest(milliseconds: number): Promise<void> {
    if (this.closing) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds).unref();
      this.hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.hurry = undefined;
  }
}
