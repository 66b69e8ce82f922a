import { readFileSync, readdirSync } from 'node:fs';
import { type TestDatabase, testDatabase } from '../src/testing/index.js';

/** SQL that queries the database for the time. */
const ASKING =
  /(?<![.\w])(now\s*\(|(clock|transaction|statement)_timestamp|current_(timestamp|date|time)|local(time|timestamp)\b|timeofday|age\s*\()/i;

const folder = new URL('../src/', import.meta.url);

/** Sources that run while the server is serving; migrations run once. */
const serving = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.startsWith('migrations'),
);

// Only the server's clock counts: on a test server, it is ahead of the database's.
it('No statement asks the database what time it is', () => {
  expect(serving.length).toBeGreaterThan(40);
  const asking = serving.filter((file) => ASKING.test(readFileSync(new URL(file, folder), 'utf8')));
  expect(asking).toEqual([]);
  for (const statement of ['SELECT now()', 'x < CURRENT_TIMESTAMP', 'clock_timestamp()']) {
    expect(statement).toMatch(ASKING);
  }
});

describe('The schema', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it('fills in no time by itself', async () => {
    const defaults = await database.dataSource.query<{ place: string; value: string }[]>(
      `SELECT table_name || '.' || column_name AS place, column_default AS value FROM information_schema.columns
        WHERE table_schema = 'public' AND column_default IS NOT NULL`,
    );
    expect(defaults.length).toBeGreaterThan(0);
    expect(defaults.filter(({ value }) => ASKING.test(value))).toEqual([]);
    const routines = await database.dataSource.query<{ name: string; source: string }[]>(
      `SELECT proname AS name, prosrc AS source FROM pg_proc WHERE pronamespace = 'public'::regnamespace`,
    );
    expect(routines.filter(({ source }) => ASKING.test(source))).toEqual([]);
  });
});
