import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { startEngine } from '../src/embedded-engine.js';
import { openDatabase } from '../src/index.js';
import { SyncedFiles } from '../src/synced-files.js';

/** Rows that are acknowledged, and after how many the power fails. */
const ROWS = 40;
const CUTS = [23, ROWS];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'passant-synced-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/**
 * Files of which only what the engine had written to the disk is left when the power fails: a file as it was when it was
 * last asked for, and no entry of a folder that was not.
 */
class Disk extends SyncedFiles {
  constructor(
    private readonly files: string,
    readonly platter: string,
  ) {
    super(files);
  }

  protected override sync(descriptor: number, path: string): void {
    super.sync(descriptor, path);
    const there = join(this.platter, relative(this.files, path));
    if (statSync(path).isDirectory()) return this.syncEntries(path, there);
    mkdirSync(dirname(there), { recursive: true });
    copyFileSync(path, there);
  }

  /** What was renamed or deleted is gone for certain now, and what is new has a name. */
  private syncEntries(path: string, there: string): void {
    mkdirSync(there, { recursive: true });
    const entries = new Set(readdirSync(path));
    for (const old of readdirSync(there)) if (!entries.has(old)) rmSync(join(there, old), { recursive: true });
  }
}

async function rowsOf(directory: string): Promise<number[]> {
  const database = await openDatabase({ kind: 'embedded', directory, mustExist: true });
  const rows = await database.dataSource.query<{ row: number }[]>('SELECT row FROM kept ORDER BY row');
  await database.close();
  return rows.map(({ row }) => row);
}

describe('An embedded database that pays for durability', () => {
  it('has every acknowledged row after a power failure that took all that was not on the disk', async () => {
    const disk = new Disk(join(folder, 'files'), join(folder, 'platter'));
    const engine = await startEngine(disk, undefined);
    await engine.exec('CREATE TABLE kept (row integer PRIMARY KEY, filler text)');
    const left: [directory: string, acknowledged: number][] = [];
    for (let row = 1; row <= ROWS; row += 1) {
      await engine.query("INSERT INTO kept VALUES ($1, repeat('x', 1000))", [row]);
      // What comes with a checkpoint: tables are written, and the log before it is no longer needed.
      if (row % 20 === 0) await engine.exec('CHECKPOINT');
      if (!CUTS.includes(row)) continue;
      const directory = join(folder, `left-${row}`);
      cpSync(disk.platter, join(directory, 'database'), { recursive: true });
      left.push([directory, row]);
    }
    await engine.close();
    for (const [directory, acknowledged] of left) {
      expect(await rowsOf(directory)).toEqual(Array.from({ length: acknowledged }, (_, index) => index + 1));
    }
  });

  it('is asked for with its folder, and opens what was written without it', async () => {
    const settings = async (isSynced: boolean) => {
      const database = await openDatabase({ kind: 'embedded', directory: folder, isSynced });
      await database.dataSource.query('CREATE TABLE IF NOT EXISTS kept (row integer)');
      await database.dataSource.query('INSERT INTO kept VALUES (1)');
      const [found] = await database.dataSource.query<object[]>(
        `SELECT current_setting('fsync') AS fsync, current_setting('wal_sync_method') AS method,
                current_setting('full_page_writes') AS pages, current_setting('synchronous_commit') AS commit,
                (SELECT count(*)::int FROM kept) AS rows`,
      );
      await database.close();
      return found;
    };
    expect(await settings(false)).toMatchObject({ fsync: 'off', rows: 1 });
    expect(await settings(true)).toEqual({ fsync: 'on', method: 'fsync', pages: 'on', commit: 'on', rows: 2 });
    expect(existsSync(join(folder, 'database', 'PG_VERSION'))).toBe(true);
  });

  it('does not acknowledge what the disk refuses to take', async () => {
    let isBroken = false;
    class Broken extends SyncedFiles {
      protected override sync(descriptor: number, path: string): void {
        if (isBroken) throw Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' });
        super.sync(descriptor, path);
      }
    }
    const engine: PGlite = await startEngine(new Broken(join(folder, 'files')), undefined);
    await engine.exec('CREATE TABLE kept (row integer)');
    isBroken = true;
    await expect(engine.query('INSERT INTO kept VALUES (1)')).rejects.toThrow();
    isBroken = false;
    await engine.close().catch(() => {});
  });
});
