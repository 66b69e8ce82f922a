import { availableParallelism } from 'node:os';
import { ScriptEngine } from '@passant/extension-engine';
import { type Database, DirectoryLockedError, isStoreOutage, migrate, openDatabase, Store } from '@passant/persistence';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { Bootstrap, type FirstStart } from './admin/bootstrap.js';
import { createApp } from './configure-app.js';
import { Clock } from './platform/clock.js';
import { type Config, ConfigError } from './platform/config.js';
import { masterKeyOf } from './platform/data-directory.js';
import { Issuer } from './platform/issuer.js';
import { Secrets } from './platform/secrets.js';

/** Why the server cannot start, in one sentence for the operator. */
export class StartError extends Error {}

export interface RunningServer {
  /** Where to open it, without a slash at the end. */
  url: string;
  firstStart: FirstStart;
  app: NestFastifyApplication;
  /** Stops taking requests, answers those under way and closes the database. */
  close(): Promise<void>;
}

export interface ServerFiles {
  consoleDirectory?: string;
  /** A prepared, empty database directory, gzipped: makes the first start of the embedded database faster. */
  databaseTemplate?: string;
}

/** Opens the database of a configuration. Throws {@link StartError} where that is the operator's to solve. */
export async function openConfiguredDatabase(config: Config, files: ServerFiles = {}): Promise<Database> {
  try {
    return await openDatabase(
      config.databaseUrl
        ? { kind: 'postgresql', url: config.databaseUrl, poolSize: connectionsOf(config.workers) }
        : {
            kind: 'embedded',
            directory: config.dataDirectory,
            ...(files.databaseTemplate ? { template: files.databaseTemplate } : {}),
          },
    );
  } catch (error) {
    throw new StartError(databaseProblem(error, config), { cause: error });
  }
}

function databaseProblem(error: unknown, config: Config): string {
  const message = error instanceof Error ? error.message || (error as { code?: string }).code : String(error);
  if (error instanceof DirectoryLockedError) return error.message;
  if (!config.databaseUrl) return `The embedded database in ${config.dataDirectory} cannot be opened: ${message}`;
  const { hostname, port, pathname } = new URL(config.databaseUrl);
  const where = `${hostname}:${port || 5432}${pathname}`;
  return isStoreOutage(error)
    ? `The database at ${where} cannot be reached: ${message}`
    : `The database at ${where} cannot be used: ${message}`;
}

/** Starts a server. Throws {@link StartError} or `ConfigError` with one sentence for what the operator can solve. */
export async function startServer(config: Config, logger: Logger, files: ServerFiles = {}): Promise<RunningServer> {
  const undo: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of undo.splice(0).reverse()) await close();
  };
  try {
    const database = await openConfiguredDatabase(config, files);
    undo.push(() => database.close());
    const secrets = new Secrets(masterKeyOf(config.masterKey, config.dataDirectory));
    await migrateWithSentence(database);
    if (!(await Store.of(database).configuration.recognisesMasterKey(secrets.check))) {
      throw new ConfigError('The master key is not the one this database was made with.');
    }
    const engine = new ScriptEngine({ ...scriptThreads(config.workers), limits: config.scriptLimits });
    undo.push(() => engine.close());
    const app = await createApp(
      { config, database, secrets, engine, clock: new Clock() },
      { logger, ...(files.consoleDirectory ? { consoleDirectory: files.consoleDirectory } : {}) },
    );
    undo.push(() => drain(app, config.drainSeconds));
    await Promise.all([app.init(), engine.ready()]);
    const firstStart = await app.get(Bootstrap).run(config, { isNew: database.isNew });
    const url = await listen(app, config);
    return { url, firstStart, app, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Processes of one machine share its cores: together they start about as many threads as one would. */
function scriptThreads(processes: number): { workers?: number } {
  return processes === 1 ? {} : { workers: Math.max(2, Math.ceil((3 * availableParallelism()) / processes)) };
}

/** A database takes a hundred connections unless it is told otherwise; one process makes do with a few. */
function connectionsOf(processes: number): number {
  return Math.max(4, Math.min(16, Math.floor(48 / processes)));
}

/** Milliseconds between looks at which connections have become idle. */
const DRAIN_INTERVAL = 50;

/**
 * Stops listening, waits for the answers that are under way and closes. A browser keeps its connection open after an
 * answer, so idle ones are closed as they appear; whoever is not done after the grace period is cut off.
 */
async function drain(app: NestFastifyApplication, graceSeconds: number): Promise<void> {
  const server = app.getHttpServer();
  const idle = setInterval(() => server.closeIdleConnections(), DRAIN_INTERVAL);
  const grace = setTimeout(() => server.closeAllConnections(), graceSeconds * 1000);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(grace);
  }
}

async function migrateWithSentence(database: Database): Promise<void> {
  try {
    await migrate(database);
  } catch (error) {
    throw new StartError(`The database could not be brought up to date: ${(error as Error).message}`, { cause: error });
  }
}

/** Listens, and lets the issuer know where. @returns the public URL */
async function listen(app: NestFastifyApplication, config: Config): Promise<string> {
  const issuer = app.get(Issuer);
  // With a fixed port the address is known before the first request can come in.
  if (config.port !== 0) issuer.listensOn(addressOf(config.host, config.port));
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new StartError(`Port ${config.port} on ${config.host} is taken.`, { cause: error });
    if (code === 'EACCES') throw new StartError(`Port ${config.port} may not be used by this user.`, { cause: error });
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new StartError(`HOST ${config.host} is no address of this machine.`, { cause: error });
    }
    throw error;
  }
  const { port } = app.getHttpServer().address() as { port: number };
  issuer.listensOn(addressOf(config.host, port));
  return issuer.publicUrl;
}

function addressOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
