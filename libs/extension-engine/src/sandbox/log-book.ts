import type { LogLine } from '../wire.ts';
import type { LogLevel } from '../script-run.ts';

const MOST_LINES = 200;
const MOST_CHARACTERS = 64 * 1024;
export const CUT_MARKER = 'The log was cut here: a run may write 200 lines and 64 KiB.';

/** The capped log of one run. Each line is taken out at most once. */
export class LogBook {
  #lines: LogLine[] = [];
  #count = 0;
  #characters = 0;
  #open = true;

  /** Returns false if the log is full. */
  add(level: LogLevel, message: string): boolean {
    if (!this.#open) return false;
    if (this.#count >= MOST_LINES || this.#characters + message.length > MOST_CHARACTERS) {
      this.#lines.push(['warn', CUT_MARKER]);
      this.#open = false;
      return false;
    }
    this.#lines.push([level, message]);
    this.#count += 1;
    this.#characters += message.length;
    return true;
  }

  /** Takes out the lines that have not been taken yet. Returns undefined if there are none. */
  take(): LogLine[] | undefined {
    if (this.#lines.length === 0) return undefined;
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }
}
