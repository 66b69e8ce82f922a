import type { EventCount, Store } from '../src/index.js';
import type { TestDatabase } from '../src/testing/index.js';
import { Instances } from './support/instances.js';

const MINUTE = 1_800_000_000_000;

let instances: Instances;
let database: TestDatabase;
beforeAll(async () => {
  instances = await Instances.start();
  ({ database } = instances);
});
afterAll(() => instances.close());

/** One more introspection by the API client that a case is about. */
const addition = (clientId: string, changes: Partial<EventCount> = {}): EventCount => ({
  name: 'TOKEN_INTROSPECTION_SUCCESS',
  occurred: MINUTE,
  clientId,
  application: 'app',
  identityProvider: null,
  admin: null,
  clientIp: null,
  details: { token_type: 'DEFAULT' },
  count: 1,
  ...changes,
});

const listed = (store: Store, clientId: string) => store.events.list({ clientId }, { limit: 100 });

describe('Counts of events', () => {
  it('are exact, however many instances add to them at once, and are one row a minute', async () => {
    const minutes = 3;
    await instances.crowd(300, (store, index) =>
      store.events.tally([
        addition('crowd', { occurred: MINUTE + (index % minutes) * 60_000, count: 7 }),
        addition('crowd', { occurred: MINUTE, details: { token_type: 'STATELESS_AUTHENTICATION' } }),
      ]),
    );
    const rows = await listed(database.store, 'crowd');
    const counted = rows.map(({ occurred, details, count }) => [(occurred - MINUTE) / 60_000, details, count]);
    expect(counted.sort((left, right) => Number(left[2]) - Number(right[2]))).toEqual([
      [0, { token_type: 'STATELESS_AUTHENTICATION' }, 300],
      ...[0, 1, 2].map(() => [expect.any(Number) as number, { token_type: 'DEFAULT' }, 700]),
    ]);
    expect(new Set(rows.map(({ occurred }) => occurred)).size).toBe(minutes);
  });

  it.each<[string, Partial<EventCount>]>([
    ['another name', { name: 'TOKEN_INTROSPECTION_FAILED' }],
    ['another application', { application: 'other' }],
    ['no application', { application: null }],
    ['another provider', { identityProvider: 'scheme' }],
    ['another administrator', { admin: 'admin@example.com' }],
    ['another network', { clientIp: '192.0.2.1' }],
    ['other details', { details: { token_type: 'API' } }],
    ['another minute', { occurred: MINUTE + 60_000 }],
  ])('are kept apart for %s', async (what, changes) => {
    const clientId = `apart-${what}`;
    await database.store.events.tally([addition(clientId), addition(clientId, changes), addition(clientId)]);
    expect((await listed(database.store, clientId)).map(({ count }) => count).sort()).toEqual([1, 2]);
  });

  it('stand among single events, and either can be had alone', async () => {
    const { count: _count, ...kind } = addition('mixed');
    const single = { ...kind, userId: null, userAgent: null, requestId: 'request', before: null, after: null };
    await database.store.events.insert([single, single]);
    await database.store.events.tally([addition('mixed', { count: 5 })]);
    const counts = async (counted?: boolean) =>
      (await database.store.events.list({ clientId: 'mixed', counted }, { limit: 10 })).map(({ count }) => count);
    expect(await counts()).toEqual([5, null, null]);
    expect(await counts(true)).toEqual([5]);
    expect(await counts(false)).toEqual([null, null]);
  });

  it('move into a partition that is made after them, and go on being added to', async () => {
    const [from, until] = [MINUTE + 86_400_000, MINUTE + 2 * 86_400_000];
    const late = addition('moved', { occurred: from + 60_000, count: 2 });
    await database.store.events.tally([late]);
    await database.store.transaction(({ partitions }) =>
      partitions.carryOut('event', { drop: [], create: [{ from, until }] }),
    );
    await database.store.events.tally([late]);
    expect((await listed(database.store, 'moved')).map(({ count }) => count)).toEqual([4]);
  });
});
