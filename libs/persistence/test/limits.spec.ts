import { randomUUID } from 'node:crypto';
import { aProvider } from '@passant/protocol/testing';
import type { TestDatabase } from '../src/testing/index.js';
import { Instances } from './support/instances.js';
import { NOW } from './support/records.js';

let instances: Instances;
let database: TestDatabase;

beforeAll(async () => {
  instances = await Instances.start();
  ({ database } = instances);
});
afterAll(() => instances.close());

describe('Inputs for test runs', () => {
  const input = (identityProvider: string, name: string, data = '') => ({
    identityProvider,
    name,
    content: { inputs: { complete: { data } }, scheme_down: false },
    updatedAt: NOW,
  });

  async function providerWith(names: string[]): Promise<string> {
    const identifier = `provider-${randomUUID()}`;
    await database.store.identityProviders.insert(aProvider({ identifier, isDefault: false }));
    for (const name of names) await database.store.scripts.storeFixture(input(identifier, name), 100);
    return identifier;
  }

  it('are no more than a provider may have, however many are saved at once', async () => {
    const provider = await providerWith(['first', 'second', 'third']);
    const results = await instances.crowd(50, ({ scripts }, index) =>
      scripts.storeFixture(input(provider, `input ${index}`), 10),
    );
    expect(results.filter((result) => result === 'stored')).toHaveLength(7);
    expect(results.filter((result) => result === 'full')).toHaveLength(43);
    expect(await database.store.scripts.fixturesOf(provider)).toHaveLength(10);
  });

  it('are replaced however many there are, also all at once', async () => {
    const names = ['first', 'second', 'third'];
    const provider = await providerWith(names);
    const results = await instances.crowd(50, ({ scripts }, index) =>
      scripts.storeFixture(input(provider, names[index % 3]!, `${index}`), 3),
    );
    expect(new Set(results)).toEqual(new Set(['stored']));
    expect((await database.store.scripts.fixturesOf(provider)).map(({ name }) => name)).toEqual(names);
  });

  it('are not saved for a provider that is gone', async () => {
    expect(await database.store.scripts.storeFixture(input('gone', 'first'), 10)).toBe('no_provider');
  });
});
