import { createHash } from 'node:crypto';
import pg from 'pg';
import { type Database, PoolerModeError, Store, isStoreOutage, migrate, openDatabase, revert } from '../src/index.js';
import { cancelStatement, hasOwnSession } from '../src/driver-internals.js';
import { BOUNCER, Bouncer, type TestDatabase, testDatabase } from '../src/testing/index.js';
import { deadline } from './support/deadline.js';
import { NOW, anAccessToken, keyOf } from './support/records.js';

const withBouncer = BOUNCER ? describe : describe.skip;

let own: TestDatabase;
/** A direct connection that bypasses the pooler. */
let direct: pg.Client;
const opened: { close(): Promise<void> }[] = [];

/** Another instance of the server. */
async function instanceAt(url: string, poolSize = 12): Promise<Database> {
  const database = await openDatabase({ kind: 'postgresql', url, poolSize });
  opened.push(database);
  return database;
}

async function bouncerIn(mode: 'session' | 'transaction' | 'statement'): Promise<Bouncer> {
  const bouncer = await Bouncer.to(own.url!, mode);
  opened.push(bouncer);
  return bouncer;
}

beforeEach(async () => {
  own = await testDatabase();
  direct = new pg.Client({ connectionString: own.url });
  await direct.connect();
});
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
  await direct.end();
  await own.close();
});

const lookUp = (store: Store, index: number) =>
  store.accessTokens.find(keyOf(anAccessToken({ tokenHash: createHash('sha256').update(String(index)).digest() })));

withBouncer('Through a pooler', () => {
  it.each(['transaction', 'session'] as const)(
    'that lends connections for a %s, every statement finds what it needs, whoever had the connection before',
    async (mode) => {
      const { url } = await bouncerIn(mode);
      // There are few sessions: an instance that keeps one for itself leaves none for others.
      const [here, there] = await Promise.all([instanceAt(url, 2), instanceAt(url, 2)]);
      const stores = [Store.of(here), Store.of(there)];
      const answers = await Promise.all(
        Array.from({ length: 120 }, async (_, index) => {
          const store = stores[index % 2]!;
          if (index % 6 === 0) await store.requireReady();
          const jti = createHash('sha256').update(`jti ${index}`).digest();
          await store.scriptCache.store({ cache: 'scheme', provider: null }, jti, Buffer.alloc(1), NOW);
          return [
            await store.usedAssertions.firstUse('client', jti, NOW + 60),
            await store.usedAssertions.firstUse('client', jti, NOW + 60),
            await lookUp(store, index),
          ];
        }),
      );
      expect(answers).toEqual(Array(120).fill([true, false, undefined]));
    },
    60_000,
  );

  it('nothing stays in a session that somebody else is lent next', async () => {
    const { url } = await bouncerIn('transaction');
    const store = Store.of(await instanceAt(url));
    await store.unhurried(({ expiry }) => expiry.sweep(NOW));
    await Promise.all(Array.from({ length: 24 }, (_, index) => lookUp(store, index)));
    await store.onConfigurationChange(() => {})();
    const others = new pg.Client({ connectionString: url });
    await others.connect();
    try {
      for (let index = 0; index < 8; index += 1) {
        const { rows } = await others.query(`SELECT current_setting('statement_timeout') AS hurry,
          (SELECT count(*)::int FROM pg_prepared_statements WHERE NOT from_sql) AS prepared,
          (SELECT count(*)::int FROM pg_listening_channels()) AS channels`);
        expect(rows).toEqual([{ hurry: '0', prepared: 0, channels: 0 }]);
      }
    } finally {
      await others.end();
    }
  });

  it('instances that migrate at once take turns, and leave no lock behind', async () => {
    const { url } = await bouncerIn('transaction');
    const instances = await Promise.all(Array.from({ length: 3 }, () => instanceAt(url)));
    const count = 'SELECT count(*)::int AS count FROM schema_migration';
    const [{ count: all }] = await instances[0]!.dataSource.query<[{ count: number }]>(count);
    for (let left = 3; left > 0; left -= 1) await revert(instances[0]!);
    expect(await instances[0]!.dataSource.query(count)).toEqual([{ count: all - 3 }]);
    await Promise.all(instances.map(migrate));
    expect(await instances[0]!.dataSource.query(count)).toEqual([{ count: all }]);
    const { rows } = await direct.query(
      "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );
    expect(rows).toEqual([]);
  });

  it('a statement that waits for others is ended in time, by the database too', async () => {
    const { url } = await bouncerIn('transaction');
    const store = Store.of(await instanceAt(url));
    await store.configuration.version();
    await direct.query('BEGIN; LOCK TABLE script_cache IN ACCESS EXCLUSIVE MODE');
    const { isOver } = deadline();
    const failure = await store.scriptCache
      .fetch({ cache: 'scheme', provider: null }, Buffer.alloc(32), NOW)
      .catch((error: unknown) => error);
    expect(isStoreOutage(failure)).toBe(true);
    expect(isOver()).toBe(false);
    const waiting = async () => {
      const { rows } = await direct.query<{ count: number }>(
        "SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      return rows[0]!.count;
    };
    while ((await waiting()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await store.configuration.version();
  });

  it('the database can be told to end what a connection does', async () => {
    const options = { connectionString: (await bouncerIn('transaction')).url };
    const busy = new pg.Client(options);
    await busy.connect();
    try {
      const ending = busy.query("SELECT pg_sleep(600), 'asleep'").catch((error: unknown) => error);
      const isAsleep = async () => {
        const { rowCount } = await direct.query("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
        return rowCount === 1;
      };
      while (!(await isAsleep())) await new Promise((resolve) => setTimeout(resolve, 20));
      await cancelStatement(busy, options);
      expect(await ending).toMatchObject({ code: '57014' });
      expect(await hasOwnSession(busy)).toBe(false);
      expect(await hasOwnSession(direct)).toBe(true);
    } finally {
      await busy.end();
    }
  });

  it('what has no hurry may take its time', async () => {
    const { url } = await bouncerIn('transaction');
    const store = Store.of(await instanceAt(url));
    await direct.query('BEGIN; LOCK TABLE script_cache IN ACCESS EXCLUSIVE MODE');
    const changed = store.longTransaction(({ scriptCache }) =>
      scriptCache.store({ cache: 'scheme', provider: null }, Buffer.alloc(32), Buffer.alloc(1), NOW),
    );
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    await direct.query('COMMIT');
    await changed;
  });

  it('that lends connections for a statement, the database is refused with a sentence', async () => {
    const { url } = await bouncerIn('statement');
    await expect(instanceAt(url)).rejects.toThrow(PoolerModeError);
  });
});
