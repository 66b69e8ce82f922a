import { anApplication, anInstance } from '@passant/protocol/testing';
import { type TestDatabase, testDatabase } from '../src/testing/index.js';
import { NOW, aBasis, anAccessToken, keyOf } from './support/records.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.store.applications.insert(anApplication());
  await database.store.clients.insert(anInstance());
});
afterAll(() => database.close());

const insertTraces = (count: number, expiresAt: number) =>
  database.dataSource.query(
    `INSERT INTO refusal_trace (request_id, error, status, method, description, checks, occurred, expires_at)
     SELECT gen_random_uuid()::text, 'not_found', 404, 'GET', '', '[]', 0, $2 FROM generate_series(1, $1)`,
    [count, expiresAt],
  );

async function traces(): Promise<number> {
  const [row] = await database.dataSource.query<{ count: number }[]>('SELECT count(*) AS count FROM refusal_trace');
  return row!.count;
}

describe('What has expired', () => {
  it('is swept away, and nothing else', async () => {
    const [old, young] = [anAccessToken({ expiresAt: NOW + 1 }), anAccessToken({ expiresAt: NOW + 3 })];
    await database.store.completions.record({ basis: aBasis(), accessToken: old });
    await database.store.completions.record({ basis: aBasis(), accessToken: young });
    expect(await database.store.expiry.sweep(NOW + 1)).toBeGreaterThanOrEqual(1);
    expect(await database.store.accessTokens.find(keyOf(old))).toBeUndefined();
    expect(await database.store.accessTokens.find(keyOf(young))).toEqual(young);
  });

  it('is swept away however much there is', async () => {
    await insertTraces(11_000, NOW + 1);
    await insertTraces(3, NOW + 3);
    expect(await database.store.expiry.sweep(NOW + 1)).toBe(11_000);
    expect(await traces()).toBe(3);
  });
});

describe('Traces of refusals', () => {
  it('are kept up to a number, and the newest stay', async () => {
    await database.dataSource.query('DELETE FROM refusal_trace');
    for (const second of [10, 20, 30]) await insertTraces(100, NOW + second);
    expect(await database.store.expiry.capRefusals(300)).toBe(0);
    expect(await database.store.expiry.capRefusals(200)).toBe(100);
    expect(await traces()).toBe(200);
    const oldest = await database.dataSource.query('SELECT min(expires_at) AS oldest FROM refusal_trace');
    expect(oldest).toEqual([{ oldest: NOW + 20 }]);
  });
});
