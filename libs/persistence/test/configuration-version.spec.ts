import { anApplication, anInstance } from '@passant/protocol/testing';
import { type TestDatabase, testDatabase } from '../src/testing/index.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.store.applications.insert(anApplication());
});
afterAll(() => database.close());

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
