import { anApplication, anInstance } from '@passant/protocol/testing';
import { type TestDatabase, testDatabase } from '../src/testing/index.js';
import { NOW, anAccessToken, keyOf } from './support/records.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.store.applications.insert(anApplication());
  await database.store.clients.insert(anInstance());
}, 60_000);
afterAll(() => database.close());

describe('What has expired', () => {
  it('is swept away, and nothing else', async () => {
    const [old, young] = [anAccessToken({ expiresAt: NOW + 1 }), anAccessToken({ expiresAt: NOW + 3 })];
    await database.store.completions.record({ accessToken: old });
    await database.store.completions.record({ accessToken: young });
    expect(await database.store.expiry.sweep(NOW + 1)).toBeGreaterThanOrEqual(1);
    expect(await database.store.accessTokens.find(keyOf(old))).toBeUndefined();
    expect(await database.store.accessTokens.find(keyOf(young))).toEqual(young);
  });
});
