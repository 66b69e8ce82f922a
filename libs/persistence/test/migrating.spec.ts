import pg from 'pg';
import { migrate, revert } from '../src/index.js';
import { type TestDatabase, testDatabase } from '../src/testing/index.js';

const withServer = process.env.TEST_DATABASE_URL;

/** Its reverting locks the applications, and then the identity providers. */
const LOCKS_BOTH = 'Bridges1796038000000';

(withServer ? describe : describe.skip)('A migration beside servers that work', () => {
  let database: TestDatabase;
  const clients: pg.Client[] = [];

  async function aClient(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    clients.push(client);
    return client;
  }

  beforeEach(async () => {
    database = await testDatabase();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.end();
    await database.close();
  });

  it('gives way to requests that it would keep waiting, also in a deadlock, and is done once it can', async () => {
    const [busy, other] = [await aClient(), await aClient()];
    const applied = async () => {
      const { rows } = await other.query<{ name: string }>('SELECT name FROM schema_migration ORDER BY id');
      return rows.map(({ name }) => name);
    };
    while ((await applied()).at(-1) !== LOCKS_BOTH) await revert(database);
    const before = await applied();
    await busy.query('BEGIN');
    await busy.query('SELECT 1 FROM identity_provider');
    let isReverted = false;
    const reverted = revert(database).then(() => (isReverted = true));
    // It has locked the applications by then, and waits for the providers.
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while ((await other.query(waiting)).rowCount === 0);
    await busy.query('SELECT 1 FROM application');
    await other.query('SELECT 1 FROM application');
    await other.query('SELECT 1 FROM identity_provider');
    expect(isReverted).toBe(false);
    expect(await applied()).toEqual(before);
    await busy.query('COMMIT');
    await reverted;
    expect(await applied()).toEqual(before.slice(0, -1));
    await migrate(database);
    expect((await applied()).slice(0, before.length)).toEqual(before);
  });
});
