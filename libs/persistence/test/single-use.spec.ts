import { randomBytes, randomUUID } from 'node:crypto';
import type { Basis } from '@passant/protocol';
import { aProvider, anApplication, anInitialAccessToken, anInstance } from '@passant/protocol/testing';
import type { Completion } from '../src/index.js';
import type { TestDatabase } from '../src/testing/index.js';
import { Instances } from './support/instances.js';
import { NOW, OWNER, aBasis, aBasisWithProvider, aTransaction, anAccessToken, keyOf } from './support/records.js';

let instances: Instances;
let database: TestDatabase;

beforeAll(async () => {
  instances = await Instances.start();
  ({ database } = instances);
  await database.store.identityProviders.insert(aProvider());
  await database.store.applications.insert(anApplication());
  await database.store.clients.insert(anInstance());
});
afterAll(() => instances.close());

describe('What may happen once', () => {
  it('a jti is used for the first time once', async () => {
    const jti = randomBytes(32);
    const uses = await instances.crowd(60, (store) => store.usedAssertions.firstUse(OWNER.clientId, jti, NOW + 300));
    expect(uses.filter(Boolean)).toHaveLength(1);
    expect(await database.store.usedAssertions.firstUse('another-client', jti, NOW + 300)).toBe(true);
  });

  it.each([1, 7])('an initial access token for %i registrations is spent exactly so often', async (registrations) => {
    const tokenHash = randomBytes(32);
    await database.store.initialAccessTokens.insert(
      anInitialAccessToken({ id: randomUUID(), tokenHash, registrations, expiresAt: NOW + 60 }),
    );
    const now = NOW;
    const results = await instances.crowd(60, (store) => store.clientRegistrations.record({ spends: tokenHash, now }));
    expect(results.filter((result) => result === 'recorded')).toHaveLength(registrations);
    expect(results.filter((result) => result === 'token_gone')).toHaveLength(60 - registrations);
  });

  it('a transaction is claimed by one request at a time', async () => {
    const idHash = await aTransaction(database.store);
    const claims = await instances.crowd(60, (store) =>
      store.registrationTransactions.claim(idHash, OWNER, randomBytes(16), NOW + 60, NOW),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('a claim lapses when whoever made it is gone', async () => {
    const idHash = await aTransaction(database.store);
    const claim = (now: number) =>
      database.store.registrationTransactions.claim(idHash, OWNER, randomBytes(16), now + 60, now);
    expect(await claim(NOW)).toMatchObject({ attempts: 1 });
    expect(await claim(NOW + 59)).toBeUndefined();
    expect(await claim(NOW + 60)).toMatchObject({ attempts: 2 });
  });

  it.each([
    ['another provider', { ...OWNER, identityProvider: 'other' }],
    ['another client', { ...OWNER, clientId: 'other' }],
  ])('a transaction is not even touched for %s', async (_, owner) => {
    const idHash = await aTransaction(database.store);
    const { registrationTransactions } = database.store;
    expect(await registrationTransactions.claim(idHash, owner, randomBytes(16), NOW + 60, NOW)).toBeUndefined();
    expect(await registrationTransactions.claim(idHash, OWNER, randomBytes(16), NOW + 60, NOW)).toMatchObject({
      attempts: 1,
    });
  });

  it('a transaction gives one token, whoever still thinks to hold it', async () => {
    const idHash = await aTransaction(database.store);
    const claim = randomBytes(16);
    await database.store.registrationTransactions.claim(idHash, OWNER, claim, NOW + 60, NOW);
    const results = await instances.crowd(30, (store) =>
      store.completions.record({ basis: aBasis(), transaction: { idHash, claim }, accessToken: anAccessToken() }),
    );
    expect(results.filter((result) => result === 'recorded')).toHaveLength(1);
    expect(results.filter((result) => result === 'spent')).toHaveLength(29);
  });

  it('tokens that are stored together are each told what became of them', async () => {
    const { store } = database;
    const bases: Basis[] = [
      aBasisWithProvider(),
      aBasisWithProvider('gone'),
      { ...aBasisWithProvider(), client: anInstance({ edition: 2 }) },
      { ...aBasisWithProvider(), client: anInstance({ incarnation: randomUUID() }) },
      ...[{ edition: 2 }, { issuance: randomUUID() }].flatMap((changed) => [
        { ...aBasisWithProvider(), application: anApplication(changed) },
        { ...aBasisWithProvider(), provider: aProvider(changed) },
      ]),
    ];
    const tokens = Array.from({ length: 32 }, (_, index) =>
      anAccessToken({
        clientId: bases[index % bases.length]!.client.clientId,
        scopes: index % 2 === 0 ? [] : ['openid', `scope-${index}`],
        audience: index % 5 === 0 ? ['https://orders.example.com', 'https://maps.example.com'] : null,
      }),
    );
    const isStored = (index: number) => index % bases.length === 0;
    const results = await Promise.all(
      tokens.map((accessToken, index) =>
        store.completions.record({ accessToken, basis: bases[index % bases.length]! }),
      ),
    );
    expect(results).toEqual(tokens.map((_, index) => (isStored(index) ? 'recorded' : 'outdated')));
    const found = await store.accessTokens.findAll(tokens.map(keyOf));
    expect(found).toEqual(tokens.map((token, index) => (isStored(index) ? token : undefined)));
  });

  it('a token waits for whoever works on its client, and no other token waits with it', async () => {
    if (!instances.elsewhere) return; // The embedded database has one session, so nobody else can be working.
    const busy = anInstance({ clientId: 'busy' });
    await database.store.clients.insert(busy);
    let isDone = false;
    let waiting: Promise<unknown> | undefined;
    await instances.elsewhere.transaction(async ({ clients }) => {
      await clients.setEnabled('busy', 'instance', false);
      const { completions } = database.store;
      const accessToken = anAccessToken({ clientId: 'busy' });
      waiting = completions.record({ accessToken, basis: aBasisWithProvider('busy') }).finally(() => (isDone = true));
      const other = { accessToken: anAccessToken(), basis: aBasisWithProvider() };
      expect(await completions.record(other)).toBe('recorded');
      expect(isDone).toBe(false);
    });
    expect(await waiting).toBe('outdated');
  });

  it('a lapsed claim gives no token once another request has the transaction', async () => {
    const idHash = await aTransaction(database.store);
    const [slow, quick] = [randomBytes(16), randomBytes(16)];
    const { registrationTransactions, completions, accessTokens } = database.store;
    await registrationTransactions.claim(idHash, OWNER, slow, NOW + 60, NOW);
    await registrationTransactions.claim(idHash, OWNER, quick, NOW + 180, NOW + 120);
    const token = anAccessToken();
    expect(
      await completions.record({ basis: aBasis(), transaction: { idHash, claim: slow }, accessToken: token }),
    ).toBe('spent');
    expect(await accessTokens.find(keyOf(token))).toBeUndefined();
    expect(
      await completions.record({ basis: aBasis(), transaction: { idHash, claim: quick }, accessToken: token }),
    ).toBe('recorded');
  });

  it('a transaction outlives a completion that fails on the profile', async () => {
    const idHash = await aTransaction(database.store);
    const claim = randomBytes(16);
    await database.store.registrationTransactions.claim(idHash, OWNER, claim, NOW + 60, NOW);
    const completion = (userId: string, profileId: string): Completion => {
      const id = randomUUID();
      return {
        basis: aBasis(),
        accessToken: anAccessToken({ profile: id }),
        profile: {
          id,
          clientId: OWNER.clientId,
          profileKey: profileId,
          profileId,
          identityProvider: 'scheme',
          userId,
          scopes: [],
          userDetails: {},
          amr: [],
          claimsByScope: false,
          createdAt: NOW,
        },
      };
    };
    const { completions } = database.store;
    expect(await completions.record(completion('anna', 'TAKEN1'))).toBe('recorded');
    const transaction = { idHash, claim };
    expect(await completions.record({ ...completion('bert', 'TAKEN1'), transaction })).toBe('profile_taken');
    expect(await completions.record({ ...completion('bert', 'FREE01'), transaction })).toBe('recorded');
  });

  it('a profile identifier belongs to one person of a client, however many ask at once', async () => {
    const completion = (userId: string): Completion => {
      const id = randomUUID();
      return {
        basis: aBasis(),
        accessToken: anAccessToken({ profile: id }),
        profile: {
          id,
          clientId: OWNER.clientId,
          profileKey: 'RACED1',
          profileId: 'RACED1',
          identityProvider: 'scheme',
          userId,
          scopes: [],
          userDetails: {},
          amr: [],
          claimsByScope: false,
          createdAt: NOW,
        },
      };
    };
    let person = 0;
    const results = await instances.crowd(20, (store) =>
      store.completions.record(completion(`person ${(person += 1)}`)),
    );
    expect(results.filter((result) => result === 'recorded')).toHaveLength(1);
    expect(results.filter((result) => result === 'profile_taken')).toHaveLength(19);
  });
});
