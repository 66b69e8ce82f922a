import { randomBytes } from 'node:crypto';
import { planPartitions } from '@passant/protocol';
import { anApplication, anInstance } from '@passant/protocol/testing';
import { type Database, openDatabase, type PartitionedTable, Store, type TokenKey } from '../src/index.js';
import { type TestDatabase, testDatabase } from '../src/testing/index.js';
import { NOW, aBasis, anAccessToken, keyOf } from './support/records.js';

const WIDTH = 300;

let database: TestDatabase;
let store: Store;
let other: Database | undefined;

beforeEach(async () => {
  database = await testDatabase();
  ({ store } = database);
  if (database.url) other = await openDatabase({ kind: 'postgresql', url: database.url, poolSize: 2 });
  await store.applications.insert(anApplication());
  await store.clients.insert(anInstance());
});
afterEach(async () => {
  await other?.close();
  await database.close();
});

/**
 * Maintains the partitions of a table as an instance does periodically. @returns whether it was this instance's turn
 */
function keep(table: PartitionedTable, now: number, by = store): Promise<boolean> {
  return by.transaction(async ({ partitions }) => {
    const isOurTurn = await partitions.take(table);
    const need = { now, goneUntil: now, ahead: 2 * WIDTH, width: WIDTH };
    if (isOurTurn) await partitions.carryOut(table, planPartitions(await partitions.list(table), need));
    return isOurTurn;
  });
}

async function aToken(expiresAt: number, by = store): Promise<TokenKey> {
  const token = anAccessToken({ expiresAt });
  await by.accessTokens.insert(token, aBasis());
  return keyOf(token);
}

const anEvent = (occurred: number) => ({
  name: 'ADMIN_AUTHENTICATION_SUCCESS' as const,
  ...{ clientId: null, application: null, identityProvider: null, userId: null, admin: null, clientIp: null },
  ...{ userAgent: null, requestId: null, details: null, before: null, after: null },
  occurred,
});

async function whereIs({ hash }: { hash: Buffer }): Promise<string | undefined> {
  const [row] = await database.dataSource.query<{ part: string }[]>(
    'SELECT tableoid::regclass::text AS part FROM access_token WHERE token_hash = $1',
    [hash],
  );
  return row?.part;
}

/** Waits until a session of this database waits for a lock that another holds. */
async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const [row] = await database.dataSource.query<{ waiting: number }[]>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (row!.waiting > 0) return;
  }
}

describe('What is kept in partitions', () => {
  it('has one for everything about to come, made once', async () => {
    for (const table of ['access_token', 'used_assertion', 'registration_transaction', 'event'] as const) {
      expect(await keep(table, NOW)).toBe(true);
      expect(await keep(table, NOW)).toBe(true);
      expect(await store.partitions.list(table)).toEqual(
        [0, 1, 2].map((index) => ({ from: NOW + index * WIDTH, until: NOW + (index + 1) * WIDTH })),
      );
    }
  });

  it('goes when its time is over, where it is about a person, and does not wait for its partition', async () => {
    await keep('access_token', NOW);
    const [over, alive] = [await aToken(NOW + 10), await aToken(NOW + 20)];
    await store.expiry.sweep(NOW + 10);
    expect(await whereIs(over)).toBeUndefined();
    expect(await whereIs(alive)).toBe(`access_token_${NOW}`);
  });

  it('is found in its partition, in the default one, and where it was before its partition came', async () => {
    const early = await aToken(NOW + 10);
    const farAhead = await aToken(NOW + 50_000);
    expect(await whereIs(early)).toBe('access_token_default');
    await keep('access_token', NOW);
    const inTime = await aToken(NOW + WIDTH + 10);
    expect(await whereIs(early)).toBe(`access_token_${NOW}`);
    expect(await whereIs(inTime)).toBe(`access_token_${NOW + WIDTH}`);
    expect(await whereIs(farAhead)).toBe('access_token_default');
    const found = await Promise.all([early, inTime, farAhead].map((token) => store.accessTokens.find(token)));
    expect(found.map((record) => record?.tokenHash)).toEqual([early.hash, inTime.hash, farAhead.hash]);
  });

  it('is looked up in the partition its token names and in no other', async () => {
    await keep('access_token', NOW);
    const tokens = [await aToken(NOW + 100), await aToken(NOW + WIDTH + 100)];
    const { logger } = database.dataSource;
    const asked: { sql: string; parameters?: unknown }[] = [];
    const original = logger.logQuery.bind(logger);
    logger.logQuery = (sql, parameters) => void asked.push({ sql, parameters });
    await store.accessTokens.find(tokens[1]!);
    logger.logQuery = original;
    const { sql, parameters } = asked.find((one) => one.sql.includes('FROM access_token'))!;
    const plan = await database.dataSource.query<{ 'QUERY PLAN': string }[]>(
      `EXPLAIN ANALYZE ${sql}`,
      parameters as unknown[],
    );
    const scans = plan.map((line) => line['QUERY PLAN']).filter((line) => / Scan .*on access_token_/.test(line));
    const looked = scans.filter((line) => !line.includes('never executed'));
    expect(looked.map((line) => / on (access_token_\w+)/.exec(line)?.[1])).toEqual([`access_token_${NOW + WIDTH}`]);
  });

  it('goes with its partition when all of it is over, and not before', async () => {
    await keep('access_token', NOW);
    const [gone, alive] = [await aToken(NOW + WIDTH - 1), await aToken(NOW + WIDTH)];
    await keep('access_token', NOW + WIDTH - 1);
    expect(await store.accessTokens.find(gone)).toMatchObject({ tokenHash: gone.hash });
    await keep('access_token', NOW + WIDTH);
    expect(await store.accessTokens.find(gone)).toBeUndefined();
    expect(await store.accessTokens.find(alive)).toMatchObject({ tokenHash: alive.hash });
    expect((await store.partitions.list('access_token'))[0]).toEqual({ from: NOW + WIDTH, until: NOW + 2 * WIDTH });
  });

  it('goes with the client it stands on, whichever partition it is in', async () => {
    await keep('access_token', NOW);
    const tokens = [await aToken(NOW + 10), await aToken(NOW + WIDTH + 10), await aToken(NOW + 50_000)];
    await store.clients.delete(anInstance().clientId, 'instance');
    expect(await store.accessTokens.findAll(tokens)).toEqual([undefined, undefined, undefined]);
  });

  it('refuses an assertion a second time in its partition, and before and after that was made', async () => {
    const [first, second] = [randomBytes(32), randomBytes(32)];
    expect(await store.usedAssertions.firstUse('client', first, NOW + 10)).toBe(true);
    await keep('used_assertion', NOW);
    expect(await store.usedAssertions.firstUse('client', first, NOW + 10)).toBe(false);
    expect(await store.usedAssertions.firstUse('client', second, NOW + 10)).toBe(true);
    expect(await store.usedAssertions.firstUse('client', second, NOW + 10)).toBe(false);
  });

  it('keeps the numbers of events through all of it', async () => {
    await store.events.insert([anEvent(NOW + 1), anEvent(NOW + WIDTH)]);
    const numbered = await store.events.list({}, { limit: 10 });
    await keep('event', NOW);
    await store.events.insert([anEvent(NOW + 2)]);
    const [latest, ...before] = await store.events.list({}, { limit: 10 });
    expect(before).toEqual(numbered);
    expect(latest!.id).toBeGreaterThan(numbered[0]!.id);
  });

  it('of events goes in part where fewer are kept than when its stretch was made', async () => {
    await keep('event', NOW);
    await store.events.insert([NOW - 20, NOW - 10, NOW + 10, NOW + 20].map(anEvent));
    expect(await store.expiry.sweepEvents(NOW - 10, NOW + 10)).toBe(2);
    const left = await store.events.list({}, { limit: 10 });
    expect(left.map(({ occurred }) => occurred)).toEqual([NOW + 20, NOW + 10]);
  });

  it('is looked after by one instance at a time', async () => {
    if (!other) return; // The embedded database has one process and one session.
    const rival = Store.of(other);
    await store.transaction(async ({ partitions }) => {
      expect(await partitions.take('event')).toBe(true);
      expect(await keep('event', NOW, rival)).toBe(false);
      expect(await keep('access_token', NOW, rival)).toBe(true);
    });
    expect(await keep('event', NOW, rival)).toBe(true);
  });

  it.each<[PartitionedTable, (by: Store) => Promise<unknown>]>([
    ['access_token', (by) => aToken(NOW + 10, by)],
    ['used_assertion', (by) => by.usedAssertions.firstUse('client', randomBytes(32), NOW + 10)],
    ['event', (by) => by.events.insert([anEvent(NOW + 10)])],
  ])('turns nobody away who comes for a part of %s while it is being made', async (table, come) => {
    if (!other) return;
    const rival = Store.of(other);
    let coming: Promise<unknown> | undefined;
    await store.transaction(async ({ partitions }) => {
      await partitions.carryOut(table, { drop: [], create: [{ from: NOW, until: NOW + WIDTH }] });
      coming = come(rival);
      coming.catch(() => {}); // awaited below
      await untilSomebodyWaits();
    });
    await coming;
    const parts = await database.dataSource.query<{ part: string }[]>(
      `SELECT tableoid::regclass AS part FROM ${table}`,
    );
    expect(parts).toEqual([{ part: `${table}_${NOW}` }]);
  });

  it('comes about while what belongs to it comes without a pause', async () => {
    if (!other) return;
    const rival = Store.of(other);
    let isOver = false;
    const coming = Array.from({ length: 2 }, async () => {
      while (!isOver) await rival.usedAssertions.firstUse('client', randomBytes(32), NOW + 10);
    });
    try {
      await keep('used_assertion', NOW);
    } finally {
      isOver = true;
      await Promise.all(coming);
    }
    expect(await store.partitions.list('used_assertion')).toHaveLength(3);
  });

  it('does not make requests wait for long: who stands in the way is left in peace until the next time', async () => {
    if (!other) return;
    await keep('access_token', NOW);
    await Store.of(other).transaction(async (reading) => {
      await reading.accessTokens.findAll([{ hash: randomBytes(32), notAfter: NOW + 10 }]);
      await expect(keep('access_token', NOW + 10 * WIDTH)).rejects.toThrow(/lock timeout/);
    });
    expect(await keep('access_token', NOW + 10 * WIDTH)).toBe(true);
  });
});
