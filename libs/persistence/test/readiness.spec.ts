import { Store, isStoreOutage, openDatabase } from '../src/index.js';
import { type TestDatabase, testDatabase } from '../src/testing/index.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** The embedded database has one session, where a setting can be made; on a server, it is a setting of the database. */
async function run(sql: string): Promise<void> {
  const ofDatabase = `ALTER DATABASE "${new URL(database.url ?? 'x:/').pathname.slice(1)}" ${sql}`;
  await database.dataSource.query(database.url && sql.includes('default_transaction') ? ofDatabase : sql);
}

/** Checks whether the database is ready, in new sessions if there can be several. */
async function findReady(): Promise<void> {
  if (!database.url) return database.store.requireReady();
  const further = await openDatabase({ kind: 'postgresql', url: database.url });
  try {
    await Store.of(further).requireReady();
  } finally {
    await further.close();
  }
}

describe('A database', () => {
  it('is ready, however often it is asked and by how many, and keeps nothing of it', async () => {
    await Promise.all(Array.from({ length: 20 }, () => database.store.requireReady()));
    const rows = await database.dataSource.query<{ rows: number }[]>(
      "SELECT sum(reltuples)::bigint AS rows FROM pg_class WHERE relname = 'passant_trial' AND reltuples > 0",
    );
    expect(rows).toEqual([{ rows: null }]);
  });

  it.each([
    ['takes no changes', 'SET default_transaction_read_only = on', 'RESET default_transaction_read_only'],
    [
      'has lost a partition that registrations need',
      'ALTER TABLE access_token DETACH PARTITION access_token_default',
      'ALTER TABLE access_token ATTACH PARTITION access_token_default DEFAULT',
    ],
    [
      'has lost a table with all its partitions',
      'ALTER TABLE registration_transaction RENAME TO elsewhere',
      'ALTER TABLE elsewhere RENAME TO registration_transaction',
    ],
  ])(
    'that %s is not ready, and is again when that is over',
    async (_, damage, repair) => {
      await findReady();
      await run(damage);
      const problem = await findReady().then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(isStoreOutage(problem)).toBe(true);
      await run(repair);
      await findReady();
    },
    60_000,
  );
});
