import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Store } from '@passant/persistence';
import { type TestDatabase, testDatabase } from '@passant/persistence/testing';
import { Secrets } from '../../src/credentials/secrets.js';
import { BINDINGS } from '../../src/credentials/wrapping.js';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN } from '../support/auth-server.js';
import { Given } from '../support/given.js';
import { environmentOf, startMachine, until } from '../support/machine.js';
import { killProcess, type ServerProcess, startProcess } from '../support/server-process.js';

/** Devices with a push token: three pages of them and a few more. */
const DEVICES = 650;

const OLD_KEY = Buffer.alloc(32, 1);
const NEW_KEY = Buffer.alloc(32, 2);
const text = (key: Buffer) => key.toString('base64');

let directory: string;
let database: TestDatabase;
let environment: Record<string, string>;
const started: ServerProcess[] = [];
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'passant-master-key-'));
  database = await testDatabase();
  environment = {
    ...environmentOf(directory, database),
    PASSANT_MASTER_KEY: text(NEW_KEY),
    PASSANT_MASTER_KEY_PREVIOUS: text(OLD_KEY),
  };
});
afterAll(async () => {
  for (const run of started) await killProcess(run);
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

async function serve(settings: Record<string, string>): Promise<{ url: string; machine: ServerProcess }> {
  const served = await startMachine(settings, 1);
  started.push(served.machine);
  return served;
}

function command(): ServerProcess {
  const run = startProcess(environment, 'db', 'master-key');
  started.push(run);
  return run;
}

/** People whose phones received a push token under the old key. */
async function enrolDevices(clientId: string): Promise<void> {
  const old = new Secrets(OLD_KEY);
  const ids = Array.from({ length: DEVICES }, () => crypto.randomUUID());
  const tokens = ids.map((id) => old.wrap(Buffer.from(`push token of ${id}`), BINDINGS.pushToken(id)));
  await database.dataSource.query(
    `WITH person AS (
       INSERT INTO profile (id, client_id, profile_key, profile_id, identity_provider, user_id, scopes, amr,
                            claims_by_scope, created_at)
       SELECT id, $2, id::text, 'AAAAAA', 'scheme', id::text, '{}', '{}', false, 0 FROM unnest($1::uuid[]) AS id
       RETURNING id)
     INSERT INTO mobile_device (id, profile, name, public_key, sealed_push_token, enrolled_at)
     SELECT device.id, person.id, 'Phone', '{}'::jsonb, device.token, 0
       FROM person JOIN unnest($1::uuid[], $3::bytea[]) AS device (id, token) ON device.id = person.id`,
    [ids, clientId, tokens],
  );
}

/** How many push tokens can be decrypted with the new key, and how many with the old one. */
async function opened(): Promise<{ anew: number; before: number }> {
  const rows = await database.dataSource.query<{ id: string; sealed: Buffer }[]>(
    'SELECT id, sealed_push_token AS sealed FROM mobile_device',
  );
  const under = (key: Buffer) => {
    const secrets = new Secrets(key);
    return rows.filter(({ id, sealed }) => {
      try {
        return secrets.unwrap(sealed, BINDINGS.pushToken(id)).toString() === `push token of ${id}`;
      } catch {
        return false;
      }
    }).length;
  };
  return { anew: under(NEW_KEY), before: under(OLD_KEY) };
}

async function statementsUnderWay(): Promise<number> {
  const [row] = await database.dataSource.query<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND state = 'active' AND query LIKE 'UPDATE mobile_device%'`,
  );
  return row!.count;
}

describe('The command that changes the master key', () => {
  it('is killed in the middle and goes on where it was, while servers serve that were not asked to stop', async () => {
    const first = await serve({ ...environment, PASSANT_MASTER_KEY: text(OLD_KEY), PASSANT_MASTER_KEY_PREVIOUS: '' });
    const admin = await AdminApi.signIn(first.url, ADMIN);
    const given = new Given(first.url, admin, () => Math.floor(Date.now() / 1000));
    const app = await given.basicApp(await given.mobileApplication(await given.provider()));
    await enrolDevices(app.clientId);
    const { url } = await serve(environment);

    // The command reaches a row that another transaction has locked, and is killed there.
    const [held] = await database.dataSource.query<{ id: string }[]>(
      'SELECT id FROM mobile_device ORDER BY id OFFSET 300 LIMIT 1',
    );
    const holder = database.dataSource.createQueryRunner();
    await holder.startTransaction();
    await holder.query('SELECT 1 FROM mobile_device WHERE id = $1 FOR UPDATE', [held!.id]);
    const killed = command();
    await until(() => killed.output().includes('Push tokens of devices: 200 so far.'));
    await killProcess(killed);
    await holder.rollbackTransaction();
    await holder.release();
    // The database may still finish the last statement it was given.
    await until(async () => (await statementsUnderWay()) === 0);
    const { anew, before } = await opened();
    expect([anew + before, [200, 400].includes(anew)]).toEqual([DEVICES, true]);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const serving = await AdminApi.signIn(url, ADMIN);
    expect((await serving.request('rotateKeys', { body: {} })).status).toBe(200);

    const again = command();
    expect(await again.exited).toBe(0);
    expect(again.output()).toContain(`The master key was changed before. Left under the previous one: ${before}.`);
    await until(() =>
      first.machine.output().includes('The master key was changed to one that this process does not know.'),
    );
    expect(again.output()).toContain('Nothing is left under the previous master key.\nDone: master-key.\n');
    expect(await opened()).toEqual({ anew: DEVICES, before: 0 });
    expect((await serving.request('rotateKeys', { body: {} })).status).toBe(200);
    expect(await Store.of(database).configuration.masterKeyCheck()).toEqual(new Secrets(NEW_KEY).check);
  });

  it('leaves a database that a server with the new key alone serves, and one with the old key alone does not', async () => {
    const old = startProcess({ ...environment, PASSANT_MASTER_KEY: text(OLD_KEY), PASSANT_MASTER_KEY_PREVIOUS: '' });
    started.push(old);
    expect(await old.exited).toBe(1);
    expect(old.output()).toContain('The master key is not the one this database was made with.');
    const { url } = await serve({ ...environment, PASSANT_MASTER_KEY_PREVIOUS: '' });
    const admin = await AdminApi.signIn(url, ADMIN);
    expect((await admin.request('rotateKeys', { body: {} })).status).toBe(200);
  });

  it('says what to set where it is given one key alone', async () => {
    const alone = startProcess({ ...environment, PASSANT_MASTER_KEY_PREVIOUS: '' }, 'db', 'master-key');
    started.push(alone);
    expect(await alone.exited).toBe(1);
    expect(alone.output()).toBe(
      'PASSANT_MASTER_KEY must be the new key, and PASSANT_MASTER_KEY_PREVIOUS the one before it.\n',
    );
  });
});
