import { randomBytes } from 'node:crypto';
import { Instances } from './support/instances.js';
import { NOW } from './support/records.js';

const PROVIDER = 'scheme';

let instances: Instances;
beforeAll(async () => {
  instances = await Instances.start();
});
afterAll(() => instances.close());

describe('The cache of scripts', () => {
  it('stores for one of all who store at once where nothing is', async () => {
    const key = randomBytes(32);
    const values = Array.from({ length: 60 }, () => randomBytes(8));
    const stored = await instances.crowd(60, (store, index) =>
      store.scriptCache.storeIfAbsent(PROVIDER, key, values[index]!, NOW + 60, NOW),
    );
    expect(stored.filter(Boolean)).toHaveLength(1);
    const kept = await instances.database.store.scriptCache.fetch(PROVIDER, key, NOW);
    expect(kept).toEqual(values[stored.indexOf(true)]);
  });

  it('stores in place of what has expired, once', async () => {
    const { scriptCache } = instances.database.store;
    const key = randomBytes(32);
    await scriptCache.store(PROVIDER, key, randomBytes(8), NOW + 60);
    expect(await scriptCache.storeIfAbsent(PROVIDER, key, randomBytes(8), NOW + 90, NOW + 59)).toBe(false);
    const again = await instances.crowd(20, (store) =>
      store.scriptCache.storeIfAbsent(PROVIDER, key, randomBytes(8), NOW + 120, NOW + 60),
    );
    expect(again.filter(Boolean)).toHaveLength(1);
  });

  it('gives everybody who counts at once a number of their own', async () => {
    const key = randomBytes(32);
    const counts = await instances.crowd(60, (store) => store.scriptCache.increment(PROVIDER, key, NOW + 60, NOW));
    expect(counts.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(await instances.database.store.scriptCache.fetch(PROVIDER, key, NOW)).toBe(60);
  });

  it('counts until the end that the first of them set, and then from the beginning', async () => {
    const { scriptCache } = instances.database.store;
    const key = randomBytes(32);
    expect(await scriptCache.increment(PROVIDER, key, NOW + 60, NOW)).toBe(1);
    expect(await scriptCache.increment(PROVIDER, key, NOW + 119, NOW + 59)).toBe(2);
    expect(await scriptCache.fetch(PROVIDER, key, NOW + 60)).toBeUndefined();
    expect(await scriptCache.increment(PROVIDER, key, NOW + 120, NOW + 60)).toBe(1);
  });

  it('does not count where a text is, unless that has expired', async () => {
    const { scriptCache } = instances.database.store;
    const key = randomBytes(32);
    const text = randomBytes(8);
    await scriptCache.store(PROVIDER, key, text, NOW + 60);
    expect(await scriptCache.increment(PROVIDER, key, NOW + 120, NOW)).toBe('not_a_count');
    expect(await scriptCache.fetch(PROVIDER, key, NOW)).toEqual(text);
    expect(await scriptCache.increment(PROVIDER, key, NOW + 120, NOW + 60)).toBe(1);
  });

  it('stores a text in place of a count, and nothing where a count is and nothing may be', async () => {
    const { scriptCache } = instances.database.store;
    const key = randomBytes(32);
    await scriptCache.increment(PROVIDER, key, NOW + 60, NOW);
    expect(await scriptCache.storeIfAbsent(PROVIDER, key, randomBytes(8), NOW + 60, NOW)).toBe(false);
    const text = randomBytes(8);
    await scriptCache.store(PROVIDER, key, text, NOW + 60);
    expect(await scriptCache.fetch(PROVIDER, key, NOW)).toEqual(text);
  });
});
