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

/** How often the database is asked for the time, by file: to compare its clock with that of the machine, which decides. */
const TO_COMPARE = { 'repositories/readiness.repository.ts': 1 };

// Only the server's clock counts: on a test server, it is ahead of the database's.
it('No statement asks the database what time it is, except to find out which machine has a wrong clock', () => {
  expect(serving.length).toBeGreaterThan(40);
  const everywhere = new RegExp(ASKING, 'gi');
  const asked = serving
    .map((file) => [file, readFileSync(new URL(file, folder), 'utf8').match(everywhere)?.length ?? 0] as const)
    .filter(([, times]) => times > 0);
  expect(Object.fromEntries(asked)).toEqual(TO_COMPARE);
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
