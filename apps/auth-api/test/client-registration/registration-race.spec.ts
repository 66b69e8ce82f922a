import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClientInformation, PATHS } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { type TestDatabase, testDatabase } from '@passant/persistence/testing';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { HELLO_WORLD, MASTER_TOKEN } from '../support/registrar.js';
import { killProcess, type ServerProcess, startProcess } from '../support/server-process.js';

/** Concurrent requests, spread over the processes. */
const CROWD = 200;

let directory: string;
let database: TestDatabase | undefined;
let processes: ServerProcess[];
let urls: string[];
let admin: AdminApi;

// Three processes share a PostgreSQL; the embedded database has one.
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'passant-race-'));
  if (process.env.TEST_DATABASE_URL) database = await testDatabase();
  const environment = {
    PASSANT_DATA_DIR: directory,
    PASSANT_SEED: 'none',
    PASSANT_ADMIN_EMAIL: ADMIN.email,
    PASSANT_ADMIN_PASSWORD: ADMIN.password,
    PASSANT_MASTER_TOKEN: MASTER_TOKEN,
    PASSANT_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
    LOG_LEVEL: 'warn',
    ...(database?.url === undefined ? {} : { DATABASE_URL: database.url }),
  };
  processes = Array.from({ length: database === undefined ? 1 : 3 }, () => startProcess(environment));
  urls = await Promise.all(processes.map((run) => run.ready));
  admin = await AdminApi.signIn(urls[0]!, ADMIN);
});
afterAll(async () => {
  for (const run of processes) await killProcess(run);
  await database?.close();
  rmSync(directory, { recursive: true, force: true });
});

function register(index: number, token: string): Promise<Exchange> {
  return send('POST', urls[index % urls.length]! + PATHS.clients, {
    headers: { authorization: `Bearer ${token}` },
    json: { ...HELLO_WORLD, client_name: `Attempt ${index}` },
  });
}

describe('A token, when two hundred requests to every process bring it at once', () => {
  it.each([1, 5])(
    'for %i registrations makes exactly so many clients',
    async (registrations) => {
      const { id, initial_access_token: token } = await admin.call('createInitialAccessToken', {
        body: { registrations },
      });
      const replies = await Promise.all(Array.from({ length: CROWD }, (_, index) => register(index, token)));
      const made = replies.filter((reply) => reply.status === 201).map((reply) => reply.body as ClientInformation);
      expect(made).toHaveLength(registrations);
      for (const reply of replies.filter(({ status }) => status !== 201)) expectRefusal(reply, 401, 'invalid_token');

      const { items } = await admin.call('listInitialAccessTokens');
      expect(items.find((item) => item.id === id)).toMatchObject({ uses: registrations, clients: registrations });
      const noted = await admin.call('listEvents', { query: { name: 'DYNAMIC_REG_SUCCESS' } });
      const own = noted.items.filter((item) => item.details?.token === id);
      expect(own.map((item) => item.client_id).sort()).toEqual(made.map((client) => client.client_id).sort());
    },
    60_000,
  );
});
