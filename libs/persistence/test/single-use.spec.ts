import { randomBytes, randomUUID } from 'node:crypto';
import type { AccessTokenRecord, Client } from '@passant/protocol';
import { anApplication, anInitialAccessToken, anInstance } from '@passant/protocol/testing';
import { openDatabase, type Database, type Completion, Store, type TokenKey } from '../src/index.js';
import { type TestDatabase, testDatabase } from '../src/testing/index.js';

const NOW = 1_800_000_000;

let database: TestDatabase;
let stores: Store[];
const others: Database[] = [];
let client: Client;

beforeAll(async () => {
  database = await testDatabase();
  stores = [database.store];
  // On a server further instances join in; the embedded database has one process.
  if (database.url) {
    for (let i = 0; i < 2; i += 1)
      others.push(await openDatabase({ kind: 'postgresql', url: database.url, poolSize: 8 }));
    stores.push(...others.map((other) => Store.of(other)));
  }
  await database.store.applications.insert(anApplication());
  client = anInstance();
  await database.store.clients.insert(client);
}, 60_000);

afterAll(async () => {
  for (const other of others) await other.close();
  await database.close();
});

/** Runs `work` often and at once, on every instance in turn. */
function crowd<Result>(times: number, work: (store: Store) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => work(stores[index % stores.length]!)));
}

function anAccessToken(changes: Partial<AccessTokenRecord> = {}): AccessTokenRecord {
  return {
    tokenHash: randomBytes(32),
    type: 'STATELESS_AUTHENTICATION',
    clientId: client.clientId,
    application: 'TestAppId',
    appPlatform: 'ios',
    appVersion: '1.0',
    scopes: ['profile'],
    issuedAt: NOW,
    expiresAt: NOW + 900,
    profile: null,
    family: null,
    sealed: randomBytes(40),
    ...changes,
  };
}

/** As whoever holds the token would look it up. */
function keyOf({ tokenHash, expiresAt }: AccessTokenRecord): TokenKey {
  return { hash: tokenHash, notAfter: expiresAt };
}

async function aTransaction(): Promise<Buffer> {
  const idHash = randomBytes(32);
  await database.store.registrationTransactions.insert({
    idHash,
    identityProvider: 'scheme',
    clientId: client.clientId,
    sealedData: null,
    scriptVersion: 1,
    attempts: 0,
    expiresAt: NOW + 300,
  });
  return idHash;
}

function aCode() {
  return {
    codeHash: randomBytes(32),
    clientId: client.clientId,
    redirectUri: 'https://rp.example.com/callback',
    codeChallenge: 'challenge',
    nonce: null,
    scopes: ['openid'],
    identityProvider: 'scheme',
    authenticatedAt: NOW,
    sealed: randomBytes(40),
    expiresAt: NOW + 600,
  };
}

function aRedemption(codeHash: Buffer, withRefreshToken = true) {
  const family = randomUUID();
  const profile = randomUUID();
  return {
    codeHash,
    rememberedUntil: NOW + 3600,
    accessToken: anAccessToken({ type: 'DEFAULT', family: withRefreshToken ? family : null }),
    profile: {
      id: profile,
      clientId: client.clientId,
      profileKey: 'of anna',
      profileId: 'static',
      identityProvider: 'scheme',
      userId: 'anna',
      scopes: ['openid'],
      userDetails: {},
      amr: [],
      createdAt: NOW,
    },
    ...(withRefreshToken
      ? {
          refreshToken: {
            tokenHash: randomBytes(32),
            family,
            profile,
            clientId: client.clientId,
            scopes: ['openid'],
            authenticatedAt: NOW,
            issuedAt: NOW,
            expiresAt: NOW + 86_400,
          },
        }
      : {}),
  };
}

const OWNER = { identityProvider: 'scheme', clientId: anInstance().clientId };

describe('What may happen once', () => {
  it('a jti is used for the first time once', async () => {
    const jti = randomBytes(32);
    const uses = await crowd(60, (store) => store.usedAssertions.firstUse(client.clientId, jti, NOW + 300));
    expect(uses.filter(Boolean)).toHaveLength(1);
    expect(await database.store.usedAssertions.firstUse('another-client', jti, NOW + 300)).toBe(true);
  });

  it.each([1, 7])('an initial access token for %i registrations is spent exactly so often', async (registrations) => {
    const tokenHash = randomBytes(32);
    await database.store.initialAccessTokens.insert(
      anInitialAccessToken({ id: randomUUID(), tokenHash, registrations, expiresAt: NOW + 60 }),
    );
    const spent = await crowd(60, (store) => store.initialAccessTokens.spend(tokenHash, NOW));
    expect(spent.filter(Boolean)).toHaveLength(registrations);
  });

  it('an initial access token is not spent by a transaction that is undone', async () => {
    const tokenHash = randomBytes(32);
    await database.store.initialAccessTokens.insert(
      anInitialAccessToken({ id: randomUUID(), tokenHash, application: null }),
    );
    const failing = database.store.transaction(async (store) => {
      await store.initialAccessTokens.spend(tokenHash, NOW);
      throw new Error('the server fails');
    });
    await expect(failing).rejects.toThrow('the server fails');
    expect(await database.store.initialAccessTokens.spend(tokenHash, NOW)).toBeDefined();
  });

  it('a code is agreed to once, and not after it expired', async () => {
    const code = aCode();
    const { authorizationCodes } = database.store;
    expect(await authorizationCodes.insert(code)).toBe('recorded');
    expect(await authorizationCodes.approve(code.codeHash, NOW + 660, NOW + 600)).toBe(false);
    const approvals = await crowd(30, (store) => store.authorizationCodes.approve(code.codeHash, NOW + 60, NOW));
    expect(approvals.filter(Boolean)).toHaveLength(1);
    expect(await authorizationCodes.discard(code.codeHash)).toBe(true);
    expect(await authorizationCodes.redeem(aRedemption(code.codeHash))).toBe('spent');
  });

  it('a transaction gives one code, whoever still thinks to hold it', async () => {
    const idHash = await aTransaction();
    const claim = randomBytes(16);
    await database.store.registrationTransactions.claim(idHash, OWNER, claim, NOW + 60, NOW);
    const results = await crowd(30, (store) => store.authorizationCodes.insert(aCode(), { idHash, claim }));
    expect(results.filter((result) => result === 'recorded')).toHaveLength(1);
    expect(results.filter((result) => result === 'spent')).toHaveLength(29);
  });

  it('a code is exchanged once, and only after the person agreed', async () => {
    const code = aCode();
    const { authorizationCodes } = database.store;
    await authorizationCodes.insert(code);
    expect(await authorizationCodes.redeem(aRedemption(code.codeHash))).toBe('spent');
    await authorizationCodes.approve(code.codeHash, NOW + 60, NOW);
    const results = await crowd(30, (store) => store.authorizationCodes.redeem(aRedemption(code.codeHash)));
    expect(results.filter((result) => result === 'recorded')).toHaveLength(1);
    expect(results.filter((result) => result === 'spent')).toHaveLength(29);
    expect(await authorizationCodes.discard(code.codeHash)).toBe(false);
    expect(await authorizationCodes.find(code.codeHash)).toMatchObject({ sealed: null, redeemedAt: NOW });
  });

  it.each([true, false])('a code that comes again ends what it gave, with a refresh token: %s', async (withRefresh) => {
    const code = aCode();
    const { authorizationCodes, accessTokens } = database.store;
    await authorizationCodes.insert(code);
    await authorizationCodes.approve(code.codeHash, NOW + 60, NOW);
    expect(await authorizationCodes.endTokensOfSpent(code.codeHash, client.clientId)).toBe(false);
    const redemption = aRedemption(code.codeHash, withRefresh);
    expect(await authorizationCodes.redeem(redemption)).toBe('recorded');
    const { tokenHash: hash, expiresAt } = redemption.accessToken;
    const key = { hash, notAfter: Math.ceil(expiresAt / 16) * 16 };
    expect(await accessTokens.find(key)).toBeDefined();
    expect(await authorizationCodes.endTokensOfSpent(code.codeHash, 'another-client')).toBe(false);
    expect(await accessTokens.find(key)).toBeDefined();
    const ended = await crowd(10, (store) => store.authorizationCodes.endTokensOfSpent(code.codeHash, client.clientId));
    expect(ended.every(Boolean)).toBe(true);
    expect(await accessTokens.find(key)).toBeUndefined();
    if (redemption.refreshToken) {
      expect(await database.store.refreshTokens.find(redemption.refreshToken.tokenHash)).toBeUndefined();
    }
  });

  it('a transaction is claimed by one request at a time', async () => {
    const idHash = await aTransaction();
    const claims = await crowd(60, (store) =>
      store.registrationTransactions.claim(idHash, OWNER, randomBytes(16), NOW + 60, NOW),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('a claim lapses when whoever made it is gone', async () => {
    const idHash = await aTransaction();
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
    const idHash = await aTransaction();
    const { registrationTransactions } = database.store;
    expect(await registrationTransactions.claim(idHash, owner, randomBytes(16), NOW + 60, NOW)).toBeUndefined();
    expect(await registrationTransactions.claim(idHash, OWNER, randomBytes(16), NOW + 60, NOW)).toMatchObject({
      attempts: 1,
    });
  });

  it('a transaction gives one token, whoever still thinks to hold it', async () => {
    const idHash = await aTransaction();
    const claim = randomBytes(16);
    await database.store.registrationTransactions.claim(idHash, OWNER, claim, NOW + 60, NOW);
    const results = await crowd(30, (store) =>
      store.completions.record({ transaction: { idHash, claim }, accessToken: anAccessToken() }),
    );
    expect(results.filter((result) => result === 'recorded')).toHaveLength(1);
    expect(results.filter((result) => result === 'spent')).toHaveLength(29);
  });

  it('tokens that are stored together are each told what became of them', async () => {
    await database.store.clients.insert(anInstance({ clientId: 'switched off', enabled: false }));
    const tokens = Array.from({ length: 30 }, (_, index) =>
      anAccessToken({
        clientId: [client.clientId, 'gone', 'switched off'][index % 3]!,
        scopes: index % 2 === 0 ? [] : ['openid', `scope-${index}`],
      }),
    );
    const results = await Promise.all(tokens.map((accessToken) => database.store.completions.record({ accessToken })));
    expect(results).toEqual(tokens.map((_, index) => (index % 3 === 0 ? 'recorded' : 'client_gone')));
    const found = await database.store.accessTokens.findAll(tokens.map(keyOf));
    expect(found).toEqual(tokens.map((token, index) => (index % 3 === 0 ? token : undefined)));
  });

  it('a token waits for whoever works on its client, and no other token waits with it', async () => {
    if (!others[0]) return; // The embedded database has one session: nobody else can be at work.
    const busy = anInstance({ clientId: 'busy' });
    await database.store.clients.insert(busy);
    let isDone = false;
    let waiting: Promise<unknown> | undefined;
    await Store.of(others[0]).transaction(async ({ clients }) => {
      await clients.setEnabled('busy', 'instance', false);
      const { completions } = database.store;
      waiting = completions.record({ accessToken: anAccessToken({ clientId: 'busy' }) }).finally(() => (isDone = true));
      expect(await completions.record({ accessToken: anAccessToken() })).toBe('recorded');
      expect(isDone).toBe(false);
    });
    expect(await waiting).toBe('client_gone');
  });

  it('a lapsed claim gives no token once another request has the transaction', async () => {
    const idHash = await aTransaction();
    const [slow, quick] = [randomBytes(16), randomBytes(16)];
    const { registrationTransactions, completions, accessTokens } = database.store;
    await registrationTransactions.claim(idHash, OWNER, slow, NOW + 60, NOW);
    await registrationTransactions.claim(idHash, OWNER, quick, NOW + 180, NOW + 120);
    const token = anAccessToken();
    expect(await completions.record({ transaction: { idHash, claim: slow }, accessToken: token })).toBe('spent');
    expect(await accessTokens.find(keyOf(token))).toBeUndefined();
    expect(await completions.record({ transaction: { idHash, claim: quick }, accessToken: token })).toBe('recorded');
  });

  it('a transaction outlives a completion that fails on the profile', async () => {
    const idHash = await aTransaction();
    const claim = randomBytes(16);
    await database.store.registrationTransactions.claim(idHash, OWNER, claim, NOW + 60, NOW);
    const completion = (userId: string, profileId: string): Completion => {
      const id = randomUUID();
      return {
        accessToken: anAccessToken({ type: 'DEFAULT', profile: id }),
        profile: {
          id,
          clientId: client.clientId,
          profileKey: profileId,
          profileId,
          identityProvider: 'scheme',
          userId,
          scopes: [],
          userDetails: {},
          amr: [],
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
        accessToken: anAccessToken({ type: 'DEFAULT', profile: id }),
        profile: {
          id,
          clientId: client.clientId,
          profileKey: 'RACED1',
          profileId: 'RACED1',
          identityProvider: 'scheme',
          userId,
          scopes: [],
          userDetails: {},
          amr: [],
          createdAt: NOW,
        },
      };
    };
    let person = 0;
    const results = await crowd(20, (store) => store.completions.record(completion(`person ${(person += 1)}`)));
    expect(results.filter((result) => result === 'recorded')).toHaveLength(1);
    expect(results.filter((result) => result === 'profile_taken')).toHaveLength(19);
  });
});

describe('What has expired', () => {
  it('is swept away, and nothing else', async () => {
    const [old, young] = [anAccessToken({ expiresAt: NOW + 1 }), anAccessToken({ expiresAt: NOW + 3 })];
    await database.store.completions.record({ accessToken: old });
    await database.store.completions.record({ accessToken: young });
    expect(await database.store.expiry.sweep(NOW + 1)).toBeGreaterThanOrEqual(1);
    expect(await database.store.accessTokens.find(keyOf(old))).toBeUndefined();
    expect(await database.store.accessTokens.find(keyOf(young))).toBeDefined();
  });
});

describe('The configuration version', () => {
  it('grows with every change of what is kept in memory, and not with the coming and going of app instances', async () => {
    const { configuration, applications, clients } = database.store;
    const start = await configuration.version();
    await applications.insert(anApplication({ identifier: 'another' }));
    const changed = await configuration.version();
    expect(changed).toBeGreaterThan(start);
    await clients.insert(anInstance({ clientId: 'instance' }));
    await clients.delete('instance', 'instance');
    expect(await configuration.version()).toBe(changed);
    await clients.insert(anInstance({ clientId: 'api', kind: 'api', application: null }));
    expect(await configuration.version()).toBeGreaterThan(changed);
  });
});
