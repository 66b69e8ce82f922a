import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_ENDPOINTS, PATHS, adminPath } from '@passant/contracts';
import { MobileApp, send } from '@passant/mobile-client';
import { type Database, openDatabase } from '@passant/persistence';
import { killProcess, type ServerProcess, startProcess } from '../support/server-process.js';

const LANDINGS = join(import.meta.dirname, '../landings');
const names = readdirSync(LANDINGS)
  .filter((file) => file.endsWith('.sql'))
  .map((file) => file.slice(0, -4));

/** What is known about a kept database from outside, as `tools/ship/landing` recorded it. */
interface Known {
  /** Epoch seconds. */
  madeAt: number;
  masterKey: string;
  administrator: { email: string; password: string };
  resourceServer: string;
  provider: string;
  application: string;
  initialAccessToken: string;
  installation: { clientId: string; basic: string; registrationAccessToken: string; refreshToken: string };
}

const withServer = process.env.TEST_DATABASE_URL;

it('There is data of an earlier version', () => expect(names).not.toEqual([]));

describe.each(names)('A database of the version that ended with %s', (name) => {
  const known = JSON.parse(readFileSync(join(LANDINGS, `${name}.json`), 'utf8')) as Known;
  let directory: string;
  let serverUrl: string | undefined;
  let environment: Record<string, string>;
  let running: ServerProcess | undefined;
  let url: string;
  /** State before anything was done to the database. */
  let before: State;
  /** The only refresh token that is still valid, from the latest response. */
  let refreshToken = known.installation.refreshToken;

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
    if (withServer) {
      const made = `passant_upgrade_${randomBytes(6).toString('hex')}`;
      await onServer(`CREATE DATABASE ${made}`);
      const target = new URL(withServer);
      target.pathname = `/${made}`;
      serverUrl = target.href;
    }
    environment = {
      PASSANT_DATA_DIR: directory,
      PASSANT_MASTER_KEY: known.masterKey,
      PASSANT_SEED: 'none',
      LOG_LEVEL: 'warn',
      ...(serverUrl ? { DATABASE_URL: serverUrl } : {}),
    };
    const dump = asOfNow(readFileSync(join(LANDINGS, `${name}.sql`), 'utf8'), known.madeAt);
    before = await inside(async (database) => {
      await database.dataSource.query(dump);
      return stateOf(database);
    });
  });
  afterAll(async () => {
    if (running) await killProcess(running);
    if (serverUrl) await onServer(`DROP DATABASE ${new URL(serverUrl).pathname.slice(1)} WITH (FORCE)`);
    rmSync(directory, { recursive: true, force: true });
  });

  /** Checks that everybody who could sign in or authenticate before still can, and finds their data. */
  async function expectToGoOn(): Promise<void> {
    const { administrator, installation, resourceServer, application, provider } = known;
    const signedIn = await send('POST', url + adminPath(ADMIN_ENDPOINTS.signIn), { json: administrator });
    expect(signedIn.status).toBe(200);
    const cookie = signedIn.headers.get('set-cookie')!.split(';', 1)[0]!;
    const applications = await send<{ items: { identifier: string }[] }>(
      'GET',
      url + adminPath(ADMIN_ENDPOINTS.listApplications),
      { headers: { cookie } },
    );
    expect(applications.body.items.map(({ identifier }) => identifier)).toContain(application);

    const managed = await send<{ client_id: string }>('GET', url + PATHS.client(installation.clientId), {
      headers: { authorization: `Bearer ${installation.registrationAccessToken}` },
    });
    expect(managed).toMatchObject({ status: 200, body: { client_id: installation.clientId } });

    const refreshed = await send<{ access_token: string; refresh_token: string }>('POST', url + PATHS.token, {
      headers: { authorization: installation.basic },
      form: { grant_type: 'refresh_token', refresh_token: refreshToken },
    });
    expect(refreshed.status).toBe(200);
    refreshToken = refreshed.body.refresh_token;
    const introspected = await send<{ active: boolean; sub: string }>('POST', url + PATHS.introspectV2, {
      headers: { authorization: resourceServer },
      form: { token: refreshed.body.access_token },
    });
    expect(introspected.body).toMatchObject({ active: true, sub: 'subscriber' });

    const registered = await send('POST', url + PATHS.customRegistrationV1(provider, 'complete'), {
      headers: { authorization: installation.basic },
      json: { data: JSON.stringify({ person: 'subscriber' }), profile_id: 'PERSON' },
    });
    expect(registered.status).toBe(200);
  }

  it('is brought up to date in place by the next start, and nobody is refused who was let in before', async () => {
    await start();
    await expectToGoOn();
    // The initial access token was not used up then, so it is good for one installation now.
    const { application, initialAccessToken } = known;
    const more = { serverUrl: url, application, kind: 'mobile', platform: 'ios', version: '1.0' } as const;
    expect((await MobileApp.install({ ...more, initialAccessToken })).registration.status).toBe(201);
    expect((await MobileApp.install({ ...more, initialAccessToken })).registration.status).toBe(401);
    await stop();
  });

  it('is as it was when every later migration is reverted, and loses none of what it had', async () => {
    const later = (await inside(stateOf)).migrations.length - before.migrations.length;
    for (let left = later; left > 0; left -= 1) {
      const command = startProcess(environment, 'db', 'revert');
      expect(await command.exited).toBe(0);
    }
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
    await expectToGoOn();
    await stop();
  });
});

/** Epoch seconds in the first half of this century that are not part of a longer number or name. */
const MOMENT = /(?<![\w'.-])(1[6-9]\d{8}|2\d{9})(?![\w'.-])/g;

/**
 * Shifts the times of all rows as if they had been written now: what was valid for a day still is, and nobody has been
 * away for months.
 */
function asOfNow(dump: string, madeAt: number): string {
  const passed = Math.floor(Date.now() / 1000) - madeAt;
  return dump
    .split('\n')
    .map((line) => (line.startsWith('\t(') ? line.replace(MOMENT, (moment) => String(Number(moment) + passed)) : line))
    .join('\n');
}

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

async function onServer(sql: string): Promise<void> {
  const database = await openDatabase({ kind: 'postgresql', url: withServer!, poolSize: 1 });
  await database.dataSource.query(sql).finally(() => database.close());
}
