import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MobileApp } from '@passant/mobile-client';
import { type Database, openDatabase, revert } from '@passant/persistence';
import { createOnServer, dropOnServer, Landing, LANDING_NAMES } from '../support/landing.js';
import { killProcess, type ServerProcess, startProcess } from '../support/server-process.js';

const withServer = process.env.TEST_DATABASE_URL;

/** In short the oldest, which goes through every later migration, and the newest, from which most will come. */
const IN_SHORT = [LANDING_NAMES[0]!, LANDING_NAMES.at(-1)!];
const NAMES = process.env.TEST_SHORT === '1' ? IN_SHORT : LANDING_NAMES;

it('There is data of an earlier version', () => expect(NAMES).not.toEqual([]));

describe.each(NAMES)('A database of the version that ended with %s', (name) => {
  const landing = new Landing(name);
  const { known } = landing;
  let directory: string;
  let serverUrl: string | undefined;
  let environment: Record<string, string>;
  let running: ServerProcess | undefined;
  let url: string;
  /** State before anything was done to the database. */
  let before: State;

  /** Opens the database directly, while no server is running on it. */
  async function inside<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
    const database = await openDatabase(
      serverUrl ? { kind: 'postgresql', url: serverUrl, poolSize: 2 } : { kind: 'embedded', directory },
    );
    return work(database).finally(() => database.close());
  }

  async function start(): Promise<void> {
    running = startProcess(environment);
    url = await running.ready;
  }

  async function stop(): Promise<void> {
    running!.child.kill('SIGTERM');
    expect(await running!.exited).toBe(0);
    running = undefined;
  }

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'passant-upgrade-'));
    if (withServer) serverUrl = await createOnServer(withServer);
    environment = {
      PASSANT_DATA_DIR: directory,
      PASSANT_MASTER_KEY: known.masterKey,
      PASSANT_SEED: 'none',
      LOG_LEVEL: 'warn',
      ...(serverUrl ? { DATABASE_URL: serverUrl } : {}),
    };
    before = await inside(async (database) => {
      await database.dataSource.query(landing.dump);
      return stateOf(database);
    });
  });
  afterAll(async () => {
    if (running) await killProcess(running);
    if (withServer && serverUrl) await dropOnServer(withServer, serverUrl);
    rmSync(directory, { recursive: true, force: true });
  });

  it('is brought up to date in place by the next start, and nobody is refused who was let in before', async () => {
    await start();
    await landing.expectToGoOn(url);
    // The initial access token was not used up then, so it is good for one installation now.
    const { application, initialAccessToken } = known;
    const more = { serverUrl: url, application, kind: 'mobile', platform: 'ios', version: '1.0' } as const;
    expect((await MobileApp.install({ ...more, initialAccessToken })).registration.status).toBe(201);
    expect((await MobileApp.install({ ...more, initialAccessToken })).registration.status).toBe(401);
    await stop();
  });

  it('is as it was when every later migration is reverted, and loses none of what it had', async () => {
    const later = (await inside(stateOf)).migrations.length - before.migrations.length;
    // What the command does, without a process for each of them.
    await inside(async (database) => {
      for (let left = later; left > 0; left -= 1) await revert(database);
    });
    const after = await inside(stateOf);
    expect({ migrations: after.migrations, columns: after.columns }).toEqual({
      migrations: before.migrations,
      columns: before.columns,
    });
    for (const [table, rows] of Object.entries(before.lasting))
      expect([table, after.lasting[table]! >= rows]).toEqual([table, true]);
  });

  it('can be brought up to date again', async () => {
    await start();
    await landing.expectToGoOn(url);
    await stop();
  });
});

/** The state of a database as seen from inside. */
interface State {
  migrations: string[];
  /** `table.column type`, except for partitions, which come and go by themselves. */
  columns: string[];
  /** Row counts of what does not expire by itself. */
  lasting: Record<string, number>;
}

const LASTING = [
  'application',
  'client',
  'identity_provider',
  'script_version',
  'profile',
  'admin_account',
  'signing_key',
];

async function stateOf({ dataSource }: Database): Promise<State> {
  const migrations = await dataSource.query<{ name: string }[]>('SELECT name FROM schema_migration ORDER BY id');
  const columns = await dataSource.query<{ text: string }[]>(
    `SELECT relname || '.' || attname || ' ' || format_type(atttypid, atttypmod) AS text
       FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
      WHERE nspname = 'public' AND relkind IN ('r', 'p') AND NOT relispartition AND attnum > 0 AND NOT attisdropped
      ORDER BY text`,
  );
  const lasting: Record<string, number> = {};
  for (const table of LASTING) {
    const [row] = await dataSource.query<{ count: number }[]>(`SELECT count(*) AS count FROM ${table}`);
    lasting[table] = row!.count;
  }
  return { migrations: migrations.map((one) => one.name), columns: columns.map((one) => one.text), lasting };
}
