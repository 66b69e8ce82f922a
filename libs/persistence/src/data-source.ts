import 'reflect-metadata';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { CONNECT_LIMIT, KEEP_ALIVE, StoreConnection } from './connection.js';
import { FilesDamagedError, requireReadableDirectory } from './data-format.js';
import { lockDirectory } from './directory-lock.js';
import { startEngine } from './embedded-engine.js';
import { ENTITIES } from './entities/index.js';
import { readServerLocation } from './location.js';
import { MIGRATIONS } from './migrations/index.js';
import { listenOn } from './notifications.js';
import { makeFolder } from './make-folder.js';
import { closeFiles, makePrivateDirectory } from './private-directory.js';
import { SyncedFiles } from './synced-files.js';
import { within } from './within.js';
import { StoreGoneError } from './outage.js';

// Epoch seconds and counts are far below 2^53, so they can be plain numbers that compare and add as expected.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export type DatabaseLocation =
  | { kind: 'postgresql'; url: string; poolSize?: number }
  /**
   * `directory` absent: in memory, for tests. `template`: a prepared, empty database directory, gzipped. `mustExist`: no
   * database is created. `isSynced`: what is acknowledged is on the disk.
   */
  | { kind: 'embedded'; directory?: string; template?: string; mustExist?: boolean; isSynced?: boolean };

/** There is no database where one has to be. */
export class NoDatabaseError extends Error {}

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
 * Throws the driver's error if it cannot be reached, `DirectoryLockedError`, `DirectoryOpenError` and {@link NoDatabaseError}.
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
  const { directory, template, mustExist = false, isSynced = false } = location;
  // Asked before the lock is taken: looking for a database leaves nothing where there is none.
  if (directory && mustExist && !statSync(join(directory, 'database', 'PG_VERSION'), { throwIfNoEntry: false })) {
    throw new NoDatabaseError(
      `There is no database in ${directory}: name the folder that has one as PASSANT_DATA_DIR.`,
    );
  }
  if (directory) makeFolder(directory);
  const unlock = directory ? await lockDirectory(directory) : () => {};
  try {
    const files = directory ? join(directory, 'database') : undefined;
    const isNew = !files || !existsSync(join(files, 'PG_VERSION'));
    if (files && !isNew) requireReadableDirectory(files);
    if (files) makePrivateDirectory(files);
    const kept = files && isSynced ? new SyncedFiles(files) : files;
    const engine = await startEngine(kept, isNew ? template : undefined).catch((error: unknown) => {
      // What the system refuses has a code. The engine itself only says that it could not start.
      if (!files || isNew || (error as NodeJS.ErrnoException).code !== undefined) throw error;
      throw new FilesDamagedError(files, { cause: error });
    });
    // The engine unpacks a new database as world-writable files.
    if (files && isNew) closeFiles(files);
    const dataSource = await dataSourceOn(engine);
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

/**
 * The embedded database as TypeORM sees it. There is only one session, so the pool has exactly one connection: it is lent
 * exclusively, and transactions never interleave. The time-out turns a query outside an open transaction from a deadlock
 * into an error.
 */
export async function dataSourceOn(engine: PGlite): Promise<DataSource> {
  const dataSource = new DataSource({
    ...COMMON,
    extra: {
      Client: StoreConnection,
      connection: createPgConfig(engine).connection,
      max: 1,
      idleTimeoutMillis: 0,
      connectionTimeoutMillis: 30_000,
    },
  });
  return dataSource.initialize();
}
