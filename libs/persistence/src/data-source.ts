import 'reflect-metadata';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import { DataSource, MigrationExecutor } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { CONNECT_LIMIT, KEEP_ALIVE, StoreConnection } from './connection.js';
import { requireReadableDirectory } from './data-format.js';
import { lockDirectory } from './directory-lock.js';
import { startEngine } from './embedded-engine.js';
import { ENTITIES } from './entities/index.js';
import { readServerLocation } from './location.js';
import { MIGRATIONS } from './migrations/index.js';
import { listenOn } from './notifications.js';
import { closeFiles, makePrivateDirectory } from './private-directory.js';
import { within } from './within.js';
import { StoreGoneError } from './outage.js';

// Epoch seconds and counts are far below 2^53, so they can be plain numbers that compare and add as expected.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * Serialises the migrations of instances that start at the same time. An arbitrary number that must not be
 * used for anything else.
 */
const MIGRATION_LOCK = 7_277_468;

export type DatabaseLocation =
  | { kind: 'postgresql'; url: string; poolSize?: number }
  /** `directory` absent: in memory, for tests. `template`: a prepared, empty database directory, gzipped. */
  | { kind: 'embedded'; directory?: string; template?: string };

export interface Database {
  dataSource: DataSource;
  kind: DatabaseLocation['kind'];
  /** Whether the embedded database was created by this call. */
  isNew: boolean;
  /**
   * Calls `heard` for every notification on a channel, from any process. Does nothing for the embedded database, which
   * has only one process, and that knows what it did. @returns stops listening
   */
  listen(channel: string, heard: () => void): () => Promise<void>;
  /** Throws if the files of the database are gone, which an embedded database does not notice by itself. */
  requireIntact(): void;
  close(): Promise<void>;
}

const COMMON = {
  type: 'postgres',
  driver: pg,
  entities: ENTITIES,
  migrations: MIGRATIONS,
  migrationsTableName: 'schema_migration',
  synchronize: false,
  installExtensions: false,
} as const satisfies Partial<PostgresDataSourceOptions>;

/**
 * Opens the database: a PostgreSQL server, or PGlite inside this process. Both use the same
 * migrations and the same SQL.
 * Throws the driver's error if it cannot be reached, `DirectoryLockedError` and `DirectoryOpenError`.
 */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  if (location.kind === 'embedded') return openEmbedded(location);
  const server = readServerLocation(location.url);
  if ('problem' in server) throw new Error(`The connection string ${server.problem}.`);
  const dataSource = new DataSource({
    ...COMMON,
    url: server.url,
    poolSize: location.poolSize ?? 16,
    extra: {
      Client: StoreConnection,
      mates: new Set<StoreConnection>(),
      onConnect: (connection: StoreConnection) => connection.begin(),
      ...KEEP_ALIVE,
    },
    connectTimeoutMS: CONNECT_LIMIT,
    poolErrorHandler: () => {
      // An idle connection was cut. The pool replaces it, and anyone who needs the database meanwhile gets the error.
    },
  });
  await dataSource.initialize();
  return {
    dataSource,
    kind: 'postgresql',
    isNew: false,
    listen: (channel, heard) => listenOn(server.url, channel, heard),
    requireIntact: () => {},
    close: () => within(CONNECT_LIMIT, dataSource.destroy()),
  };
}

async function openEmbedded(location: DatabaseLocation & { kind: 'embedded' }): Promise<Database> {
  const { directory, template } = location;
  if (directory) mkdirSync(directory, { recursive: true, mode: 0o700 });
  const unlock = directory ? await lockDirectory(directory) : () => {};
  try {
    const files = directory ? join(directory, 'database') : undefined;
    const isNew = !files || !existsSync(join(files, 'PG_VERSION'));
    if (files && !isNew) requireReadableDirectory(files);
    if (files) makePrivateDirectory(files);
    const engine = await startEngine(files, isNew ? template : undefined);
    // The engine unpacks a new database as world-writable files.
    if (files && isNew) closeFiles(files);
    const dataSource = new DataSource({
      ...COMMON,
      // There is only one session, so the pool has exactly one connection: it is lent exclusively, and transactions
      // never interleave. The time-out turns a query outside an open transaction from a deadlock into an error.
      extra: {
        Client: StoreConnection,
        connection: createPgConfig(engine).connection,
        max: 1,
        idleTimeoutMillis: 0,
        connectionTimeoutMillis: 30_000,
      },
    });
    await dataSource.initialize();
    const isIntact = () => !files || existsSync(join(files, 'PG_VERSION'));
    const close = async () => {
      // Checkpoints, so that the next start has nothing to recover, unless the files are gone.
      if (files && dataSource.isInitialized && isIntact()) await dataSource.query('CHECKPOINT').catch(() => {});
      await dataSource.destroy();
      await engine.close();
      unlock();
    };
    const requireIntact = () => {
      if (!isIntact()) throw new StoreGoneError(`The database in ${files} is gone.`);
    };
    return { dataSource, kind: 'embedded', isNew, listen: () => async () => {}, requireIntact, close };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Migrates the schema to the latest version, one instance at a time, without a time limit. */
export async function migrate(database: Database): Promise<void> {
  await onMigrations(database, async (migrations) => {
    const [next] = await migrations.getPendingMigrations();
    if (next) await migrations.executeMigration(next);
    return next ? 'and on' : 'done';
  });
}

/** Reverts the last migration. */
export async function revert(database: Database): Promise<void> {
  await onMigrations(database, async (migrations) => {
    await migrations.undoLastMigration();
    return 'done';
  });
}

/**
 * Runs a step in its own transaction, and repeats that until the step reports that it is done. The lock ends with the
 * transaction: a session-level lock would stay in the session if a pooler lends sessions.
 */
async function onMigrations(
  { dataSource, kind }: Database,
  step: (migrations: MigrationExecutor) => Promise<'and on' | 'done'>,
): Promise<void> {
  const runner = dataSource.createQueryRunner();
  const migrations = new MigrationExecutor(dataSource, runner);
  const connection: unknown = await runner.connect();
  const server = kind === 'postgresql' && connection instanceof StoreConnection ? connection : undefined;
  try {
    await server?.takeTime('however long');
    let state: 'and on' | 'done';
    do {
      await runner.startTransaction();
      if (server) await runner.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
      state = await step(migrations);
      await runner.commitTransaction();
    } while (state === 'and on');
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {}); // the thrown error says why
    throw error;
  } finally {
    await server?.hurry().catch(() => {}); // the connection is lost, and the pool has noticed
    await runner.release();
  }
}
