import { cpSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PATHS } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { StepFailed } from '../../lib/run.mjs';
import { residentMiB } from '../../bench/resident.js';
import { startPassant } from '../../world/passant.js';
import type { Program } from '../../world/program.js';
import type { Day } from './report.js';

const DAY = 86_400;

/** Days for which events are kept: after as many days, as many are dropped as come. */
const RETENTION = 7;

const SETTINGS = {
  PASSANT_TEST_CLOCK: 'on',
  PASSANT_EVENT_RETENTION_DAYS: String(RETENTION),
  LOG_LEVEL: 'warn',
};

/** A server on the embedded database, whose days pass as soon as somebody says so. */
export class Life {
  private ahead = 0;

  private constructor(
    private readonly folder: string,
    private readonly program: Program,
  ) {}

  static async begin(folder: string): Promise<Life> {
    return new Life(folder, await startPassant({ folder, settings: SETTINGS }));
  }

  get url(): string {
    return this.program.url;
  }

  /** The server's time, in epoch seconds. */
  readonly now = (): number => Math.floor(Date.now() / 1000) + this.ahead;

  /** A day passes: what has expired until then is deleted, and what that leaves behind is reclaimed. */
  async nextDay(): Promise<void> {
    this.ahead += DAY;
    await this.tellTheTime();
  }

  /**
   * Starts another server on a copy of the files, as after a power failure at this moment; the memory of the one that goes on
   * is that of the whole month. @returns milliseconds until it serves
   */
  async startOfCopy(): Promise<number> {
    const folder = join(this.folder, 'copy');
    mkdirSync(folder);
    // Nothing is written meanwhile, so the copy is one of a moment.
    this.program.child.kill('SIGSTOP');
    try {
      const filter = (file: string) => basename(file) !== 'passant.lock';
      cpSync(this.data, join(folder, 'data'), { recursive: true, filter });
    } finally {
      this.program.child.kill('SIGCONT');
    }
    const since = performance.now();
    const other = await startPassant({ folder, settings: SETTINGS });
    const took = performance.now() - since;
    await other.stop();
    rmSync(folder, { recursive: true });
    return took;
  }

  /** What the server has on disk, and in memory. */
  async look(): Promise<Omit<Day, 'day' | 'start'>> {
    return { ...measured(this.data), resident: await this.leastResident() };
  }

  private get data(): string {
    return join(this.folder, 'data');
  }

  async end(): Promise<void> {
    await this.program.stop();
  }

  /** The least of several moments: what is garbage already says nothing. */
  private async leastResident(): Promise<number> {
    const seen: number[] = [];
    for (let moment = 0; moment < 3; moment += 1) {
      seen.push(residentMiB(this.program.pid));
      await pause(50);
    }
    return Math.min(...seen);
  }

  private async tellTheTime(): Promise<void> {
    const { status, body } = await send('PUT', this.url + PATHS.testClock, { json: { ahead: this.ahead } });
    if (status !== 200) throw new StepFailed(`The clock could not be moved: ${JSON.stringify(body)}.`);
  }
}

/**
 * The number of files in a data directory that hold something, the bytes of its tables, and those of its write-ahead log.
 * Of a table that was dropped an empty file stays until the next checkpoint, so that its number is not used again before.
 */
function measured(folder: string): Pick<Day, 'files' | 'bytes' | 'log'> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ isLog: file.split(sep).includes('pg_wal'), size: statSync(file).size }));
  const bytesOf = (log: boolean) => files.reduce((sum, { isLog, size }) => sum + (isLog === log ? size : 0), 0);
  return { files: files.filter(({ size }) => size > 0).length, bytes: bytesOf(false), log: bytesOf(true) };
}
