import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Application, Client, SoftwareStatement } from '@passant/protocol';
import { anApplication, anInitialAccessToken, anInstance } from '@passant/protocol/testing';
import { type Database, digestOf, openDatabase, Store } from '../src/index.js';
import { type TestDatabase, testDatabase } from '../src/testing/index.js';

const NOW = 1_800_000_000;
const ROUNDS = 12;

let database: TestDatabase;
let other: Database | undefined;
/** The store of another instance, if there is a server; the embedded database has one process. */
let elsewhere: Store;
let application: Application;

beforeAll(async () => {
  database = await testDatabase();
  other = database.url ? await openDatabase({ kind: 'postgresql', url: database.url, poolSize: 8 }) : undefined;
  elsewhere = other ? Store.of(other) : database.store;
  application = anApplication();
  await database.store.applications.insert(application);
});

afterAll(async () => {
  await other?.close();
  await database.close();
});

function aStatement(): SoftwareStatement {
  return {
    id: randomUUID(),
    application: application.identifier,
    appPlatform: 'ios',
    appVersion: '1.0',
    createdBy: 'admin@example.com',
    createdAt: NOW,
    revokedAt: null,
  };
}

async function aClient(changes: Partial<Client> = {}): Promise<Client> {
  const client = anInstance({ clientId: randomUUID(), ...changes });
  expect(await database.store.clients.insert(client)).toBe(true);
  return client;
}

const isThere = async ({ clientId }: Client) => (await database.store.clients.find(clientId)) !== undefined;

/** Changes the versions of the application, and revokes the statements this closes. */
async function setVersions(store: Store, versions: Application['versions']): Promise<SoftwareStatement[]> {
  return store.transaction(async (inside) => {
    const revision = application.revision;
    application = { ...application, versions, revision: revision + 1 };
    expect(await inside.applications.replace(application, revision)).toBe(true);
    return inside.softwareStatements.revokeClosed(application.identifier, versions, NOW);
  });
}

/** Waits until a session of this database waits for a lock. */
async function someoneWaits(): Promise<void> {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await database.dataSource.query<unknown[]>(waiting)).length === 0) await setImmediate();
}

describe('A software statement', () => {
  const open: Application['versions'] = [{ platform: 'ios', version: '1.0', status: 'LOGIN_REGISTRATION' }];

  it('is never left alive by a version that is disabled while it is exported', async () => {
    await setVersions(database.store, open);
    const statement = aStatement();
    const close = () => setVersions(elsewhere, [{ ...open[0]!, status: 'DISABLED' }]);
    let closing: Promise<unknown> | undefined;
    await database.store.transaction(async (inside) => {
      expect(await inside.softwareStatements.insertWhileOpen(statement)).toBe(true);
      // The embedded database has one session, so nobody can interfere.
      if (!other) return;
      closing = close();
      await Promise.race([closing, someoneWaits()]);
    });
    await (closing ?? close());
    expect(await database.store.softwareStatements.find(statement.id)).toMatchObject({ revokedAt: NOW });
    expect(await database.store.softwareStatements.insertWhileOpen(aStatement())).toBe(false);
  });

  it('is revoked once, and keeps the moment of it', async () => {
    await setVersions(database.store, open);
    const statement = aStatement();
    expect(await database.store.softwareStatements.insertWhileOpen(statement)).toBe(true);
    expect(await database.store.softwareStatements.revoke(statement.id, NOW + 1)).toMatchObject({ revokedAt: NOW + 1 });
    expect(await database.store.softwareStatements.revoke(statement.id, NOW + 9)).toMatchObject({ revokedAt: NOW + 1 });
    expect(await database.store.softwareStatements.revoke(randomUUID(), NOW)).toBeUndefined();
  });
});

describe('A clean-up of registered clients', () => {
  const kinds = ['instance', 'dynamic'] as const;
  const never = { kinds, application: 'TestAppId', neverUsed: true };

  it('deletes exactly as many as expected, or none', async () => {
    const clients = [await aClient(), await aClient()];
    for (const expected of [1, 3]) {
      expect(await database.store.registeredClients.deleteExactly(never, expected)).toEqual([]);
    }
    const gone = await database.store.registeredClients.deleteExactly(never, 2);
    expect(gone.map(({ clientId }) => clientId).sort()).toEqual(clients.map(({ clientId }) => clientId).sort());
    expect(gone[0]).toMatchObject({ kind: 'instance', application: 'TestAppId', scopes: [] });
  });

  it('leaves clients of administrators alone', async () => {
    const web = await aClient({ kind: 'web' });
    const client = await aClient();
    expect(await database.store.registeredClients.count(never, 10)).toMatchObject({ count: 1 });
    await database.store.registeredClients.deleteExactly(never, 1);
    expect([await isThere(web), await isThere(client)]).toEqual([true, false]);
  });

  it('names those that it counted as those that it deleted, and others by another name', async () => {
    const count = () => database.store.registeredClients.count(never, 10);
    expect(await count()).toEqual({ count: 0, digest: digestOf([]) });
    for (let made = 0; made < 3; made += 1) await aClient();
    const { digest } = await count();
    const gone = await database.store.registeredClients.deleteExactly(never, 3);
    expect(digestOf(gone)).toBe(digest);
    const [first] = gone;
    // Under the same identifier, another client.
    await aClient({ ...first!, incarnation: randomUUID() });
    await database.store.clients.insert(gone[1]!);
    await database.store.clients.insert(gone[2]!);
    const now = await count();
    expect(now.count).toBe(3);
    expect(now.digest).not.toBe(digest);
  });

  it('counts no further than it is asked to', async () => {
    for (let count = 0; count < 3; count += 1) await aClient();
    expect(await database.store.registeredClients.count(never, 2)).toMatchObject({ count: 2 });
  });
});

describe('The clients of an initial access token', () => {
  it('go with it, however many are being made at that moment', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const token = anInitialAccessToken({ id: randomUUID(), tokenHash: Buffer.from(randomUUID()), registrations: 50 });
      await database.store.initialAccessTokens.insert(token);
      const register = (store: Store) => {
        const made = { client: anInstance({ clientId: randomUUID(), initialAccessToken: token.id }) };
        return store.clientRegistrations.record({ spends: token.tokenHash, made, now: NOW });
      };
      const revoke = elsewhere.transaction(async (inside) => {
        await inside.initialAccessTokens.revoke(token.id);
        return inside.registeredClients.deleteMadeWith(token.id);
      });
      const crowd = Array.from({ length: 8 }, (_, index) => register(index % 2 ? elsewhere : database.store));
      await Promise.all([...crowd, revoke]);
      const { count: left } = await database.store.registeredClients.count(
        { kinds: ['instance'], initialAccessToken: token.id },
        10,
      );
      expect(left).toBe(0);
    }
  });
});
