import { type TestDatabase, testDatabase } from '../src/testing/index.js';

/** What stays, or ends otherwise, when the row is deleted that a column without a foreign key names. */
const NAMED_ALONE: Record<string, string> = {
  'access_token.application': 'its client has the same, or is of none',
  'access_token.identity_provider': 'ends with it, and is stored while it is held',
  'application.default_identity_provider': 'is one of the providers below',
  'application.identity_providers': 'keeps them from being deleted, and is stored while they are held',
  'audit_record.application': 'history',
  'audit_record.client_id': 'history',
  'audit_record.identity_provider': 'history',
  'authentication_transaction.device': 'ends with the profile, which the device belongs to as well',
  'authorization_code.identity_provider': 'ends with it, and is stored while it is held',
  'client.software_statement': 'statements stay as long as their application, which stays as long as the client',
  'client.visible_applications': 'narrows; what it names may be gone',
  'ended_token.application': 'history, for as long as the token would have lived',
  'event.application': 'history',
  'event.client_id': 'history',
  'event.identity_provider': 'history',
  'profile.identity_provider': 'ends with it, and is stored while it is held',
  'refresh_token.identity_provider': 'ends with it, and is stored while it is held',
  'refusal_trace.application': 'history',
  'refusal_trace.client_id': 'history',
  'refusal_trace.identity_provider': 'history',
  'registered_user.identity_provider': 'ends with the last profile of the person',
  'registration_transaction.identity_provider': 'ends with it, and is stored while it is held',
  'script_cache.provider': 'ends with it, and is stored while it is held',
  'used_assertion.client_id': 'is never forgotten before its time, lest it be used by another of that name',
};

/** Columns that name what an administrator, or a client, can delete. */
const NAMES =
  '^(portal|profile|hook|device|email|provider)$|client_id$|application|identity_provider|web_hook$|^software_statement$';

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

  it('says of every column that names what can be deleted how it ends with that', async () => {
    const named = await database.dataSource.query<{ place: string; references: boolean }[]>(
      `SELECT c.relname || '.' || a.attname AS place, EXISTS (
              SELECT 1 FROM pg_constraint WHERE conrelid = c.oid AND contype IN ('f', 'p') AND a.attnum = ANY (conkey)
                 AND (contype = 'f' OR cardinality(conkey) = 1)) AS references
         FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT attisdropped
        WHERE n.nspname = current_schema() AND relkind IN ('r', 'p') AND NOT relispartition AND a.attname ~ $1
        ORDER BY 1`,
      [NAMES],
    );
    expect(named.filter(({ references }) => references).length).toBeGreaterThan(20);
    expect(named.filter(({ references }) => !references).map(({ place }) => place)).toEqual(
      Object.keys(NAMED_ALONE).sort(),
    );
  });
});
