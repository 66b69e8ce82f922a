import { SHAPE_LIFETIME } from '@passant/contracts';
import type { RequestShape, ShapeCount } from '@passant/protocol';
import { anApplication } from '@passant/protocol/testing';
import type { TestDatabase } from '../src/testing/index.js';
import { Instances } from './support/instances.js';
import { NOW } from './support/records.js';

const HOUR = NOW - (NOW % 3600);

let instances: Instances;
let database: TestDatabase;
beforeAll(async () => {
  instances = await Instances.start();
  ({ database } = instances);
});
afterAll(() => instances.close());

const SHAPE: RequestShape = {
  request: 'complete',
  clientKind: 'instance',
  clientGrantTypes: [],
  platform: 'ios',
  version: '1.0',
  identityProvider: 'scheme',
  grant: 'stateless',
  scopes: ['openid', 'profile'],
  unknownScope: false,
  granted: null,
  hasProfileId: true,
  hasTransactionId: false,
  vocabulary: null,
  outcome: 'accepted',
};

/** An application of its own for each case. */
async function applicationFor(identifier: string): Promise<(changes?: Partial<ShapeCount>) => ShapeCount> {
  await database.store.applications.insert(anApplication({ identifier }));
  return (changes = {}) => ({ application: identifier, hour: HOUR, shape: SHAPE, requests: 1, ...changes });
}

const { list, add } = {
  list: (application?: string, identityProvider?: string, now = NOW) =>
    database.store.requestShapes.list({ application, identityProvider }, now),
  add: (...counts: ShapeCount[]) => database.store.requestShapes.add(counts),
};

describe('Counts of shapes', () => {
  it('are exact, however many instances add to them at once, and are one row an hour', async () => {
    const count = await applicationFor('crowd');
    await instances.crowd(300, (store, index) =>
      store.requestShapes.add([count({ requests: 7 }), count({ hour: HOUR - 3600 * (index % 3), shape: null })]),
    );
    const rows = await list('crowd');
    expect(rows.toSorted((left, right) => left.requests - right.requests)).toEqual([
      { application: 'crowd', shape: null, requests: 300 },
      { application: 'crowd', shape: SHAPE, requests: 2100 },
    ]);
    const stored = await database.dataSource.query<{ requests: number }[]>(
      `SELECT requests FROM request_shape WHERE application = 'crowd' ORDER BY requests`,
    );
    expect(stored.map(({ requests }) => requests)).toEqual([100, 100, 100, 2100]);
  });

  it.each<[string, Partial<RequestShape>]>([
    ['another version', { version: '1.1' }],
    ['no version', { version: null }],
    ['another provider', { identityProvider: 'other' }],
    ['other scopes', { scopes: ['profile'] }],
    ['another outcome', { outcome: 'refused' }],
  ])('are kept apart for %s', async (what, changes) => {
    const count = await applicationFor(`apart-${what}`);
    await add(count(), count({ shape: { ...SHAPE, ...changes } }), count());
    expect((await list(`apart-${what}`)).map(({ requests }) => requests).sort()).toEqual([1, 2]);
  });

  it('of a provider come with those of no shape, which may have been its', async () => {
    const count = await applicationFor('of-provider');
    const other = count({ shape: { ...SHAPE, identityProvider: 'other' } });
    const beyond = count({ shape: null });
    await add(count({ shape: { ...SHAPE, identityProvider: 'mine' } }), other, beyond);
    const rows = await list('of-provider', 'mine');
    expect(rows.map(({ shape }) => shape?.identityProvider).sort()).toEqual(['mine', undefined]);
  });

  it('of an application that is gone are dropped, before and after', async () => {
    const count = await applicationFor('gone');
    await add(count());
    expect(await database.store.applications.delete('gone')).toBe('deleted');
    await add(count());
    expect(await list('gone')).toEqual([]);
  });

  it('end a day after their hour began: nothing in them is older', async () => {
    const count = await applicationFor('old');
    await add(count());
    const end = HOUR + SHAPE_LIFETIME;
    expect(await list('old', undefined, end - 1)).toHaveLength(1);
    expect(await list('old', undefined, end)).toHaveLength(0);
    await database.store.expiry.sweep(end);
    expect(await list('old', undefined, HOUR)).toHaveLength(0);
  });
});
