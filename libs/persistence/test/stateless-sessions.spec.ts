import { randomBytes, randomUUID } from 'node:crypto';
import { anApplication, anInstance } from '@passant/protocol/testing';
import type { Completion, FoundRefreshToken, SessionRotation } from '../src/index.js';
import type { TestDatabase } from '../src/testing/index.js';
import { Instances } from './support/instances.js';
import { NOW, aTransaction, anAccessToken } from './support/records.js';

let instances: Instances;
let database: TestDatabase;

beforeAll(async () => {
  instances = await Instances.start();
  ({ database } = instances);
  await database.store.applications.insert(anApplication());
  await database.store.clients.insert(anInstance());
}, 60_000);
afterAll(() => instances.close());

const END = NOW + 1800;

/** A new client of an application that gives stateless sessions, unless `changes` say otherwise. */
async function aClient(changes: Parameters<typeof anApplication>[0] = {}) {
  const application = anApplication({ identifier: `app-${randomUUID()}`, statelessSession: true, ...changes });
  await database.store.applications.insert(application);
  const clientId = `client-${randomUUID()}`;
  await database.store.clients.insert(anInstance({ clientId, application: application.identifier }));
  return { application, clientId };
}

function aCompletion({ application, clientId }: Awaited<ReturnType<typeof aClient>>) {
  const family = randomUUID();
  const [tokenHash, sealed] = [randomBytes(32), randomBytes(60)];
  const completion: Completion = {
    accessToken: anAccessToken({
      ...{ family, clientId, application: application.identifier, identityProvider: 'scheme' },
      type: 'STATELESS_AUTHENTICATION',
    }),
    session: {
      ...{ tokenHash, family, clientId, scopes: ['profile'], resources: ['https://api.example'] },
      ...{ authenticatedAt: NOW, issuedAt: NOW, expiresAt: END, identityProvider: 'scheme', sealed },
    },
  };
  return { completion, family, tokenHash, sealed };
}

async function aSession() {
  const client = await aClient();
  const { completion, ...names } = aCompletion(client);
  expect(await database.store.completions.record(completion)).toBe('recorded');
  return { ...client, ...names };
}
type Session = Awaited<ReturnType<typeof aSession>>;

const rotation = (
  { clientId, tokenHash }: { clientId: string; tokenHash: Buffer },
  changes: Partial<SessionRotation> = {},
): SessionRotation => ({
  ...{ clientId, spentHash: tokenHash, nextHash: randomBytes(32), nextSealed: randomBytes(60), nextExpiresAt: END },
  grace: 30,
  accessToken: anAccessToken({ clientId, type: 'STATELESS_AUTHENTICATION', issuedAt: NOW + 10 }),
  ...changes,
});

async function leftOf(family: string): Promise<{ sessions: number; access: number; spent: number }> {
  const [row] = await database.dataSource.query<{ sessions: number; access: number; spent: number }[]>(
    `SELECT (SELECT count(*)::int FROM refresh_token WHERE family = $1) AS sessions,
            (SELECT count(*)::int FROM access_token WHERE family = $1) AS access,
            (SELECT count(*)::int FROM spent_refresh_token WHERE family = $1) AS spent`,
    [family],
  );
  return row!;
}

const NOTHING = { sessions: 0, access: 0, spent: 0 };

/** What is found for a token: of a session, or nothing. */
async function sealedOf(find: Promise<FoundRefreshToken | undefined>): Promise<Buffer | undefined> {
  const found = await find;
  return found && 'sealed' in found ? found.sealed : undefined;
}

describe('The refresh token of a stateless session', () => {
  it('is found with what it seals, and without a person', async () => {
    const { tokenHash, family, sealed, clientId } = await aSession();
    const found = await database.store.refreshTokens.find(tokenHash);
    expect(found).toEqual({
      ...{ tokenHash, family, clientId, scopes: ['profile'], resources: ['https://api.example'] },
      ...{ authenticatedAt: NOW, issuedAt: NOW, expiresAt: END, replacedAt: null },
      ...{ identityProvider: 'scheme', sealed },
    });
  });

  it('is exchanged once, of any number of requests at once', async () => {
    const session = await aSession();
    const results = await instances.crowd(20, (store) => store.refreshTokens.rotate(rotation(session, { grace: 0 })));
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await leftOf(session.family)).toEqual({ sessions: 1, access: 2, spent: 1 });
  });

  it('leaves one successor of any number of requests at once within the grace', async () => {
    const session = await aSession();
    const rotations = Array.from({ length: 20 }, () => rotation(session));
    const results = await instances.crowd(20, (store, index) => store.refreshTokens.rotate(rotations[index]!));
    expect(results.filter((result) => result === 'exchanged')).toHaveLength(1);
    expect(results.filter((result) => result === 'repeated')).toHaveLength(19);
    const found = await Promise.all(rotations.map(({ nextHash }) => database.store.refreshTokens.find(nextHash)));
    expect(found.filter(Boolean)).toHaveLength(1);
  });

  it.each([
    ['a later end counts for nothing', END + 7200, END],
    ['an earlier one holds', END - 600, END - 600],
  ])('never lives longer for being exchanged: %s', async (_, nextExpiresAt, expected) => {
    const session = await aSession();
    const next = rotation(session, { nextExpiresAt });
    expect(await database.store.refreshTokens.rotate(next)).toBe('exchanged');
    expect(await database.store.refreshTokens.find(next.nextHash)).toMatchObject({
      ...{ authenticatedAt: NOW, issuedAt: NOW + 10, expiresAt: expected },
    });
    const spent = await database.dataSource.query(
      'SELECT expires_at::int AS until FROM spent_refresh_token WHERE family = $1',
      [session.family],
    );
    expect(spent).toEqual([{ until: expected }]);
  });

  it.each([
    ['it has ended', { accessToken: anAccessToken({ issuedAt: END }) }],
    ['another client comes with it', { clientId: 'another' }],
  ])('is not exchanged where %s', async (_, changes) => {
    const session = await aSession();
    expect(await database.store.refreshTokens.rotate(rotation(session, changes))).toBeUndefined();
    expect(await leftOf(session.family)).toEqual({ sessions: 1, access: 1, spent: 0 });
  });

  it('can be read with the replaced token until its successor is used, and with no earlier one', async () => {
    const session = await aSession();
    const { refreshTokens } = database.store;
    const [first, again] = [rotation(session), rotation(session)];
    await refreshTokens.rotate(first);
    expect(await sealedOf(refreshTokens.find(first.nextHash))).toEqual(first.nextSealed);
    expect(await sealedOf(refreshTokens.findReplaced(session.tokenHash))).toEqual(session.sealed);
    await refreshTokens.rotate(again);
    expect(await sealedOf(refreshTokens.find(first.nextHash))).toBeUndefined();
    expect(await sealedOf(refreshTokens.findReplaced(session.tokenHash))).toEqual(session.sealed);
    const third = rotation({ clientId: session.clientId, tokenHash: again.nextHash });
    await refreshTokens.rotate(third);
    expect(await refreshTokens.findReplaced(session.tokenHash)).toBeUndefined();
    expect(await sealedOf(refreshTokens.findReplaced(again.nextHash))).toEqual(again.nextSealed);
    expect(await sealedOf(refreshTokens.find(third.nextHash))).toEqual(third.nextSealed);
  });
});

describe('A stateless session', () => {
  it('begins together with its token, and spends the transaction', async () => {
    const client = await aClient();
    const idHash = await aTransaction(database.store);
    const claim = randomBytes(16);
    await database.dataSource.query('UPDATE registration_transaction SET claim = $2 WHERE id_hash = $1', [
      idHash,
      claim,
    ]);
    const { completion, family } = aCompletion(client);
    const results = await instances.crowd(10, (store) =>
      store.completions.record({ ...completion, transaction: { idHash, claim } }),
    );
    expect(results.filter((result) => result === 'recorded')).toHaveLength(1);
    expect(results.filter((result) => result === 'spent')).toHaveLength(9);
    expect(await leftOf(family)).toEqual({ sessions: 1, access: 1, spent: 0 });
  });

  it.each([
    ['gives no sessions now', { statelessSession: false }],
    ['has stateless authentication off now', { statelessAuthentication: false }],
  ])('does not begin where the application %s: the token comes alone', async (_, changes) => {
    const client = await aClient(changes);
    const { completion, family } = aCompletion(client);
    expect(await database.store.completions.record(completion)).toBe('without_session');
    expect(await leftOf(family)).toEqual(NOTHING);
    const tokens = await database.dataSource.query('SELECT family FROM access_token WHERE client_id = $1', [
      client.clientId,
    ]);
    expect(tokens).toEqual([{ family: null }]);
  });

  it('does not begin for a client that is gone', async () => {
    const client = await aClient();
    await database.store.clients.delete(client.clientId, 'instance');
    const { completion, family } = aCompletion(client);
    expect(await database.store.completions.record(completion)).toBe('client_gone');
    expect(await leftOf(family)).toEqual(NOTHING);
  });

  it.each<[string, (session: Session) => Promise<unknown>]>([
    ['its client', ({ clientId }) => database.store.clients.delete(clientId, 'instance')],
    [
      'those of its application',
      ({ application }) => database.store.refreshTokens.endSessionsOf(application.identifier),
    ],
    [
      'all tokens of its application',
      ({ application: { identifier } }) =>
        database.store.transaction((store) => store.tokenEnding.endAll({ application: identifier })),
    ],
    [
      'all tokens of its provider',
      () => database.store.transaction((store) => store.tokenEnding.endAll({ identityProvider: 'scheme' })),
    ],
  ])('ends with %s, and its access tokens are told of', async (_, end) => {
    const session = await aSession();
    const next = rotation(session);
    await database.store.refreshTokens.rotate(next);
    const before = await database.store.endedTokens.read();
    await end(session);
    expect(await leftOf(session.family)).toEqual(NOTHING);
    const { ended } = await database.store.endedTokens.read(before.snapshot);
    expect(ended.map(({ tokenHash }) => tokenHash)).toContainEqual(next.accessToken.tokenHash);
  });

  it('is swept away with everything of it at its end, which nobody needs to be told of', async () => {
    const session = await aSession();
    await database.store.refreshTokens.rotate(
      rotation(session, {
        accessToken: anAccessToken({ clientId: session.clientId, issuedAt: NOW + 10, expiresAt: END }),
      }),
    );
    const before = await database.store.endedTokens.read();
    await database.store.expiry.sweep(END - 1);
    expect(await leftOf(session.family)).toMatchObject({ sessions: 1, access: 1 });
    await database.store.expiry.sweep(END);
    expect(await leftOf(session.family)).toEqual(NOTHING);
    expect((await database.store.endedTokens.read(before.snapshot)).ended).toEqual([]);
  });

  it('leaves nothing behind where its client is deleted while it is refreshed', async () => {
    for (let round = 0; round < 20; round += 1) {
      const session = await aSession();
      await instances.crowd<unknown>(2, (store, index) =>
        index === 0
          ? store.refreshTokens.rotate(rotation(session))
          : store.clients.delete(session.clientId, 'instance'),
      );
      expect(await leftOf(session.family)).toEqual(NOTHING);
    }
  });
});
