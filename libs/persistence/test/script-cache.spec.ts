import { randomBytes, randomUUID } from 'node:crypto';
import { aProvider } from '@passant/protocol/testing';
import { type CacheOwner, type Store, trialCacheOf } from '../src/index.js';
import { Instances } from './support/instances.js';
import { NOW } from './support/records.js';

const provider = aProvider();
const OWN: CacheOwner = { cache: provider.identifier, provider };
const TRIAL: CacheOwner = { cache: trialCacheOf(provider.identifier), provider };

let instances: Instances;
beforeAll(async () => {
  instances = await Instances.start();
  await instances.database.store.identityProviders.insert(provider);
});
afterAll(() => instances.close());

describe('The cache of scripts', () => {
  it('stores for one of all who store at once where nothing is', async () => {
    const key = randomBytes(32);
    const values = Array.from({ length: 60 }, () => randomBytes(8));
    const stored = await instances.crowd(60, (store, index) =>
      store.scriptCache.storeIfAbsent(OWN, key, values[index]!, NOW + 60, NOW),
    );
    expect(stored.filter(Boolean)).toHaveLength(1);
    const kept = await instances.database.store.scriptCache.fetch(OWN, key, NOW);
    expect(kept).toEqual(values[stored.indexOf(true)]);
  });

  it('stores in place of what has expired, once', async () => {
    const { scriptCache } = instances.database.store;
    const key = randomBytes(32);
    await scriptCache.store(OWN, key, randomBytes(8), NOW + 60);
    expect(await scriptCache.storeIfAbsent(OWN, key, randomBytes(8), NOW + 90, NOW + 59)).toBe(false);
    const again = await instances.crowd(20, (store) =>
      store.scriptCache.storeIfAbsent(OWN, key, randomBytes(8), NOW + 120, NOW + 60),
    );
    expect(again.filter(Boolean)).toHaveLength(1);
  });

  it('gives everybody who counts at once a number of their own', async () => {
    const key = randomBytes(32);
    const counts = await instances.crowd(60, (store) => store.scriptCache.increment(OWN, key, NOW + 60, NOW));
    expect(counts.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(await instances.database.store.scriptCache.fetch(OWN, key, NOW)).toBe(60);
  });

  it('counts until the end that the first of them set, and then from the beginning', async () => {
    const { scriptCache } = instances.database.store;
    const key = randomBytes(32);
    expect(await scriptCache.increment(OWN, key, NOW + 60, NOW)).toBe(1);
    expect(await scriptCache.increment(OWN, key, NOW + 119, NOW + 59)).toBe(2);
    expect(await scriptCache.fetch(OWN, key, NOW + 60)).toBeUndefined();
    expect(await scriptCache.increment(OWN, key, NOW + 120, NOW + 60)).toBe(1);
  });

  it('does not count where a text is, unless that has expired', async () => {
    const { scriptCache } = instances.database.store;
    const key = randomBytes(32);
    const text = randomBytes(8);
    await scriptCache.store(OWN, key, text, NOW + 60);
    expect(await scriptCache.increment(OWN, key, NOW + 120, NOW)).toBe('not_a_count');
    expect(await scriptCache.fetch(OWN, key, NOW)).toEqual(text);
    expect(await scriptCache.increment(OWN, key, NOW + 120, NOW + 60)).toBe(1);
  });

  it('stores a text in place of a count, and nothing where a count is and nothing may be', async () => {
    const { scriptCache } = instances.database.store;
    const key = randomBytes(32);
    await scriptCache.increment(OWN, key, NOW + 60, NOW);
    expect(await scriptCache.storeIfAbsent(OWN, key, randomBytes(8), NOW + 60, NOW)).toBe(false);
    const text = randomBytes(8);
    await scriptCache.store(OWN, key, text, NOW + 60);
    expect(await scriptCache.fetch(OWN, key, NOW)).toEqual(text);
  });

  it('keeps nothing of a provider that is deleted, whatever its scripts store meanwhile', async () => {
    const { store } = instances.database;
    const keys = Array.from({ length: 60 }, () => randomBytes(32));
    const write = (of: Store, index: number): Promise<unknown> => {
      const owner = index % 2 === 0 ? OWN : TRIAL;
      const key = keys[index]!;
      const { scriptCache } = of;
      return [
        () => scriptCache.store(owner, key, randomBytes(8), NOW + 60),
        () => scriptCache.storeIfAbsent(owner, key, randomBytes(8), NOW + 60, NOW),
        () => scriptCache.increment(owner, key, NOW + 60, NOW),
        () => scriptCache.rename(owner, keys[index - 3]!, key, NOW),
      ][index % 4]!();
    };
    const writing = instances.crowd(keys.length, write);
    expect(await store.transaction((own) => own.identityProviders.delete(provider.identifier))).toEqual({
      registrations: 0,
    });
    await writing;
    const kept = await instances.database.dataSource.query<unknown[]>('SELECT provider FROM script_cache');
    expect(kept).toEqual([]);
    expect(await instances.crowd(4, write)).toEqual([false, 'gone', 'gone', undefined]);
  });

  it('stores nothing for scripts of a provider that another took the place of, and something for trials of none', async () => {
    const { scriptCache, identityProviders } = instances.database.store;
    const another = aProvider({ issuance: randomUUID() });
    expect(await identityProviders.insert(another)).toBe(true);
    const key = randomBytes(32);
    expect(await scriptCache.store(OWN, key, randomBytes(8), NOW + 60)).toBe(false);
    expect(await scriptCache.storeIfAbsent(OWN, key, randomBytes(8), NOW + 60, NOW)).toBe('gone');
    expect(await scriptCache.increment(OWN, key, NOW + 60, NOW)).toBe('gone');
    expect(await scriptCache.fetch(OWN, key, NOW)).toBeUndefined();
    expect(await scriptCache.increment({ ...OWN, provider: another }, key, NOW + 60, NOW)).toBe(1);
    expect(await scriptCache.increment({ cache: trialCacheOf('new'), provider: null }, key, NOW + 60, NOW)).toBe(1);
  });
});
