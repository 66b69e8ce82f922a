import { randomBytes, randomUUID } from 'node:crypto';
import { type AccessTokenRecord, readSnapshot } from '@passant/protocol';
import { aProvider, anApplication, anInstance } from '@passant/protocol/testing';
import type { Completion, Store } from '../src/index.js';
import { type TestDatabase, emptyDatabase } from '../src/testing/index.js';
import { Instances } from './support/instances.js';
import { NOW, OWNER, aBasis, anAccessToken, keyOf } from './support/records.js';

let instances: Instances;
let database: TestDatabase;

beforeAll(async () => {
  instances = await Instances.start();
  ({ database } = instances);
  await database.store.applications.insert(anApplication());
  await database.store.clients.insert(anInstance());
});
afterAll(() => instances.close());

const aNumber = expect.any(Number) as number;
const hex = (hash: Buffer | null) => hash?.toString('hex') ?? 'all';

/** The tokens that ended during `work`, as seen by a reader who read before. */
async function endedBy(work: () => Promise<unknown>): Promise<string[]> {
  const before = await database.store.endedTokens.read();
  await work();
  const { ended } = await database.store.endedTokens.read(before.snapshot);
  return ended.map(({ tokenHash }) => hex(tokenHash)).sort();
}

/** A token of a new client, with a person, a profile and a family. */
async function aRegistration() {
  const clientId = `client-${randomUUID()}`;
  await database.store.clients.insert(anInstance({ clientId }));
  const [family, profile, refreshHash] = [randomUUID(), randomUUID(), randomBytes(32)];
  const accessToken = anAccessToken({ clientId, family });
  const completion: Completion = {
    basis: aBasis({ clientId }),
    accessToken,
    profile: {
      ...{ id: profile, clientId, profileKey: 'AAAAAA', profileId: 'AAAAAA', identityProvider: 'scheme' },
      ...{ userId: `person of ${clientId}`, scopes: ['profile'], userDetails: {}, amr: [], claimsByScope: false },
      createdAt: NOW,
    },
    refreshToken: {
      ...{ tokenHash: refreshHash, family, profile, clientId, scopes: ['profile'], resources: [], redirectUri: null },
      ...{ authenticatedAt: NOW, issuedAt: NOW, expiresAt: NOW + 100 },
    },
  };
  expect(await database.store.completions.record(completion)).toBe('recorded');
  return { clientId, accessToken, profile, family, refreshHash, userId: completion.profile!.userId };
}
type Registration = Awaited<ReturnType<typeof aRegistration>>;

const nextOf = (one: Registration) => ({
  ...{
    basis: aBasis({ clientId: one.clientId }),
    spentHash: one.refreshHash,
    nextHash: randomBytes(32),
    nextExpiresAt: NOW + 7200,
  },
  grace: 0,
  accessToken: anAccessToken({ clientId: one.clientId }),
});

async function replaceProvider(store: Store, identifier: string, to: object): Promise<void> {
  const changed = { ...aProvider({ identifier, isDefault: true }), revision: 2, ...to };
  expect(await store.identityProviders.replace(changed, 1)).toBe(true);
}

describe('A token that ends before its time is told of', () => {
  it.each<[string, (store: Store, one: Registration) => Promise<unknown>]>([
    ['is revoked', (store, one) => store.accessTokens.revoke(keyOf(one.accessToken), one.clientId)],
    ['is one of a family that is revoked', (store, one) => store.refreshTokens.revoke(one.refreshHash, one.clientId)],
    ['is one of a client whose families end', (store, one) => store.refreshTokens.endAllOf(one.clientId)],
    ['is one of a client that is switched off', (store, one) => store.clients.endAccessTokens(one.clientId)],
    ['is one of a client that is deleted', (store, one) => store.clients.delete(one.clientId, 'instance')],
    ['is one of a person who is disconnected', (store, one) => store.users.disconnect(one.userId, one.profile)],
    ['is one of a family that ran out', (store) => store.expiry.sweep(NOW + 100)],
  ])('where it %s', async (_, end) => {
    const one = await aRegistration();
    expect(await endedBy(() => end(database.store, one))).toContain(hex(one.accessToken.tokenHash));
    expect(await database.store.accessTokens.find(keyOf(one.accessToken))).toBeUndefined();
  });

  it('where a refresh token comes again: with all that came of its family', async () => {
    const one = await aRegistration();
    const next = nextOf(one);
    expect(await database.store.refreshTokens.rotate(next)).toBe('exchanged');
    expect(await endedBy(() => database.store.refreshTokens.endFamilyOfSpent(one.refreshHash, one.clientId))).toEqual(
      [hex(one.accessToken.tokenHash), hex(next.accessToken.tokenHash)].sort(),
    );
  });

  it.each([
    ['is switched off', { enabled: false }],
    ['gives up a version', { versions: [] }],
    ['becomes one of another kind', { clientType: 'web' as const }],
    ['gives up a provider', { identityProviders: ['another'] }],
    ['goes back to the default provider', { identityProviders: [] }],
  ])('with every other of its application, which %s', async (_, changes) => {
    const identifier = `app-${randomUUID()}`;
    const application = anApplication({ identifier });
    await database.store.applications.insert(application);
    const before = await database.store.endedTokens.read();
    expect(await database.store.applications.replace({ ...application, ...changes, revision: 2 }, 1)).toBe(true);
    const { ended } = await database.store.endedTokens.read(before.snapshot);
    const [expiresAt, transaction] = [aNumber, aNumber];
    expect(ended).toEqual([{ transaction, application: identifier, tokenHash: null, audience: null, expiresAt }]);
    expect(await endedBy(() => database.store.applications.delete(identifier))).toEqual(['all']);
  });

  it.each<[string, object, (store: Store, identifier: string, to: object) => Promise<unknown>]>([
    ['is disabled', { enabled: false }, replaceProvider],
    ['is deleted', {}, (store, identifier) => store.identityProviders.delete(identifier)],
    ['is the default no longer', { isDefault: false }, replaceProvider],
  ])('with every other of the applications and clients whose provider %s', async (_, to, change) => {
    const [own, byDefault, others] = ['own', 'default', 'others'].map((name) => `${name}-${randomUUID()}`);
    const identifier = `scheme-${randomUUID()}`;
    await database.store.identityProviders.insert(aProvider({ identifier, isDefault: true }));
    const linked: [string, string[]][] = [[byDefault!, []], [others!, ['another']]]; // prettier-ignore
    // A provider that an application names cannot be deleted.
    if (change === replaceProvider) linked.push([own!, [identifier]]);
    for (const [application, identityProviders] of linked) {
      await database.store.applications.insert(anApplication({ identifier: application, identityProviders }));
    }
    const before = await database.store.endedTokens.read();
    await change(database.store, identifier, to);
    const { ended } = await database.store.endedTokens.read(before.snapshot);
    expect(ended.every(({ tokenHash }) => tokenHash === null)).toBe(true);
    const told = ended.map(({ application }) => application).toSorted();
    expect(told).toEqual(change === replaceProvider ? [null, byDefault, own].toSorted() : [null, byDefault].toSorted());
    await database.store.applications.delete(byDefault!);
  });

  it('without a profile, with the provider that vouched for its person', async () => {
    const identifier = `scheme-${randomUUID()}`;
    await database.store.identityProviders.insert(aProvider({ identifier }));
    const token = anAccessToken({ identityProvider: identifier });
    await database.store.completions.record({ basis: aBasis(), accessToken: token });
    expect(await endedBy(() => database.store.identityProviders.delete(identifier))).toEqual([hex(token.tokenHash)]);
    expect(await database.store.accessTokens.find(keyOf(token))).toBeUndefined();
  });

  it('as one of all of its application, where more than a thousand end at once', async () => {
    const clientId = `client-${randomUUID()}`;
    await database.store.clients.insert(anInstance({ clientId }));
    await database.dataSource.query(
      `INSERT INTO access_token (token_hash, type, client_id, application, scopes, issued_at, expires_at, sealed)
       SELECT sha256(n::text::bytea || $1::bytea), 'DEFAULT', $2, CASE WHEN n % 2 = 0 THEN 'TestAppId' END, '{}', $3,
              $3::bigint + n, ''
         FROM generate_series(1, 1001) AS n`,
      [randomBytes(8), clientId, NOW],
    );
    const before = await database.store.endedTokens.read();
    await database.store.clients.endAccessTokens(clientId);
    const { ended } = await database.store.endedTokens.read(before.snapshot);
    expect(ended.sort((one, other) => one.expiresAt - other.expiresAt)).toEqual([
      { transaction: aNumber, application: 'TestAppId', tokenHash: null, audience: null, expiresAt: NOW + 1000 },
      { transaction: aNumber, application: null, tokenHash: null, audience: null, expiresAt: NOW + 1001 },
    ]);
  });

  it.each([[['https://orders.example.com', 'urn:maps']], [null]])(
    'with the resources it was for: %p',
    async (audience) => {
      const token = anAccessToken({ audience });
      await database.store.completions.record({ basis: aBasis(), accessToken: token });
      const before = await database.store.endedTokens.read();
      await database.store.accessTokens.revoke(keyOf(token), OWNER.clientId);
      const { application, tokenHash, expiresAt } = token;
      expect((await database.store.endedTokens.read(before.snapshot)).ended).toEqual([
        { transaction: aNumber, application, tokenHash, audience, expiresAt },
      ]);
    },
  );

  it('until it would have ended anyway', async () => {
    const one = await aRegistration();
    const before = await database.store.endedTokens.read();
    await database.store.accessTokens.revoke(keyOf(one.accessToken), one.clientId);
    await database.store.expiry.sweep(one.accessToken.expiresAt - 1);
    const told = await database.store.endedTokens.read(before.snapshot);
    expect(told.ended.map(({ tokenHash }) => hex(tokenHash))).toContain(hex(one.accessToken.tokenHash));
    await database.store.expiry.sweep(one.accessToken.expiresAt);
    const later = await database.store.endedTokens.read(before.snapshot);
    expect(later.ended.map(({ tokenHash }) => hex(tokenHash))).not.toContain(hex(one.accessToken.tokenHash));
  });
});

describe('Nobody is told of', () => {
  const recorded = async (changes: Partial<AccessTokenRecord> = {}) => {
    const token = anAccessToken(changes);
    await database.store.completions.record({ basis: aBasis(), accessToken: token });
    return token;
  };

  it('a token that ended in its time', async () => {
    const [old, young] = [await recorded({ expiresAt: NOW - 1 }), await recorded()];
    expect(await endedBy(() => database.store.expiry.sweep(NOW))).toEqual([]);
    expect(await database.store.accessTokens.find(keyOf(old))).toBeUndefined();
    // The setting of the sweep affected only its own transaction.
    expect(await endedBy(() => database.store.accessTokens.revoke(keyOf(young), OWNER.clientId))).toEqual([
      hex(young.tokenHash),
    ]);
  });

  it('tokens that move into a partition of their own', async () => {
    const token = await recorded({ expiresAt: NOW + 500_000 });
    const partition = { from: NOW + 499_000, until: NOW + 501_000 };
    const move = () =>
      database.store.transaction(async ({ partitions }) => {
        expect(await partitions.take('access_token')).toBe(true);
        await partitions.carryOut('access_token', { drop: [], create: [partition] });
      });
    expect(await endedBy(move)).toEqual([]);
    expect(await database.store.accessTokens.find(keyOf(token))).toEqual(token);
    // A token that was moved into a partition is reported like any other.
    expect(await endedBy(() => database.store.accessTokens.revoke(keyOf(token), OWNER.clientId))).toEqual([
      hex(token.tokenHash),
    ]);
  });

  it('an end that was taken back', async () => {
    const token = await recorded();
    const take = () =>
      database.store.transaction(async (store) => {
        await store.accessTokens.revoke(keyOf(token), OWNER.clientId);
        throw new Error('taken back');
      });
    expect(await endedBy(() => take().catch(() => {}))).toEqual([]);
  });

  it.each([
    ['changes its name', { name: 'Another' }],
    ['takes in a version', { versions: anApplication().versions }],
    ['takes in a provider', { identityProviders: ['another', 'scheme'] }],
  ])('an application that %s', async (_, changes) => {
    const application = anApplication({ identifier: `app-${randomUUID()}` });
    await database.store.applications.insert(application);
    const changed = { ...application, ...changes, revision: 2 };
    expect(await endedBy(() => database.store.applications.replace(changed, 1))).toEqual([]);
  });
});

/** Ends tokens in transactions that overlap with others. */
class Ending {
  readonly token = anAccessToken();
  private commit!: () => void;
  private over!: Promise<void>;

  async begin(store: Store): Promise<void> {
    await store.completions.record({ basis: aBasis(), accessToken: this.token });
    const committed = new Promise<void>((resolve) => (this.commit = resolve));
    await new Promise<void>((begun) => {
      this.over = store.transaction(async (inside) => {
        await inside.accessTokens.revoke(keyOf(this.token), OWNER.clientId);
        begun();
        await committed;
      });
    });
  }

  async end(): Promise<void> {
    this.commit();
    await this.over;
  }

  get name(): string {
    return hex(this.token.tokenHash);
  }
}

/** The naive approach: remembers the highest ID it saw, and queries higher ones. */
async function readByNumber(after: number): Promise<{ names: string[]; last: number }> {
  const rows = await database.dataSource.query<{ id: number; token_hash: Buffer | null }[]>(
    'SELECT id, token_hash FROM ended_token WHERE id > $1 ORDER BY id',
    [after],
  );
  return { names: rows.map(({ token_hash }) => hex(token_hash)), last: rows.at(-1)?.id ?? after };
}

// A single session cannot have overlapping transactions.
const withSessions = process.env.TEST_DATABASE_URL ? describe : describe.skip;

withSessions('Whoever reads on where they stopped', () => {
  it('hears of an end that began earlier and was committed later, which a number would step over', async () => {
    const [slow, fast] = [new Ending(), new Ending()];
    const start = await database.store.endedTokens.read();
    const { last } = await readByNumber(0);
    await slow.begin(database.store);
    await fast.begin(instances.elsewhere!);
    await fast.end();

    const first = await database.store.endedTokens.read(start.snapshot);
    const byNumber = await readByNumber(last);
    expect(first.ended.map(({ tokenHash }) => hex(tokenHash))).toEqual([fast.name]);
    expect(byNumber.names).toEqual([fast.name]);
    await slow.end();

    const second = await database.store.endedTokens.read(first.snapshot);
    expect(second.ended.map(({ tokenHash }) => hex(tokenHash))).toEqual([slow.name]);
    // So it is after a reconnect.
    const resumed = await instances.elsewhere!.endedTokens.readFrom(readSnapshot(first.snapshot));
    expect(resumed.ended.map(({ tokenHash }) => hex(tokenHash))).toEqual([slow.name]);
    // The bug of this approach: an ID is assigned before its transaction commits.
    expect((await readByNumber(byNumber.last)).names).toEqual([]);
  });

  it('hears of no end a second time while a transaction is open in another database of the server', async () => {
    const other = await emptyDatabase();
    await other.dataSource.transaction(async (manager) => {
      // Only a transaction that writes has a number.
      await manager.query('SELECT pg_current_xact_id()');
      const one = new Ending();
      const start = await database.store.endedTokens.read();
      await one.begin(database.store);
      await one.end();
      const reading = await database.store.endedTokens.readFrom(readSnapshot(start.snapshot));
      expect(reading.ended.map(({ tokenHash }) => hex(tokenHash))).toEqual([one.name]);
      expect((await database.store.endedTokens.readFrom(readSnapshot(reading.snapshot))).ended).toEqual([]);
    });
    await other.close();
  });

  it('hears of each end, once while it stays and once however often it reconnects, however they overlap', async () => {
    const random = pseudoRandom(20_261_129);
    const open: Ending[] = [];
    const committed: string[] = [];
    let live = (await database.store.endedTokens.read()).snapshot;
    let position = readSnapshot(live);
    const [heardLive, heardResuming]: [string[], string[]] = [[], []];
    const look = async () => {
      const reading = await database.store.endedTokens.read(live);
      live = reading.snapshot;
      heardLive.push(...reading.ended.map(({ tokenHash }) => hex(tokenHash)));
      const resumed = await instances.elsewhere!.endedTokens.readFrom(position);
      position = readSnapshot(resumed.snapshot);
      heardResuming.push(...resumed.ended.map(({ tokenHash }) => hex(tokenHash)));
    };
    for (let step = 0; step < 200; step += 1) {
      const choice = random(3);
      if (choice === 0 && open.length < 6) {
        const one = new Ending();
        await one.begin(random(2) === 0 ? database.store : instances.elsewhere!);
        open.push(one);
      } else if (choice === 1 && open.length > 0) {
        const [one] = open.splice(random(open.length), 1);
        await one!.end();
        committed.push(one!.name);
      } else await look();
      // A committed row is visible to the very next query.
      if (choice === 1) {
        await look();
        expect(heardLive).toEqual(expect.arrayContaining(committed.slice(-1)));
      }
    }
    for (const one of open) {
      await one.end();
      committed.push(one.name);
    }
    await look();
    expect(heardLive.sort()).toEqual(committed.sort());
    expect(heardResuming.sort()).toEqual(committed);
  });
});

/** The same numbers every time, so that failures can be reproduced. @returns a generator of numbers below `end` */
function pseudoRandom(seed: number): (end: number) => number {
  let state = seed;
  return (end) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
}
