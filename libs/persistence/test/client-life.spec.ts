import { randomBytes, randomUUID } from 'node:crypto';
import { type Client, basisOfStep } from '@passant/protocol';
import { anApplication, anInitialAccessToken, anInstance } from '@passant/protocol/testing';
import { type TestDatabase, testDatabase } from '../src/testing/index.js';

const NOW = 1_800_000_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.store.applications.insert(anApplication());
});
afterAll(() => database.close());

let counter = 0;
async function aClient(changes: Partial<Client> = {}): Promise<string> {
  counter += 1;
  const client = anInstance({ clientId: `client-${counter}`, createdAt: NOW, ...changes });
  await database.store.clients.insert(client);
  return client.clientId;
}

const isThere = async (clientId: string) => (await database.store.clients.find(clientId)) !== undefined;

describe('A client that was used', () => {
  it('keeps the latest time, whatever order they are noted in, and loses its expiry', async () => {
    const { clientLife, clients } = database.store;
    const clientId = await aClient({ expiresAt: NOW + 60 });
    await clientLife.noteUse([clientId, clientId, 'nobody'], NOW + 20);
    await clientLife.noteUse([clientId], NOW + 10);
    expect(await clientLife.list({ search: clientId }, 2)).toMatchObject([{ lastUsed: NOW + 20 }]);
    expect(await clients.find(clientId)).toMatchObject({ expiresAt: null, revision: 1 });
  });

  it('does not get its expiry back from a change that was read before', async () => {
    const { clientLife, clients } = database.store;
    const clientId = await aClient({ expiresAt: NOW + 60 });
    const read = (await clients.find(clientId))!;
    await clientLife.noteUse([clientId], NOW);
    expect(await clients.replace({ ...read, name: 'Changed', revision: 2 }, 1)).toBe(true);
    expect(await clients.find(clientId)).toMatchObject({ name: 'Changed', expiresAt: null });
  });

  it('is not changed or deleted by what was decided about another of its identifier, or before it changed', async () => {
    const { clients } = database.store;
    const clientId = await aClient();
    const read = (await clients.find(clientId))!;
    await clients.delete(clientId, 'instance');
    await clients.insert(anInstance({ clientId, createdAt: NOW, incarnation: randomUUID() }));
    const other = (await clients.find(clientId))!;
    expect(await clients.replace({ ...read, name: 'Changed', revision: 2 }, 1)).toBe(false);
    expect(await clients.delete(clientId, 'instance', read)).toBe(false);
    expect(await clients.find(clientId)).toEqual(other);
    await clients.setEnabled(clientId, 'instance', false);
    expect(await clients.delete(clientId, 'instance', other)).toBe(false);
    expect(await clients.delete(clientId, 'instance', { ...other, revision: other.revision + 1 })).toBe(true);
  });

  it('is noted by many at once without one waiting for the other for ever', async () => {
    const { clientLife } = database.store;
    const all = [await aClient(), await aClient(), await aClient()];
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        clientLife.noteUse(index % 2 === 0 ? all : [...all].reverse(), NOW + index),
      ),
    );
    for (const clientId of all) {
      expect(await clientLife.list({ search: clientId }, 1)).toMatchObject([{ lastUsed: NOW + 19 }]);
    }
  });
});

describe('What is swept', () => {
  it('is what was not used before its time was over, and no more at once than asked for', async () => {
    const { clientLife } = database.store;
    const due = [await aClient({ expiresAt: NOW + 5 }), await aClient({ expiresAt: NOW + 5 })];
    const later = await aClient({ expiresAt: NOW + 6 });
    expect(await clientLife.deleteExpired(NOW + 4, 10)).toEqual([]);
    expect(await clientLife.deleteExpired(NOW + 5, 1)).toHaveLength(1);
    expect(await clientLife.deleteExpired(NOW + 5, 10)).toHaveLength(1);
    for (const clientId of due) expect(await isThere(clientId)).toBe(false);
    expect(await isThere(later)).toBe(true);
  });

  it('is no client whose time is over but who holds a token that lives: its use was not noted yet', async () => {
    const { accessTokens, clientLife } = database.store;
    const clientId = await aClient({ kind: 'dynamic', application: null, expiresAt: NOW + 20 });
    await accessTokens.insert(
      {
        tokenHash: randomBytes(32),
        type: 'DEFAULT',
        clientId,
        application: null,
        appPlatform: null,
        appVersion: null,
        scopes: [],
        audience: null,
        issuedAt: NOW + 10,
        expiresAt: NOW + 30,
        profile: null,
        family: null,
        identityProvider: null,
        sealed: randomBytes(8),
      },
      basisOfStep({ client: anInstance({ clientId }), application: null, provider: null }),
    );
    await clientLife.deleteExpired(NOW + 29, 1000);
    expect(await isThere(clientId)).toBe(true);
    await clientLife.deleteExpired(NOW + 30, 1000);
    expect(await isThere(clientId)).toBe(false);
  });

  it.each([
    ['an instance nobody used', {}, 'gone'],
    ['an instance made since', { createdAt: NOW + 100 }, 'kept'],
    ['a client of no application', { kind: 'dynamic' as const, application: null }, 'kept'],
    ['a client of an administrator', { kind: 'web' as const }, 'kept'],
  ])('of the idle ones is %s', async (_, changes, expected) => {
    const clientId = await aClient(changes);
    await database.store.clientLife.deleteForgottenInstances(NOW + 100, NOW + 100, 1000);
    expect(await isThere(clientId)).toBe(expected === 'kept');
  });
});

describe('An initial access token and its clients', () => {
  it('go separate ways: the clients stay, and know of no token any more', async () => {
    const { clients, initialAccessTokens } = database.store;
    const owner = await aClient({ kind: 'dynamic', application: null });
    const id = randomUUID();
    await initialAccessTokens.insert(anInitialAccessToken({ id, clientId: owner, tokenHash: Buffer.alloc(32, 9) }));
    const made = await aClient({ kind: 'dynamic', application: null, initialAccessToken: id });
    expect(await database.store.clientLife.list({ initialAccessToken: id }, 5)).toMatchObject([{ clientId: made }]);
    await clients.delete(owner, 'dynamic');
    expect(await initialAccessTokens.findUsable(Buffer.alloc(32, 9), NOW)).toBeUndefined();
    expect(await clients.find(made)).toMatchObject({ initialAccessToken: null });
  });
});

it('A drawn master token is kept once, however many instances start at once', async () => {
  const { configuration } = database.store;
  const hashes = Array.from({ length: 8 }, (_, index) => Buffer.alloc(32, index + 1));
  const kept = await Promise.all(hashes.map((hash) => configuration.keepMasterToken(hash)));
  expect(kept.filter(Boolean)).toHaveLength(1);
  expect(await configuration.masterTokenHash()).toEqual(hashes[kept.indexOf(true)]);
});
