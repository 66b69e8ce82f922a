import { Logger } from '@nestjs/common';
import { isStoreOutage } from '@passant/persistence';
import { faultOf } from './fault.js';

export interface CountOptions<Kind> {
  /** What is counted, as the log calls it, for example "Counts of events". */
  name: string;
  /** Adds to many counts in one statement, atomically. */
  write(counts: (Kind & { count: number })[]): Promise<void>;
  /** Whether a count may be dropped before others when there are too many. */
  isExpendable(kind: Kind): boolean;
}

/**
 * Milliseconds for which counts are collected in memory before they are written; a process that is killed loses that
 * much. Also the delay before a retry while the database is unavailable.
 */
const INTERVAL = 1_000;
/** Maximum number of counts kept while they cannot be written. */
const CAPACITY = 10_000;

interface Entry<Kind> {
  kind: Kind;
  count: number;
}

/**
 * Counts what happens too often to be written one by one, and adds it to the counts in the database once a second.
 * `add` never waits and never fails. Counts that could not be added while the database was unavailable are kept and
 * added later. They are added twice only if the database executed a statement but the outage swallowed its response.
 */
export class CountWriter<Kind extends object> {
  private readonly logger: Logger;
  private counted = new Map<string, Entry<Kind>>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;
  private closing = false;

  constructor(private readonly options: CountOptions<Kind>) {
    this.logger = new Logger(options.name);
  }

  /** Number of counts that are not written yet. */
  get size(): number {
    return this.counted.size;
  }

  /** @param key identifies the kind */
  add(key: string, kind: Kind, count = 1): void {
    const known = this.counted.get(key);
    if (known) known.count += count;
    else this.counted.set(key, { kind, count });
    if (this.counted.size > CAPACITY) this.giveUpOne();
    this.timer ??= setTimeout(() => void this.write(), INTERVAL).unref();
  }

  /** Waits until one attempt has been made to write everything counted so far. */
  async flush(): Promise<void> {
    await this.writing;
    await this.write();
  }

  /** Tries once to write the remaining counts. Counts that the database does not accept then are lost. */
  async close(): Promise<void> {
    this.closing = true;
    await this.flush();
    clearTimeout(this.timer);
  }

  private async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    // One statement at a time, so that counts put back after an outage are merged with those that arrived meanwhile.
    await this.writing;
    this.writing ??= this.writeAll().finally(() => (this.writing = undefined));
    await this.writing;
  }

  private async writeAll(): Promise<void> {
    const taken = this.counted;
    if (taken.size === 0) return;
    this.counted = new Map();
    try {
      await this.options.write([...taken.values()].map(({ kind, count }) => ({ ...kind, count })));
    } catch (error) {
      this.logger.warn(`${this.options.name} could not be written: ${faultOf(error)}`);
      // If the database rejected the counts, it would reject them again.
      if (isStoreOutage(error) && !this.closing) for (const [key, { kind, count }] of taken) this.add(key, kind, count);
    }
  }

  /** Drops the oldest expendable count or, if there is none, the oldest. */
  private giveUpOne(): void {
    const oldest = this.counted.keys().next().value!;
    const expendable = [...this.counted].find(([, { kind }]) => this.options.isExpendable(kind));
    this.counted.delete(expendable?.[0] ?? oldest);
  }
}
