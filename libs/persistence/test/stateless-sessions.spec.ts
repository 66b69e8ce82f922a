import { randomBytes, randomUUID } from 'node:crypto';
import { basisOfStep } from '@passant/protocol';
import { anApplication, anInstance } from '@passant/protocol/testing';
import type { Completion, FoundRefreshToken, SessionRotation } from '../src/index.js';
import type { TestDatabase } from '../src/testing/index.js';
import { Instances } from './support/instances.js';
import { NOW, aBasis, aTransaction, anAccessToken, keyOf } from './support/records.js';

let instances: Instances;
let database: TestDatabase;

beforeAll(async () => {
  instances = await Instances.start();
  ({ database } = instances);
  await database.store.applications.insert(anApplication());
  await database.store.clients.insert(anInstance());
});
afterAll(() => instances.close());

/** Which transaction an end belongs to is nothing to say here. */
const IN_SOME_TRANSACTION = { transaction: expect.any(Number) as number };
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
    basis: basisOfStep({ client: anInstance({ clientId }), application, provider: null }),
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

async function aSession(of?: Awaited<ReturnType<typeof aClient>>) {
  const client = of ?? (await aClient());
  const { completion, ...names } = aCompletion(client);
  expect(await database.store.completions.record(completion)).toBe('recorded');
  return { ...client, ...names, accessToken: completion.accessToken };
}
type Session = Awaited<ReturnType<typeof aSession>>;

const rotation = (
  { clientId, tokenHash, application }: Pick<Session, 'clientId' | 'application'> & { tokenHash: Buffer },
  changes: Partial<SessionRotation> = {},
): SessionRotation => ({
  basis: basisOfStep({ client: anInstance({ clientId }), application, provider: null }),
  ...{ spentHash: tokenHash, nextHash: randomBytes(32), nextSealed: randomBytes(60), nextExpiresAt: END },
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

  it.each<[string, (session: Session) => Partial<SessionRotation>]>([
    ['it has ended', () => ({ accessToken: anAccessToken({ issuedAt: END }) })],
    ['another client comes with it', () => ({ basis: aBasis() })],
  ])('is not exchanged where %s', async (_, changesOf) => {
    const session = await aSession();
    expect(await database.store.refreshTokens.rotate(rotation(session, changesOf(session)))).toBeUndefined();
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
    const third = rotation({ ...session, tokenHash: again.nextHash });
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

  it('does not begin, nor does a token, where the application has changed since that was decided', async () => {
    const client = await aClient();
    const { completion, family } = aCompletion(client);
    await database.store.applications.replace({ ...client.application, statelessSession: false, revision: 2 }, 1);
    expect(await database.store.completions.record(completion)).toBe('outdated');
    expect(await leftOf(family)).toEqual(NOTHING);
  });

  it('does not begin for a client that is gone', async () => {
    const client = await aClient();
    await database.store.clients.delete(client.clientId, 'instance');
    const { completion, family } = aCompletion(client);
    expect(await database.store.completions.record(completion)).toBe('outdated');
    expect(await leftOf(family)).toEqual(NOTHING);
  });

  it.each<[string, (session: Session) => Promise<unknown>]>([
    ['its client', ({ clientId }) => database.store.clients.delete(clientId, 'instance')],
    [
      'those of its application',
      ({ application }) => database.store.statelessSessions.endAllOf(application.identifier, NOW),
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

describe('Stateless sessions that are shortened', () => {
  const shorten = (session: Pick<Session, 'application'>, duration: number, now = NOW + 20) =>
    database.store.transaction((store) =>
      store.statelessSessions.shorten(session.application.identifier, duration, now),
    );
  /** A session that was refreshed, with its two access tokens of fifteen minutes. */
  async function refreshed(client?: Awaited<ReturnType<typeof aClient>>) {
    const session = await aSession(client);
    const next = rotation(session);
    await database.store.refreshTokens.rotate(next);
    return { ...session, refresh: next.nextHash, tokens: [session.accessToken, next.accessToken] };
  }
  const endOf = async (token: Parameters<typeof keyOf>[0]) =>
    (await database.store.accessTokens.find(keyOf(token)))?.expiresAt;

  it('end sooner with all their access tokens, which are still found, and are told of', async () => {
    const session = await refreshed();
    const before = await database.store.endedTokens.read();
    await shorten(session, 300);
    expect(await database.store.refreshTokens.find(session.refresh)).toMatchObject({ expiresAt: NOW + 300 });
    for (const token of session.tokens) {
      expect(await endOf(token)).toBe(NOW + 300);
      expect(await database.store.tokenTraces.find(token.tokenHash)).toMatchObject({ expiresAt: NOW + 300, end: null });
    }
    const { ended } = await database.store.endedTokens.read(before.snapshot);
    expect(ended).toHaveLength(2);
    for (const { tokenHash, expiresAt, application } of session.tokens) {
      expect(ended).toContainEqual({ ...IN_SOME_TRANSACTION, application, tokenHash, audience: null, expiresAt });
    }
    await database.store.expiry.sweep(NOW + 300);
    expect(await leftOf(session.family)).toEqual(NOTHING);
  });

  it('end at once where they have lasted longer', async () => {
    const session = await refreshed();
    await shorten(session, 300, NOW + 300);
    expect(await leftOf(session.family)).toEqual(NOTHING);
  });

  it('stay as they are for whatever comes later: a longer duration, a refresh that was planned before', async () => {
    const session = await refreshed();
    await shorten(session, 300);
    await shorten(session, 3000);
    const late = rotation({ ...session, tokenHash: session.refresh });
    expect(await database.store.refreshTokens.rotate(late)).toBe('exchanged');
    expect(await database.store.refreshTokens.find(late.nextHash)).toMatchObject({ expiresAt: NOW + 300 });
    expect(await endOf(late.accessToken)).toBe(NOW + 300);
  });

  it('tell nobody of tokens that end before them anyway, and leave sessions of other applications alone', async () => {
    const [session, other] = [await refreshed(), await refreshed()];
    const before = await database.store.endedTokens.read();
    await shorten(session, 1500);
    expect((await database.store.endedTokens.read(before.snapshot)).ended).toEqual([]);
    expect(await endOf(session.accessToken)).toBe(NOW + 900);
    expect(await database.store.refreshTokens.find(other.refresh)).toMatchObject({ expiresAt: END });
  });

  it('are told of as a whole where there are more than a thousand', async () => {
    const session = await aSession();
    await database.dataSource.query(
      `INSERT INTO access_token (token_hash, type, client_id, application, scopes, issued_at, expires_at, family, sealed)
       SELECT sha256(n::text::bytea), 'STATELESS_AUTHENTICATION', $1, $2, '{}', ${NOW}, ${NOW + 800}, $3, '\\x00'
         FROM generate_series(1, 1000) AS n`,
      [session.clientId, session.application.identifier, session.family],
    );
    const before = await database.store.endedTokens.read();
    await shorten(session, 300);
    const { ended } = await database.store.endedTokens.read(before.snapshot);
    const application = session.application.identifier;
    expect(ended).toEqual([
      { ...IN_SOME_TRANSACTION, application, tokenHash: null, audience: null, expiresAt: NOW + 900 },
    ]);
  });

  it.each<[string, (identifier: string) => Promise<unknown>, expected: number | null]>([
    ['shortened', (app) => database.store.statelessSessions.shorten(app, 60, NOW + 70), NOW + 60],
    ['shortened, and is longer already', (app) => database.store.statelessSessions.shorten(app, 9000, NOW + 70), END],
    ['switched off', (app) => database.store.statelessSessions.endAllOf(app, NOW + 70), null],
    ['switched off when it was over', (app) => database.store.statelessSessions.endAllOf(app, END), END],
  ])('are those of codes as well: one that is %s', async (_, change, expected) => {
    const client = await aClient();
    const { completion } = aCompletion(client);
    const codeHash = randomBytes(32);
    const { authorizationCodes } = database.store;
    await authorizationCodes.insert({
      ...{ codeHash, clientId: client.clientId, basis: completion.basis },
      ...{ redirectUri: 'com.example.app:/back', codeChallenge: 'challenge', nonce: null, scopes: ['profile'] },
      ...{
        resources: [],
        identityProvider: 'scheme',
        authenticatedAt: NOW,
        person: null,
        stateless: true,
        sessionEndsAt: END,
      },
      ...{ sealed: randomBytes(40), expiresAt: NOW + 9000 },
    });
    await change(client.application.identifier);
    expect(await authorizationCodes.find(codeHash)).toMatchObject({ sessionEndsAt: expected });
    await authorizationCodes.approve(codeHash, NOW + 9000, NOW + 70);
    const redeemAt = async (issuedAt: number) => {
      const accessToken = { ...completion.accessToken, issuedAt, family: null };
      return authorizationCodes.redeemStateless({
        basis: completion.basis,
        codeHash,
        rememberedUntil: END,
        accessToken,
      });
    };
    if (expected !== null) expect(await redeemAt(expected)).toBe('spent');
    expect(await redeemAt((expected ?? END) - 1)).toBe('recorded');
  });

  it('are all shortened, whatever begins or is refreshed at that moment', async () => {
    const client = await aClient();
    const running = await Promise.all(Array.from({ length: 10 }, () => aSession(client)));
    const results = await instances.crowd<unknown>(31, (store, index) => {
      if (index === 15) {
        return store.transaction(async (inside) => {
          const changed = { ...client.application, statelessSessionDuration: 300, revision: 2 };
          expect(await inside.applications.replace(changed, 1)).toBe(true);
          await inside.statelessSessions.shorten(changed.identifier, 300, NOW + 20);
          return 'shortened';
        });
      }
      const session = running[index];
      return session
        ? store.refreshTokens.rotate(rotation(session))
        : store.completions.record(aCompletion(client).completion);
    });
    // What came too late was decided with the longer duration, and has to be decided again.
    expect(results.every((result) => result !== undefined)).toBe(true);
    const begun = results.filter((result) => result === 'recorded').length;
    const ends = await database.dataSource.query(
      'SELECT expires_at::int AS ends, count(*)::int FROM refresh_token WHERE client_id = $1 GROUP BY 1',
      [client.clientId],
    );
    expect(ends).toEqual([{ ends: NOW + 300, count: 10 + begun }]);
  });
});
