import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Database, migrate, openDatabase } from '../data-source.js';
import { Store } from '../store.js';

export { BOUNCER, Bouncer } from './bouncer.js';
export { Passage } from './passage.js';

export interface TestDatabase extends Database {
  store: Store;
  /** Connection string for further instances of the server; absent for the embedded database. */
  url?: string;
}

/**
 * A migrated database for one spec file: in memory or, with `TEST_DATABASE_URL`, on that PostgreSQL server, where it is
 * dropped when closed. `TEST_EMBEDDED_TEMPLATE` names the prepared files that a build leaves: unpacking them takes a third
 * of the time that creating the cluster does, once per spec file.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) {
    const database = await openDatabase({
      kind: 'embedded',
      ...(process.env.TEST_EMBEDDED_TEMPLATE ? { template: process.env.TEST_EMBEDDED_TEMPLATE } : {}),
    });
    await migrate(database);
    return { ...database, store: Store.of(database) };
  }
  const name = `passant_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = await openDatabase({ kind: 'postgresql', url: url.href });
  await migrate(database);
  return {
    ...database,
    url: url.href,
    store: Store.of(database),
    close: async () => {
      await database.close();
      await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
