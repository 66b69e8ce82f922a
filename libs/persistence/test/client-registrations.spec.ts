import { randomBytes, randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Application, Client, InitialAccessToken } from '@passant/protocol';
import { anApplication, anInitialAccessToken, anInstance } from '@passant/protocol/testing';
import { type ClientRegistration, type Database, type NewEvent, Store, openDatabase } from '../src/index.js';
import { type TestDatabase, testDatabase } from '../src/testing/index.js';

const NOW = 1_800_000_000;

let database: TestDatabase;
/** The store of another instance, if there is a server; the embedded database has one process. */
let other: Database | undefined;
let elsewhere: Store;

beforeAll(async () => {
  database = await testDatabase();
  other = database.url ? await openDatabase({ kind: 'postgresql', url: database.url, poolSize: 8 }) : undefined;
  elsewhere = other ? Store.of(other) : database.store;
  await database.store.applications.insert(anApplication());
});

afterAll(async () => {
  await other?.close();
  await database.close();
});

async function aToken(changes: Partial<InitialAccessToken> = {}): Promise<InitialAccessToken> {
  const token = anInitialAccessToken({ id: randomUUID(), tokenHash: randomBytes(32), ...changes });
  await database.store.initialAccessTokens.insert(token);
  return token;
}

function aClient(changes: Partial<Client> = {}): Client {
  return anInstance({ clientId: randomUUID(), ...changes });
}

function anEvent(client: Client): NewEvent {
  const nobody = { identityProvider: null, userId: null, admin: null, clientIp: null, userAgent: null };
  return {
    ...{ name: 'DYNAMIC_REG_SUCCESS', occurred: NOW * 1000, requestId: null, ...nobody },
    ...{ clientId: client.clientId, application: client.application },
    ...{ details: { by: 'token' }, before: null, after: { jwks: client.jwks } },
  };
}

/** A registration as made by a request; with `undefined`, without a token. */
function aRegistration(token: InitialAccessToken | undefined, changes: Partial<Client> = {}): ClientRegistration {
  const client = aClient({ initialAccessToken: token?.id ?? null, ...changes });
  return { spends: token?.tokenHash, made: { client, event: anEvent(client) }, now: NOW };
}

/** Records all of them in one statement, since calls made in one turn share it. */
function record(registrations: ClientRegistration[], store = database.store) {
  return Promise.all(registrations.map((registration) => store.clientRegistrations.record(registration)));
}

const find = ({ made }: ClientRegistration) => database.store.clients.find(made!.client.clientId);

async function eventsOf({ made }: ClientRegistration): Promise<number> {
  return database.store.events.count({ clientId: made!.client.clientId }, 10);
}

async function usesOf(token: InitialAccessToken): Promise<number> {
  const after = { createdAt: token.createdAt + 1, id: token.id };
  const all = await database.store.initialAccessTokens.list({}, after, 1000);
  return all.find(({ id }) => id === token.id)!.uses;
}

/** Every client that was recorded must exist with one event; for the others, there must be neither. */
async function expectWhatWasSaid(registrations: ClientRegistration[], results: string[]): Promise<void> {
  for (const [index, registration] of registrations.entries()) {
    const isThere = results[index] === 'recorded';
    expect(await find(registration)).toEqual(isThere ? registration.made!.client : undefined);
    expect(await eventsOf(registration)).toBe(isThere ? 1 : 0);
  }
}

describe('Registrations of one moment', () => {
  it('store every member of a client, and the event of each', async () => {
    const registrations = [
      aRegistration(await aToken(), { name: 'Zoë’s "phone", \\ {a,b}', metadata: { data: { nested: [1, null] } } }),
      aRegistration(undefined, {
        ...{ kind: 'dynamic', application: null, appPlatform: null, appVersion: null, jwks: null },
        ...{ authMethod: 'client_secret_basic', secretHash: randomBytes(32), registrationTokenHash: randomBytes(32) },
        ...{ redirectUris: ['https://a.example/{,}', 'https://b.example/"'], grantTypes: ['authorization_code'] },
        ...{ responseTypes: ['code'], scopes: ['openid'], registrationLock: ['client-reg'], redirectHosts: ['a'] },
        ...{ previousSecretHash: randomBytes(32), previousSecretUntil: NOW, expiresAt: NOW + 60 },
      }),
    ];
    const results = await record(registrations);
    expect(results).toEqual(['recorded', 'recorded']);
    await expectWhatWasSaid(registrations, results);
    const [noted] = await database.store.events.list(
      { clientId: registrations[0]!.made!.client.clientId },
      { limit: 5 },
    );
    expect(noted).toMatchObject(registrations[0]!.made!.event!);
  });

  it('with one token are exactly as many as it is good for, whoever asks first', async () => {
    const [one, three] = [await aToken(), await aToken({ registrations: 3 })];
    const registrations = [three, one, three, one, three, one, three].map((token) => aRegistration(token));
    const results = await record(registrations);
    const [yes, no] = ['recorded', 'token_gone'];
    expect(results).toEqual([yes, yes, yes, no, yes, no, no]);
    expect([await usesOf(one), await usesOf(three)]).toEqual([1, 3]);
    await expectWhatWasSaid(registrations, results);
  });

  it('on every instance with the same tokens are exactly as many as those are good for', async () => {
    const tokens = await Promise.all(Array.from({ length: 6 }, () => aToken({ registrations: 5 })));
    const crowd = Array.from({ length: 20 }, (_, round) =>
      (round % 2 ? tokens : [...tokens].reverse()).map((token) => aRegistration(token)),
    );
    const results = await Promise.all(
      crowd.map((registrations, index) => record(registrations, index % 3 ? database.store : elsewhere)),
    );
    expect(results.flat().filter((result) => result === 'recorded')).toHaveLength(30);
    for (const token of tokens) expect(await usesOf(token)).toBe(5);
    await expectWhatWasSaid(crowd.flat(), results.flat());
  });

  it('spend their tokens also where nothing is made', async () => {
    const token = await aToken({ registrations: 2 });
    const refused: ClientRegistration = { spends: token.tokenHash, now: NOW };
    const last = aRegistration(token);
    expect(await record([refused, aRegistration(token), last])).toEqual(['recorded', 'recorded', 'token_gone']);
    expect(await find(last)).toBeUndefined();
  });

  it('are each told whether their token is still good', async () => {
    const owner = aClient({ kind: 'dynamic', application: null });
    await database.store.clients.insert(owner);
    const revoked = await aToken();
    await database.store.initialAccessTokens.revoke(revoked.id);
    const resting = await aToken({ clientId: owner.clientId });
    await database.store.clients.setEnabled(owner.clientId, 'dynamic', false);
    const unknown = anInitialAccessToken({ tokenHash: randomBytes(32) });
    const tokens = [await aToken(), revoked, await aToken({ expiresAt: NOW }), resting, unknown, await aToken()];
    const registrations = tokens.map((token) => aRegistration(token));
    const results = await record(registrations);
    const no = 'token_gone';
    expect(results).toEqual(['recorded', no, no, no, no, 'recorded']);
    await expectWhatWasSaid(registrations, results);
    expect(await usesOf(revoked)).toBe(0);
  });

  it('with one identifier make one client, and the others lose their tokens', async () => {
    const clientId = randomUUID();
    const tokens = [await aToken(), await aToken(), await aToken()];
    const registrations = tokens.map((token) => aRegistration(token, { clientId }));
    expect(await record(registrations.slice(0, 2))).toEqual(['recorded', 'taken']);
    expect(await record(registrations.slice(2))).toEqual(['taken']);
    expect(await find(registrations[0]!)).toEqual(registrations[0]!.made!.client);
    expect(await eventsOf(registrations[0]!)).toBe(1);
    for (const token of tokens) expect(await usesOf(token)).toBe(1);
  });

  it('do not fail with one that the database refuses, which spends nothing', async () => {
    const tokens = [await aToken(), await aToken(), await aToken(), await aToken()];
    const registrations = [
      aRegistration(tokens[0]),
      aRegistration(tokens[1], { application: 'nobody' }),
      aRegistration(tokens[2], { name: '\0' }),
      aRegistration(tokens[3]),
    ];
    const settled = await Promise.allSettled(
      registrations.map((registration) => database.store.clientRegistrations.record(registration)),
    );
    const results = settled.map((one) => (one.status === 'fulfilled' ? one.value : 'failed'));
    expect(results).toEqual(['recorded', 'failed', 'failed', 'recorded']);
    await expectWhatWasSaid(registrations, results);
    expect(await Promise.all(tokens.map(usesOf))).toEqual([1, 0, 0, 1]);
  });

  it('leave no event where none is kept', async () => {
    const registration = aRegistration(await aToken());
    delete registration.made!.event;
    expect(await record([registration, aRegistration(await aToken())])).toEqual(['recorded', 'recorded']);
    expect(await find(registration)).toMatchObject({ clientId: registration.made!.client.clientId });
    expect(await eventsOf(registration)).toBe(0);
  });
});

it('Usable tokens are looked up together, each its own', async () => {
  const tokens = [await aToken(), await aToken({ expiresAt: NOW }), await aToken({ revoked: true }), await aToken()];
  const found = await Promise.all(
    tokens.map(({ tokenHash }) => database.store.initialAccessTokens.findUsable(tokenHash, NOW)),
  );
  expect(found).toEqual([tokens[0], undefined, undefined, tokens[3]]);
});

describe('A registration with a software statement', () => {
  const VERSION = { platform: 'ios', version: '1.0', status: 'LOGIN_REGISTRATION' } as const;

  /** A new application with a statement about its version. */
  async function aStatement(): Promise<{ application: Application; id: string }> {
    const application = anApplication({ identifier: randomUUID(), versions: [VERSION] });
    await database.store.applications.insert(application);
    const about = { application: application.identifier, appPlatform: 'ios', appVersion: '1.0' } as const;
    const statement = { id: randomUUID(), ...about, createdBy: 'spec', createdAt: NOW, revokedAt: null };
    expect(await database.store.softwareStatements.insertWhileOpen(statement)).toBe(true);
    return { application, id: statement.id };
  }

  const aRegistrationWith = (
    { application, id }: { application: Application; id: string },
    token?: InitialAccessToken,
  ): ClientRegistration => ({
    ...aRegistration(token, { application: application.identifier, softwareStatement: id }),
    stands: id,
  });

  /** Ways in which an administrator closes a statement, each in the transaction of the change. */
  const CLOSED: [string, (store: Store, of: { application: Application; id: string }) => Promise<unknown>][] = [
    ['revoked', (store, { id }) => store.softwareStatements.revoke(id, NOW)],
    ['of a disabled application', (store, { application }) => change(store, application, { enabled: false })],
    ['of an application for the web', (store, { application }) => change(store, application, { clientType: 'web' })],
    [
      'of a version that takes no new installations',
      (store, { application }) => change(store, application, { versions: [{ ...VERSION, status: 'LOGIN_ONLY' }] }),
    ],
    [
      'of a version that is disabled, which revokes it',
      async (store, { application }) => {
        const versions = [{ ...VERSION, status: 'DISABLED' as const }];
        await change(store, application, { versions });
        await store.softwareStatements.revokeClosed(application.identifier, versions, NOW);
      },
    ],
  ];

  const change = (store: Store, application: Application, changes: Partial<Application>) =>
    store.applications.replace(
      { ...application, ...changes, revision: application.revision + 1 },
      application.revision,
    );

  it('makes a client while it is open, beside others of the same moment', async () => {
    const [one, closed] = [await aStatement(), await aStatement()];
    await database.store.softwareStatements.revoke(closed.id, NOW);
    const registrations = [
      aRegistrationWith(one),
      aRegistrationWith(closed),
      aRegistration(undefined),
      aRegistrationWith(one),
    ];
    const results = await record(registrations);
    expect(results).toEqual(['recorded', 'unapproved', 'recorded', 'recorded']);
    await expectWhatWasSaid(registrations, results);
  });

  it.each(CLOSED)('%s makes none, and the token beside it is spent', async (_, close) => {
    const statement = await aStatement();
    const token = await aToken({ registrations: 2 });
    await database.store.transaction((store) => close(store, statement));
    const registration = aRegistrationWith(statement, token);
    const results = await record([registration]);
    expect(results).toEqual(['unapproved']);
    await expectWhatWasSaid([registration], results);
    expect(await usesOf(token)).toBe(1);
  });

  it.each(CLOSED)('%s at the same moment makes none', async (_, close) => {
    const statement = await aStatement();
    const registration = aRegistrationWith(statement);
    let results: Promise<string[]> | undefined;
    await database.store.transaction(async (store) => {
      await close(store, statement);
      // The registration runs while the change is made but not yet visible.
      results = record([registration], elsewhere);
      await untilSomebodyWaits();
    });
    expect(await results).toEqual(['unapproved']);
    await expectWhatWasSaid([registration], ['unapproved']);
  });

  it.each(CLOSED)('%s a moment later is found by whoever closes it', async (_, close) => {
    const statement = await aStatement();
    const [result] = await record([aRegistrationWith(statement)]);
    expect(result).toBe('recorded');
    await database.store.transaction(async (store) => {
      await close(store, statement);
      const made = await store.clientLife.list(
        { kinds: ['instance'], application: statement.application.identifier, after: undefined },
        10,
      );
      expect(made).toHaveLength(1);
    });
  });

  it.each(CLOSED)('%s cannot be while a change of a client holds it open', async (_, close) => {
    const statement = await aStatement();
    let closing: Promise<unknown> | undefined;
    let isClosed = false;
    await database.store.transaction(async (store) => {
      expect(await store.softwareStatements.isHeldOpen(statement.id)).toBe(true);
      closing = elsewhere.transaction((other) => close(other, statement)).then(() => (isClosed = true));
      await untilSomebodyWaits();
      expect(isClosed).toBe(false);
    });
    await closing;
    expect(await database.store.softwareStatements.isHeldOpen(statement.id)).toBe(false);
  });
});

describe('A registration that was judged under its application', () => {
  async function judged(token: InitialAccessToken): Promise<ClientRegistration & { under: Application }> {
    const under = anApplication({ identifier: randomUUID(), issuance: randomUUID() });
    await database.store.applications.insert(under);
    return { ...aRegistration(token, { application: under.identifier }), under };
  }

  const save = (store: Store, { under }: { under: Application }, changes: Partial<Application>) =>
    store.applications.replace({ ...under, ...changes, revision: under.revision + 1 }, under.revision);

  it('is not stored under another, and spends nothing, beside others of the same moment and the same token', async () => {
    const token = await aToken();
    const [narrowed, renamed] = [await judged(token), await judged(token)];
    await save(database.store, narrowed, { enabled: false });
    await save(database.store, renamed, { name: 'Another name' });
    const registrations = [narrowed, renamed, aRegistration(undefined)];
    const results = await record(registrations);
    expect(results).toEqual(['outdated', 'recorded', 'recorded']);
    await expectWhatWasSaid(registrations, results);
    expect(await usesOf(token)).toBe(1);
  });

  it('is not stored under one that was deleted, nor under another of its identifier', async () => {
    const registration = await judged(await aToken());
    const { under } = registration;
    await database.store.applications.delete(under.identifier);
    expect(await record([registration])).toEqual(['outdated']);
    await database.store.applications.insert({ ...under, issuance: randomUUID() });
    expect(await record([registration])).toEqual(['outdated']);
  });

  it('waits for whoever changes it at the same moment, and is not stored', async () => {
    const token = await aToken();
    const registration = await judged(token);
    let results: Promise<string[]> | undefined;
    await database.store.transaction(async (store) => {
      await save(store, registration, { versions: [], enabled: false });
      results = record([registration], elsewhere);
      await untilSomebodyWaits();
    });
    expect(await results).toEqual(['outdated']);
    expect(await usesOf(token)).toBe(0);
  });

  it('holds it as it was, as a change of a client does: whoever changes it waits, and finds what was stored', async () => {
    const { under } = await judged(await aToken());
    let changing: Promise<unknown> | undefined;
    let isChanged = false;
    await database.store.transaction(async (store) => {
      expect(await store.applications.holdAs(under)).toBe(true);
      changing = save(elsewhere, { under }, { enabled: false }).then(() => (isChanged = true));
      await untilSomebodyWaits();
      expect(isChanged).toBe(false);
    });
    await changing;
    expect(await database.store.applications.holdAs(under)).toBe(false);
  });
});

/**
 * Waits until a session of this database waits for a lock. Returns at once for the embedded database,
 * which has one session.
 */
async function untilSomebodyWaits(): Promise<void> {
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while (other && (await other.dataSource.query<unknown[]>(waiting)).length === 0) await setImmediate();
}
