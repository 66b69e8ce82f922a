import { randomBytes, randomUUID } from 'node:crypto';
import { type TestDatabase, testDatabase } from '../src/testing/index.js';

const NOW = 1_800_000_000;
const MOST = 5;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

type Source = Buffer | null;

/** A hook of its own, and what is left of its calls after some that these sources caused, oldest first. */
async function aHook() {
  const { webHooks } = database.store;
  const id = randomUUID();
  await webHooks.insert({
    ...{ id, type: 'CUSTOMIZE_TOKEN', name: 'Rules', baseUri: 'https://hook.example', authenticationMethod: 'NONE' },
    ...{ username: null, sealedPassword: null, revision: 1, createdAt: NOW, updatedAt: NOW },
  });
  let duration = 0;
  return {
    /** @returns the durations of the calls that were made: 1, 2, 3, … */
    called: async (sources: Source[]) => {
      const calls = sources.map((source) => ({
        ...{ hook: id, occurred: NOW * 1000, outcome: 'succeeded' as const, status: 200, removedScopes: 0, claims: 0 },
        ...{ duration: (duration += 1), source, expiresAt: NOW + 60 },
      }));
      await webHooks.insertDeliveries(calls, MOST);
    },
    left: async () => (await webHooks.deliveriesOf(id, 100, NOW)).map((delivery) => delivery.duration),
    sources: async () => (await webHooks.deliveriesOf(id, 100, NOW)).map(({ source }) => source),
  };
}

const [busy, quiet, third] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const many = (source: Source, times = 20) => Array<Source>(times).fill(source);

describe('Of the calls of a hook are kept, newest first,', () => {
  it.each<[string, Source[][], number[]]>([
    ['all, while there is room', [[busy, quiet, null]], [3, 2, 1]],
    ['the newest, where one source caused all', [many(busy, 7)], [7, 6, 5, 4, 3]],
    ['the newest, where nobody knows who caused them', [many(null, 7)], [7, 6, 5, 4, 3]],
    ['what others caused, whatever a busy one does afterwards', [[quiet, third, quiet], many(busy)], [23, 22, 3, 2, 1]],
    ['what others caused, one by one', [[quiet], [third], ...many(busy, 7).map((source) => [source])], [9, 8, 7, 2, 1]],
    ['what the server caused, whatever a busy one does afterwards', [[null], many(busy)], [21, 20, 19, 18, 1]],
    [
      'the newest of each source, where there are too many',
      [[1, 2, 3, 4, 5, 6].map(() => randomBytes(32))],
      [6, 5, 4, 3, 2],
    ],
    [
      'the newest of all, where each other source has its own',
      [many(busy), [quiet, third, null], [randomBytes(32), randomBytes(32)]],
      [25, 24, 23, 22, 21],
    ],
  ])('%s', async (_, batches, left) => {
    const [{ called, left: leftOf }, another] = [await aHook(), await aHook()];
    await another.called([quiet]);
    for (const sources of batches) await called(sources);
    expect(await leftOf()).toEqual(left);
    expect(await another.left()).toEqual([1]);
  });

  it('with their source, if they have one', async () => {
    const { called, sources } = await aHook();
    await called([busy, null]);
    expect(await sources()).toEqual([null, busy]);
  });
});
