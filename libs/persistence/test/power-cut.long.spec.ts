import {
  closeSync,
  cpSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { FilesDamagedError, openDatabase } from '../src/index.js';
import { testDirectory } from '../src/testing/index.js';

/** Bytes of a page of a table, and of one that a disk writes as a whole. */
const PAGE = 8192;
const SECTOR = 4096;

/** Copies of the files that are taken under load, and rows that are written before each. */
const COPIES = 3;
const ROWS = 300;

/**
 * The files of an embedded database as a power failure left them that took nothing of the last checkpoint, and the rows
 * that were acknowledged before. Files are copied one after the other while they change, so each is of another moment.
 */
interface Left {
  directory: string;
  acknowledged: number;
}

const folder = mkdtempSync(join(tmpdir(), 'passant-power-'));
const left: Left[] = [];

/** Files of a kind, the one that was changed last first. */
function newest(directory: string, kind: RegExp): string[] {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => kind.test(name));
  const changed = (name: string) => statSync(join(directory, name)).mtimeMs;
  return files.sort((one, other) => changed(other) - changed(one)).map((name) => join(directory, name));
}
const WAL = /pg_wal[/\\][0-9A-F]{24}$/;
const TABLE = /base[/\\]\d+[/\\]\d+$/;

function overwrite(file: string, position: number, bytes: number): void {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(bytes), 0, bytes, Math.max(0, position));
  closeSync(descriptor);
}

function cutOff(file: string, length: number): void {
  const descriptor = openSync(file, 'r+');
  ftruncateSync(descriptor, Math.max(0, length));
  closeSync(descriptor);
}

/** Where the content of a file ends that was filled up with zeros. */
function contentEnd(file: string): number {
  const bytes = readFileSync(file);
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return end;
}

beforeAll(async () => {
  const directory = join(folder, 'running');
  const database = await testDirectory(directory);
  let acknowledged = 0;
  let isOver = false;
  const load = (async () => {
    while (!isOver) {
      await database.dataSource.query(`INSERT INTO registered_user VALUES ('scheme', $1, '{}', 1)`, [
        `${acknowledged + 1}`,
      ]);
      acknowledged += 1;
      await turn();
    }
  })();
  while (left.length < COPIES) {
    for (const wanted = acknowledged + ROWS; acknowledged < wanted;) await turn();
    const copy: Left = { directory: join(folder, `copy-${left.length}`), acknowledged };
    await cp(directory, copy.directory, { recursive: true, filter: (file) => !file.endsWith('passant.lock') });
    left.push(copy);
    // As upkeep writes one: what was changed before is in the tables from now on, and no longer in the log.
    await database.dataSource.query('CHECKPOINT');
  }
  isOver = true;
  await load;
  await database.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Opens a copy of what a power failure left, after something was done to its files. */
async function opened(copy: Left, damage: (files: string) => void): Promise<number[]> {
  const directory = mkdtempSync(join(folder, 'damaged-'));
  cpSync(copy.directory, directory, { recursive: true });
  damage(join(directory, 'database'));
  const database = await openDatabase({ kind: 'embedded', directory });
  try {
    const rows = await database.dataSource.query<{ row: number }[]>(
      'SELECT user_id::int AS row FROM registered_user ORDER BY 1',
    );
    // Whatever is there can be found by its key, and written to.
    await database.dataSource.query(`UPDATE registered_user SET updated_at = 2 WHERE identity_provider = 'scheme'`);
    return rows.map(({ row }) => row);
  } finally {
    await database.close();
    rmSync(directory, { recursive: true });
  }
}

describe('An embedded database whose power failed under load', () => {
  it.each<[string, (files: string) => void, number]>([
    ['with the files as they were', () => {}, 0],
    [
      'with the end of its log torn',
      (files) => {
        const [log] = newest(files, WAL);
        overwrite(log!, contentEnd(log!) - SECTOR, PAGE);
      },
      // Rows whose change was on the page that is torn.
      100,
    ],
    [
      'with the last pages of its tables torn',
      (files) => {
        for (const file of newest(files, TABLE).slice(0, 5)) {
          if (statSync(file).size >= PAGE) overwrite(file, statSync(file).size - SECTOR, SECTOR);
        }
      },
      0,
    ],
    [
      'with tables that end within a page',
      (files) => {
        for (const file of newest(files, TABLE).slice(0, 5)) cutOff(file, statSync(file).size - SECTOR);
      },
      0,
    ],
  ])('opens %s, and has every row up to one moment', async (_, damage, most) => {
    for (const copy of left) {
      const rows = await opened(copy, damage);
      expect(rows).toEqual(Array.from({ length: rows.length }, (_row, index) => index + 1));
      expect(rows.length).toBeGreaterThanOrEqual(copy.acknowledged - most);
    }
  });

  it.each<[string, (files: string) => void]>([
    ['its control file', (files) => overwrite(join(files, 'global', 'pg_control'), 0, SECTOR)],
    [
      'its log',
      (files) => {
        for (const file of newest(files, WAL)) cutOff(file, 0);
      },
    ],
  ])('says what to restore if it lost %s', async (_, damage) => {
    await expect(opened(left[0]!, damage)).rejects.toThrow(FilesDamagedError);
    await expect(opened(left[0]!, damage)).rejects.toThrow(/put back a copy of it .+ from the last exported file/);
  });
});
