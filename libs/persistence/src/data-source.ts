import 'reflect-metadata';
import { existsSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { lockDirectory } from './directory-lock.js';
import { ENTITIES } from './entities/index.js';
import { MIGRATIONS } from './migrations/index.js';
import { listenOn } from './notifications.js';
import { StoreGoneError } from './outage.js';
import { PreparingClient } from './prepared-statements.js';

// Epoch seconds and counts are far below 2^53: as numbers they compare and add as one expects.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Serialises migrations of several instances that start at once. Any number, as long as nobody else uses it. */
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
   * Calls `heard` when something is notified on a channel, by whichever process. The embedded database serves one process,
   * which knows what it did. @returns ends the listening
   */
  listen(channel: string, heard: () => void): () => Promise<void>;
  /** Throws if the database is no longer there, which an embedded one does not notice by itself. */
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
 * Opens the database: a PostgreSQL server, or PGlite inside this process. The same migrations and the same SQL serve
 * both. Throws what the driver throws when it cannot be reached, and `DirectoryLockedError`.
 */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  if (location.kind === 'embedded') return openEmbedded(location);
  const dataSource = new DataSource({
    ...COMMON,
    url: location.url,
    poolSize: location.poolSize ?? 16,
    extra: { Client: PreparingClient },
    connectTimeoutMS: 5_000,
    poolErrorHandler: () => {
      // An idle connection was cut. The pool replaces it, and whoever needs the database meanwhile gets the error.
    },
  });
  await dataSource.initialize();
  return {
    dataSource,
    kind: 'postgresql',
    isNew: false,
    listen: (channel, heard) => listenOn(location.url, channel, heard),
    requireIntact: () => {},
    close: () => dataSource.destroy(),
  };
}

async function openEmbedded(location: DatabaseLocation & { kind: 'embedded' }): Promise<Database> {
  const { directory, template } = location;
  if (directory) mkdirSync(directory, { recursive: true, mode: 0o700 });
  const unlock = directory ? await lockDirectory(directory) : () => {};
  try {
    const files = directory ? join(directory, 'database') : undefined;
    const isNew = !files || !existsSync(join(files, 'PG_VERSION'));
    const engine = await PGlite.create(files ?? 'memory://', {
      ...(isNew && template ? { loadDataDir: new Blob([await readFile(template)]) } : {}),
    });
    const dataSource = new DataSource({
      ...COMMON,
      // One session, so a pool of exactly one: it is lent exclusively and transactions never interleave. The time-out
      // turns a query beside an open transaction from a dead-lock into an error.
      extra: {
        Client: PreparingClient,
        connection: createPgConfig(engine).connection,
        max: 1,
        idleTimeoutMillis: 0,
        connectionTimeoutMillis: 30_000,
      },
    });
    await dataSource.initialize();
    const close = async () => {
      await dataSource.destroy();
      await engine.close();
      unlock();
    };
    const requireIntact = () => {
      if (files && !existsSync(join(files, 'PG_VERSION')))
        throw new StoreGoneError(`The database in ${files} is gone.`);
    };
    return { dataSource, kind: 'embedded', isNew, listen: () => async () => {}, requireIntact, close };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Brings the schema up to date, one instance at a time. */
export async function migrate({ dataSource, kind }: Database): Promise<void> {
  if (kind === 'embedded') {
    await dataSource.runMigrations({ transaction: 'each' });
    return;
  }
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await runner.release();
  }
}
