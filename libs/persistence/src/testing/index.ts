import { type Database, openDatabase } from '../data-source.js';
import { migrate } from '../migrating.js';
import { Store } from '../store.js';
import { createDatabase, dropDatabase } from './databases.js';

export { BOUNCER, Bouncer } from './bouncer.js';
export { freePort } from './free-port.js';
export { Passage } from './passage.js';

export interface TestDatabase extends Database {
  store: Store;
  /** Connection string for further instances of the server; absent for the embedded database. */
  url?: string;
}

/** Where databases for tests come from. */
const sources = () => ({
  server: process.env.TEST_DATABASE_URL,
  empty: process.env.TEST_EMBEDDED_TEMPLATE,
  migrated: process.env.TEST_MIGRATED_TEMPLATE,
});

/**
 * A migrated database for one spec file; see {@link emptyDatabase}. `TEST_MIGRATED_TEMPLATE` names one to copy, which
 * takes a fraction of the time of the migrations: an archive of files or, on a server, a database. Migrations that it
 * does not have yet are made up for.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { server, empty, migrated } = sources();
  const database = server ? await openOnServer(server, migrated) : await openInMemory(migrated ?? empty);
  await migrate(database);
  return database;
}

/**
 * A database without a schema: in memory or, with `TEST_DATABASE_URL`, on that PostgreSQL server, where it is
 * dropped when closed. `TEST_EMBEDDED_TEMPLATE` names the prepared files that a build leaves: unpacking them takes a third
 * of the time that creating the cluster does, once per spec file.
 */
export async function emptyDatabase(): Promise<TestDatabase> {
  const { server, empty } = sources();
  return server ? openOnServer(server) : openInMemory(empty);
}

/**
 * An embedded database in files of its own, without a schema, wherever the others are.
 * @param directory where to keep them
 */
export async function emptyDirectory(directory: string): Promise<Database> {
  return openIn(directory, sources().empty);
}

/** The same, migrated. @param directory where to keep the files */
export async function testDirectory(directory: string): Promise<Database> {
  const { server, empty, migrated } = sources();
  const database = await openIn(directory, server ? empty : (migrated ?? empty));
  await migrate(database);
  return database;
}

async function openInMemory(template?: string): Promise<TestDatabase> {
  const database = await openIn(undefined, template);
  return { ...database, store: Store.of(database) };
}

/** @param directory in memory without one */
const openIn = (directory: string | undefined, template: string | undefined) =>
  openDatabase({ kind: 'embedded', ...(directory ? { directory } : {}), ...(template ? { template } : {}) });

async function openOnServer(server: string, template?: string): Promise<TestDatabase> {
  const { name, url } = await createDatabase(server, template);
  const database = await openDatabase({ kind: 'postgresql', url });
  return {
    ...database,
    url,
    store: Store.of(database),
    close: async () => {
      await database.close();
      await dropDatabase(server, name);
    },
  };
}
