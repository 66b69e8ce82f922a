import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, Store } from '../src/index.js';
import { testDirectory } from '../src/testing/index.js';
import { NOW, OWNER } from './support/records.js';

const ROUNDS = 5;
const ASSERTIONS = 2_000;
const MIB = 1024 * 1024;

let directory: string;
let database: Database;
let store: Store;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'passant-tidy-'));
  database = await testDirectory(directory);
  store = Store.of(database);
});
afterEach(async () => {
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Length of the WAL in bytes. */
function lengthOfLog(): number {
  const folder = join(directory, 'database', 'pg_wal');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { name }) => sum + statSync(join(folder, name)).size, 0);
}

async function sizeOfTable(): Promise<number> {
  const [row] = await database.dataSource.query<[{ size: number }]>(
    "SELECT pg_total_relation_size('used_assertion_default')::bigint AS size",
  );
  return row.size;
}

describe('The embedded database', () => {
  it('takes no more room after many rounds of what comes and goes than after the second', async () => {
    const sizes: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let count = 0; count < ASSERTIONS; count += 250) {
        await Promise.all(
          Array.from({ length: 250 }, () => store.usedAssertions.firstUse(OWNER.clientId, randomBytes(32), NOW + 1)),
        );
      }
      await store.expiry.sweep(NOW + 2);
      await store.tidy();
      sizes.push(await sizeOfTable());
    }
    // An index page is only reused once the next round finds it empty.
    expect(sizes.slice(2).filter((size) => size > 1.2 * sizes[1]!)).toEqual([]);
  });

  it('clears the statistics of what was deleted in the same round, since they hold values of columns', async () => {
    const { dataSource } = database;
    const columns = Array.from({ length: 100 }, (_, index) => `column_${index} integer`);
    await dataSource.query(`CREATE TABLE wide (${columns.join(', ')})`);
    for (const round of [1, 2]) {
      await dataSource.query(`INSERT INTO wide (column_0) SELECT ${round} FROM generate_series(1, 200)`);
      expect((await store.tidy())?.vacuumed).toContain('public.wide');
      await dataSource.query('SELECT pg_stat_force_next_flush()');
      const [{ dead }] = await dataSource.query<[{ dead: number }]>(
        `SELECT n_dead_tup::int AS dead FROM pg_stat_all_tables WHERE relname = 'pg_statistic'`,
      );
      expect({ round, dead }).toEqual({ round, dead: 0 });
    }
  });

  it('keeps its log short however much is changed, and leaves alone what is not', async () => {
    await store.tidy();
    expect(await store.tidy()).toEqual({ vacuumed: [], isCheckpointed: false });
    const { dataSource } = database;
    await dataSource.query('CREATE TABLE ballast (number integer, text text)');
    for (let round = 0; round < 5; round += 1) {
      await dataSource.query(
        'INSERT INTO ballast SELECT n, repeat(md5(n::text), 25) FROM generate_series(1, 40000) AS n',
      );
      expect(await store.tidy()).toMatchObject({ isCheckpointed: true });
      await dataSource.query('TRUNCATE ballast');
    }
    expect(lengthOfLog()).toBeLessThanOrEqual(96 * MIB);
  });
});
