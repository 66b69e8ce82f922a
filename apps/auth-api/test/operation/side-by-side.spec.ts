import { migrate, revert } from '@passant/persistence';
import { emptyDatabase, type TestDatabase } from '@passant/persistence/testing';
import { Landing, LANDING_NAMES } from '../support/landing.js';

/** The first version whose servers may stand beside those of later ones, once the database is migrated. */
const FIRST = '1796007000000-ended-hashes';

/** The first version whose servers may also do so between any two later migrations, named by its last one or later. */
const FIRST_BETWEEN = '1796040000000';

/**
 * What servers of kept versions write that no row of their data shows: by version, in their words. Each statement has to
 * change something.
 */
const WRITES: Record<string, string[]> = {
  [FIRST]: [
    `UPDATE application SET audience_policy = 'LEGACY', lenient_until = 9999999999`,
    `UPDATE application SET audience_policy = 'STRICT', lenient_until = NULL`,
  ],
};

interface Table {
  name: string;
  /** `name type` */
  columns: string[];
}

describe.each(LANDING_NAMES.filter((name) => name >= FIRST))('Beside servers of this version, those of %s', (name) => {
  let database: TestDatabase;
  let tables: Table[];
  /** Number of migrations since. */
  let later: number;
  const query = async <Row>(sql: string) => database.dataSource.query<Row[]>(sql);

  const countMigrations = async () =>
    (await query<{ count: number }>('SELECT count(*)::int AS count FROM schema_migration'))[0]!.count;

  beforeAll(async () => {
    database = await emptyDatabase();
    await query(new Landing(name).dump);
    tables = await tablesOf(query);
    const before = await countMigrations();
    await migrate(database);
    later = (await countMigrations()) - before;
  });
  afterAll(() => database.close());

  async function expectToRead(): Promise<void> {
    const now = new Map((await tablesOf(query)).map((table) => [table.name, table.columns]));
    for (const { name: table, columns } of tables) {
      expect([table, columns.filter((column) => !now.get(table)?.includes(column))]).toEqual([table, []]);
    }
  }

  async function expectToWrite(): Promise<void> {
    for (const { name: table, columns } of tables) {
      const named = columns.map((column) => column.split(' ', 1)[0]).join(', ');
      // Every constraint but that of the keys is looked at before a conflict, and so are triggers.
      const again = `INSERT INTO ${table} (${named}) OVERRIDING SYSTEM VALUE SELECT ${named} FROM ${table} ON CONFLICT DO NOTHING`;
      await expect(query(again).then(() => table)).resolves.toBe(table);
    }
    for (const write of WRITES[name] ?? []) {
      const changed = `WITH changed AS (${write} RETURNING 1) SELECT count(*)::int AS count FROM changed`;
      expect(await query<{ count: number }>(changed)).not.toEqual([{ count: 0 }]);
    }
  }

  it('find every table and column they read, and write what they wrote before', async () => {
    await expectToRead();
    await expectToWrite();
  });

  if (name >= FIRST_BETWEEN) {
    it('do so between any two migrations', async () => {
      // What is there before a migration is what reverting it leaves.
      for (let left = later; left > 0; left -= 1) {
        await revert(database);
        await expectToRead();
        await expectToWrite();
      }
    });
  }
});

/** Tables but partitions, which come and go by themselves. */
async function tablesOf(query: <Row>(sql: string) => Promise<Row[]>): Promise<Table[]> {
  return query<Table>(
    `SELECT relname AS name,
            array_agg(attname || ' ' || format_type(atttypid, atttypmod) ORDER BY attnum) AS columns
       FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
      WHERE nspname = 'public' AND relkind IN ('r', 'p') AND NOT relispartition AND attnum > 0 AND NOT attisdropped
        AND attgenerated = '' AND relname <> 'schema_migration'
      GROUP BY relname`,
  );
}
