import { createHash } from 'node:crypto';
import pg from 'pg';
import { type Database, openDatabase, Store, isStoreOutage } from '../src/index.js';
import { Passage, type TestDatabase, testDatabase } from '../src/testing/index.js';
import { deadline } from './support/deadline.js';
import { NOW, anAccessToken, keyOf } from './support/records.js';

let own: TestDatabase;
let passage: Passage;
let database: Database;
let store: Store;
/** A direct connection, for what others do to the database. */
let other: pg.Client;

beforeEach(async () => {
  own = await testDatabase();
  passage = await Passage.to(own.url!);
  database = await openDatabase({ kind: 'postgresql', url: passage.url, poolSize: 16 });
  store = Store.of(database);
  other = new pg.Client({ connectionString: own.url });
  await other.connect();
});
afterEach(async () => {
  passage.open();
  await other.end();
  await database.close();
  await passage.close();
  await own.close();
});

/** Opens every connection of the pool and leaves them idle. */
async function warm(connections: number): Promise<void> {
  await Promise.all(Array.from({ length: connections }, () => store.requireReady()));
}

interface Ending {
  isOutage: boolean;
  isLate: boolean;
}

/** The outcome of each call, and whether it came in time. */
async function endingsOf(asked: Promise<unknown>[]): Promise<Ending[]> {
  const { isOver } = deadline();
  return Promise.all(
    asked.map((one) =>
      one.then(
        () => ({ isOutage: false, isLate: isOver() }),
        (error: unknown) => ({ isOutage: isStoreOutage(error), isLate: isOver() }),
      ),
    ),
  );
}

const IN_TIME: Ending = { isOutage: true, isLate: false };
const lookUp = (index: number) =>
  store.accessTokens.find(keyOf(anAccessToken({ tokenHash: createHash('sha256').update(String(index)).digest() })));

describe('A database that stops answering', () => {
  it.each([
    ['with connections that rest', 12],
    ['with none but the first', 1],
  ])(
    'is an outage within five seconds for everybody who asks, and none as soon as it answers again: %s',
    async (_, connections) => {
      await warm(connections);
      passage.block();
      const asked = [
        ...Array.from({ length: 8 }, (_each, index) => lookUp(index)),
        ...Array.from({ length: 30 }, () => store.configuration.version()),
        store.transaction(async ({ configuration }) => configuration.version()),
        store.requireReady(),
      ];
      // Later calls wait no longer, although two statements of their kind are in progress.
      await new Promise((resolve) => setTimeout(resolve, 500));
      asked.push(...Array.from({ length: 300 }, (_each, index) => lookUp(index)));
      expect(await endingsOf(asked)).toEqual(asked.map(() => IN_TIME));
      passage.open();
      const { isOver } = deadline();
      // Nobody gets a connection that is still waiting for an old answer.
      await Promise.all(Array.from({ length: 40 }, () => store.configuration.version()));
      await Promise.all([lookUp(1), store.requireReady()]);
      expect(isOver()).toBe(false);
    },
    60_000,
  );

  it('keeps nobody from closing', async () => {
    const further = await openDatabase({ kind: 'postgresql', url: passage.url });
    let heard: () => void;
    const listens = new Promise<void>((resolve) => (heard = resolve));
    const unlisten = further.listen('anything', () => heard());
    await listens;
    passage.block();
    const { isOver } = deadline();
    await Promise.all([unlisten(), further.close()]);
    expect(isOver()).toBe(false);
  });
});

describe('A statement that waits for others', () => {
  beforeEach(async () => {
    await other.query('BEGIN; LOCK TABLE script_cache IN ACCESS EXCLUSIVE MODE');
  });

  it('is ended by the database in time, and its connection goes on', async () => {
    await warm(1);
    expect(
      await endingsOf([store.scriptCache.fetch({ cache: 'scheme', provider: null }, Buffer.alloc(32), NOW)]),
    ).toEqual([IN_TIME]);
    const { rows } = await other.query<{ waiting: string }>(
      "SELECT count(*) AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    expect(Number(rows[0]!.waiting)).toBe(0);
    await store.configuration.version();
  });

  it('may take its time where nobody waits for it with a request, and the next one on its connection may not', async () => {
    const swept = store.unhurried(({ expiry }) => expiry.sweep(NOW));
    // The stored entry has not expired, so the sweep finds nothing, whether it reaches this table before or after.
    const longChange = store.longTransaction(({ scriptCache }) =>
      scriptCache.store({ cache: 'scheme', provider: null }, Buffer.alloc(32), Buffer.alloc(1), NOW + 60),
    );
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    await other.query('COMMIT');
    expect(await swept).toBe(0);
    await longChange;
    const limits = await Promise.all(
      Array.from({ length: 8 }, () => database.dataSource.query<object[]>('SHOW statement_timeout')),
    );
    expect(limits.flat()).toEqual(Array(8).fill({ statement_timeout: '4s' }));
  });
});

describe('A connection', () => {
  it('that is lost between two statements of a transaction is an outage', async () => {
    const changed = store.transaction(async ({ configuration }) => {
      await configuration.version();
      await other.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND state = 'idle in transaction'`,
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      await configuration.version();
    });
    expect(await endingsOf([changed])).toMatchObject([{ isOutage: true }]);
    expect(await store.configuration.version()).toEqual(expect.any(Number));
  });

  it('to a database that took no changes when it was opened is dropped with those beside it, when it takes them again', async () => {
    const name = `"${new URL(own.url!).pathname.slice(1)}"`;
    await other.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    const further = await openDatabase({ kind: 'postgresql', url: passage.url, poolSize: 6 });
    const there = Store.of(further);
    const write = () =>
      there.scriptCache.store({ cache: 'scheme', provider: null }, Buffer.alloc(32), Buffer.alloc(1), NOW);
    try {
      await Promise.all(Array.from({ length: 6 }, () => there.configuration.version()));
      await other.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
      expect(await endingsOf([write()])).toMatchObject([{ isOutage: true }]);
      for (let index = 0; index < 6; index += 1) await write();
      await there.requireReady();
    } finally {
      await further.close();
    }
  });
});

it('A database server looks after itself', async () => {
  expect(await store.tidy()).toBeUndefined();
});
