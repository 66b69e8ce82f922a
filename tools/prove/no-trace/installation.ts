import { appendFileSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { Cluster, startCluster } from '../../lib/postgres-cluster.mjs';
import { StepFailed, quietly } from '../../lib/run.mjs';
import { startPassant } from '../../world/passant.js';
import type { Program } from '../../world/program.js';
import type { Piece } from './evidence.js';

/** Runs a statement on the database that the server uses. */
export type Query = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

/** A temporary server on one kind of database, with access to everything it leaves behind. */
export interface Installation {
  kind: 'embedded' | 'postgresql';
  url: string;
  /**
   * Runs the body with a session of its own on the database. For the embedded one, only after the server has stopped.
   */
  withDatabase<Result>(body: (query: Query) => Promise<Result>): Promise<Result>;
  /** A backup. For PostgreSQL, as `pg_dump` makes it; for the embedded database, every row of every table. */
  dump(): Promise<Piece[]>;
  databaseFiles(): Piece[];
  writeAheadLog(): Piece[];
  /** Log files. */
  logFiles: { server: string; database?: string };
  /** A folder outside the database that the server writes to. */
  temporaryFolder: string;
  otherFiles(): Piece[];
  /** Stops the server for good if the database can be accessed only then. */
  release(): Promise<void>;
  /** Stops everything and removes it. */
  close(): Promise<void>;
}

/** Settings of a server that logs and reports as much as it can. */
const settingsFor = (temporaryFolder: string, collector: string) => ({
  LOG_LEVEL: 'trace',
  TMPDIR: temporaryFolder,
  OTEL_EXPORTER_OTLP_ENDPOINT: collector,
  PASSANT_ACCESS_LOG: 'on',
  PASSANT_ALLOW_PRIVATE_WEB_HOOKS: 'on',
  // Lets requests state their source address, so that each can have a unique one.
  PASSANT_TRUSTED_PROXIES: '127.0.0.1',
  // The last of these events shows that all events are written, so each must be written out and not only counted.
  PASSANT_EVENTS_DETAILED: 'TOKEN_INTROSPECTION_FAILED',
});

export interface InstallationOptions {
  folder: string;
  /** URL of the trace collector. */
  collector: string;
}

export async function installEmbedded({ folder, collector }: InstallationOptions): Promise<Installation> {
  const temporaryFolder = join(folder, 'tmp');
  mkdirSync(temporaryFolder);
  const program = await startPassant({ folder, settings: settingsFor(temporaryFolder, collector) });
  const database = join(folder, 'data/database');
  const wal = join(database, 'pg_wal');
  const withDatabase: Installation['withDatabase'] = async (body) => {
    const engine = await PGlite.create(database);
    try {
      return await body(async (text, values) => (await engine.query<Record<string, unknown>>(text, values)).rows);
    } finally {
      await engine.close();
    }
  };
  return {
    ...{ kind: 'embedded', url: program.url, temporaryFolder, withDatabase },
    dump: () => withDatabase(dumpTables),
    databaseFiles: () => piecesBelow(database, (path) => !path.startsWith(wal)),
    writeAheadLog: () => piecesBelow(wal),
    logFiles: { server: join(folder, 'passant.log') },
    otherFiles: () => [...piecesBelow(temporaryFolder), ...dataDirectory(folder, database)],
    release: () => program.stop(),
    close: () => program.stop(),
  };
}

/**
 * Uses its own cluster, which logs every statement with its parameters: anything passed to the database unprotected
 * would be in that log, even if it was never stored.
 */
export async function installOnPostgres({ folder, collector }: InstallationOptions): Promise<Installation> {
  const cluster = await startCluster({
    settings: [
      ...['log_min_messages=info', 'log_statement=all'],
      ...['log_parameter_max_length=-1', 'log_parameter_max_length_on_error=-1'],
    ],
  });
  if (!(cluster instanceof Cluster)) throw new StepFailed(`There is no PostgreSQL, because ${cluster.reason}.`);
  try {
    return await installOn(cluster, folder, collector);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

async function installOn(cluster: Cluster, folder: string, collector: string): Promise<Installation> {
  const temporaryFolder = join(folder, 'tmp');
  mkdirSync(temporaryFolder);
  const settings = settingsFor(temporaryFolder, collector);
  const program: Program = await startPassant({ folder, databaseUrl: cluster.url, settings });
  const wal = join(cluster.data, 'pg_wal');
  const withDatabase: Installation['withDatabase'] = async (body) => {
    const client = new pg.Client({ connectionString: cluster.url });
    await client.connect();
    try {
      return await body(async (text, values) => (await client.query<Record<string, unknown>>(text, values)).rows);
    } finally {
      await client.end();
    }
  };
  return {
    ...{ kind: 'postgresql', url: program.url, temporaryFolder, withDatabase },
    dump: async () => {
      const text = await quietly('pg_dump failed', cluster.program('pg_dump'), ['--dbname', cluster.url]);
      return [{ label: 'pg_dump', bytes: Buffer.from(text) }];
    },
    databaseFiles: () => piecesBelow(cluster.data, (path) => !path.startsWith(wal)),
    writeAheadLog: () => piecesBelow(wal),
    logFiles: { server: join(folder, 'passant.log'), database: cluster.log },
    otherFiles: () => [...piecesBelow(temporaryFolder), ...dataDirectory(folder, undefined)],
    release: () => Promise.resolve(),
    close: async () => {
      await program.stop();
      await cluster.stop();
    },
  };
}

/** Every row of every table as text. */
async function dumpTables(query: Query): Promise<Piece[]> {
  const tables = await query(`SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`);
  return readTables(
    query,
    tables.map(({ name }) => String(name)),
  );
}

/** Rows of some tables as JSON, with bytes in hex. */
export async function readTables(query: Query, tables: readonly string[]): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const table of tables) {
    const rows = await query(`SELECT to_jsonb(entry)::text AS row FROM "${table}" entry`);
    pieces.push({ label: table, bytes: Buffer.from(rows.map(({ row }) => `${String(row)}\n`).join('')) });
  }
  return pieces;
}

/** Appends a line to a file. */
export const writeLine = (file: string, line: string | Buffer) =>
  appendFileSync(file, Buffer.concat([Buffer.from('\n'), Buffer.from(line), Buffer.from('\n')]));

const dataDirectory = (folder: string, database: string | undefined) =>
  piecesBelow(join(folder, 'data'), (path) => database === undefined || !path.startsWith(database));

function piecesBelow(folder: string, wanted: (path: string) => boolean = () => true): Piece[] {
  let entries;
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(wanted)
    .flatMap((path) => readPiece(path, relative(folder, path)));
}

/** Reads a file. A file of a running database may vanish in the meantime. */
function readPiece(path: string, label: string): Piece[] {
  try {
    return [{ label, bytes: readFileSync(path) }];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** A file as a single piece. */
export const pieceOf = (path: string, label: string): Piece[] => readPiece(path, label);
