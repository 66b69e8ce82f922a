import type { LogLine } from '../wire.ts';
import type { LogLevel } from '../script-run.ts';

const MOST_LINES = 200;
const MOST_CHARACTERS = 64 * 1024;
export const CUT_MARKER = 'The log was cut here: a run may write 200 lines and 64 KiB.';

/** The lines one run logs, capped; lines leave it at most once. */
export class LogBook {
  #lines: LogLine[] = [];
  #count = 0;
  #characters = 0;
  #open = true;

  /** Returns false when nothing more is taken. */
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

  /** The lines not taken yet, or undefined. */
  take(): LogLine[] | undefined {
    if (this.#lines.length === 0) return undefined;
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }
}
