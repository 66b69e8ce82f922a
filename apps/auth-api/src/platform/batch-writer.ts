import { Logger } from '@nestjs/common';
import { isStoreOutage } from '@passant/persistence';
import { faultOf } from './fault.js';

export interface BatchOptions<Item> {
  /** The name of the items in the log, for example "Events". */
  name: string;
  /** Writes many items in one statement. */
  write(batch: Item[]): Promise<void>;
  /** Whether an item is dropped before others when there are too many. If absent, all items are equal. */
  isExpendable?(item: Item): boolean;
}

/**
 * Maximum number of items kept while they cannot be written. Beyond that, a block of items is dropped with a log line:
 * the oldest expendable ones or, if there are none, the oldest.
 */
const CAPACITY = 10_000;
const GIVEN_UP_AT_ONCE = 1_000;
/** Maximum number of items per statement. */
const BATCH = 2_000;
/** Milliseconds between two statements: under load, this makes few large statements instead of many small ones. */
const PAUSE = 50;
/** Milliseconds before a retry while the database is unavailable. */
const RETRY_AFTER = 1_000;

/** Writes items in the background, many per statement. `add` never waits and never fails. */
export class BatchWriter<Item> {
  private readonly logger: Logger;
  private waiting: Item[] = [];
  private writing: Promise<void> | undefined;
  private hurry: (() => void) | undefined;
  private closing = false;

  constructor(private readonly options: BatchOptions<Item>) {
    this.logger = new Logger(options.name);
  }

  /** Number of items that are not written yet. */
  get size(): number {
    return this.waiting.length;
  }

  add(item: Item): void {
    this.waiting.push(item);
    if (this.waiting.length > CAPACITY) {
      const given = this.giveUpSome();
      this.logger.warn(`${given} ${this.options.name.toLowerCase()} are lost: they could not be written.`);
    }
    this.writing ??= this.run();
  }

  /** Waits until everything added so far has been written or dropped. */
  async flush(): Promise<void> {
    while (this.writing) {
      this.hurry?.();
      await this.writing;
    }
  }

  /** Tries once to write the remaining items. Items that the database does not accept then are lost. */
  async close(): Promise<void> {
    this.closing = true;
    await this.flush();
  }

  /** @returns the number of dropped items */
  private giveUpSome(): number {
    let given = 0;
    const isLeft = (item: Item) => {
      const goes = given < GIVEN_UP_AT_ONCE && (this.options.isExpendable?.(item) ?? false);
      if (goes) given += 1;
      return !goes;
    };
    this.waiting = this.waiting.filter(isLeft);
    return given > 0 ? given : this.waiting.splice(0, GIVEN_UP_AT_ONCE).length;
  }

  private async run(): Promise<void> {
    // All items added in this turn of the event loop go into one statement.
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
      this.logger.warn(`${this.options.name} could not be written: ${faultOf(error)}`);
      // If the database rejected the batch, it would reject it again.
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
