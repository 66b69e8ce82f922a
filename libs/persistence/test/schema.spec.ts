import { type TestDatabase, testDatabase } from '../src/testing/index.js';

describe('The schema', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it('is what the entities describe: they would add and change nothing', async () => {
    const { upQueries } = await database.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map((query) => query.query)).toEqual([]);
  });

  it('goes away without a trace when every migration is reverted, and comes back', async () => {
    const own = `SELECT count(*) AS count FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
      WHERE n.nspname = current_schema() AND relkind IN ('r', 'i', 'S', 'p', 'I')
        AND relname NOT LIKE 'schema_migration%' AND relname NOT LIKE 'PK\\_%'`;
    const [before] = await database.dataSource.query<{ count: number }[]>(own);
    expect(before!.count).toBeGreaterThan(10);
    for (let left = database.dataSource.migrations.length; left > 0; left -= 1)
      await database.dataSource.undoLastMigration();
    expect(await database.dataSource.query(own)).toEqual([{ count: 0 }]);
    expect(
      await database.dataSource.query(
        `SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE n.nspname = current_schema()`,
      ),
    ).toEqual([]);
    await database.dataSource.runMigrations();
    expect(await database.dataSource.query(own)).toEqual([before]);
  });
});
