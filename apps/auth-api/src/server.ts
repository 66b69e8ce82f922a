import type { Server as HttpServer } from 'node:http';
import type { Server } from 'node:net';
import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { ScriptEngine } from '@passant/extension-engine';
import {
  type Database,
  DataFormatError,
  DirectoryLockedError,
  DirectoryOpenError,
  FilesDamagedError,
  isStoreOutage,
  migrate,
  NoDatabaseError,
  openDatabase,
  PoolerModeError,
  readServerLocation,
  Store,
} from '@passant/persistence';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { Bootstrap, type Generated } from './admin/bootstrap.js';
import { createApp } from './configure-app.js';
import { Clock, MovableClock } from './platform/clock.js';
import { type Config, ConfigError, StartError } from './platform/config.js';
import { masterKeysOf, requireMasterKeys } from './platform/data-directory.js';
import { EndedTokenFeed } from './introspection/ended-token-feed.js';
import { Gate } from './platform/http/gate.js';
import { Issuer } from './platform/issuer.js';
import { addressesOf, listenAt, listenProblem } from './platform/ports.js';
import { Secrets } from './credentials/secrets.js';

export interface RunningServer {
  /** The URL to open, without a trailing slash. */
  url: string;
  /** Whether demo data was created that has not been announced yet. */
  seeded: boolean;
  app: NestFastifyApplication;
  /** Stops accepting requests, answers those in progress and closes the database. */
  close(): Promise<void>;
}

/** What a server receives from the code that starts it. */
export interface StartOptions extends ServerFiles {
  logger: Logger;
  /** Shows the operator what was generated at the first start. */
  tell: (generated: Generated) => void;
}

export interface ServerFiles {
  consoleDirectory?: string;
  docsDirectory?: string;
  /** Gzipped archive of a prepared, empty database directory. Speeds up the first start of the embedded database. */
  databaseTemplate?: string;
}

/**
 * Opens the configured database. Throws a {@link StartError} for problems that the operator can solve.
 * @param mustExist creates no embedded database where there is none
 */
export async function openConfiguredDatabase(
  config: Config,
  { databaseTemplate: template, mustExist }: Pick<ServerFiles, 'databaseTemplate'> & { mustExist?: boolean } = {},
): Promise<Database> {
  try {
    return await openDatabase(
      config.databaseUrl
        ? { kind: 'postgresql', url: config.databaseUrl, poolSize: connectionsOf(config.workers) }
        : {
            kind: 'embedded',
            directory: config.dataDirectory,
            isSynced: config.dataSync,
            ...(template ? { template } : {}),
            ...(mustExist ? { mustExist } : {}),
          },
    );
  } catch (error) {
    throw new StartError(databaseProblem(error, config), { cause: error });
  }
}

/** What is wrong with the database, in a sentence. */
export function databaseProblem(error: unknown, config: Config): string {
  const message = error instanceof Error ? error.message || (error as { code?: string }).code : String(error);
  const inWords = [
    ...[DirectoryLockedError, DirectoryOpenError, DataFormatError, FilesDamagedError, PoolerModeError],
    NoDatabaseError,
  ];
  if (error instanceof Error && inWords.some((kind) => error instanceof kind)) return error.message;
  if (!config.databaseUrl) return `The embedded database in ${config.dataDirectory} cannot be used: ${message}`;
  const server = readServerLocation(config.databaseUrl);
  const where = 'problem' in server ? 'DATABASE_URL' : server.where;
  return isStoreOutage(error)
    ? `The database at ${where} cannot be reached: ${message}`
    : `The database at ${where} cannot be used: ${message}`;
}

/**
 * Starts a server. Throws a {@link StartError} or `ConfigError` with a one-sentence message for problems that the
 * operator can solve.
 */
export async function startServer(config: Config, options: StartOptions): Promise<RunningServer> {
  const { logger, tell, ...files } = options;
  const undo: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of undo.splice(0).reverse()) await close();
  };
  try {
    const database = await openConfiguredDatabase(config, files);
    undo.push(() => database.close());
    await migrateWithSentence(database);
    const { configuration } = Store.of(database);
    if (await configuration.masterKeyCheck()) requireMasterKeys(config);
    const { masterKey, previous } = masterKeysOf(config);
    const secrets = new Secrets(masterKey, previous);
    const inUse = await configuration.rememberMasterKey(secrets.check);
    if (!secrets.follow(inUse)) throw new ConfigError('The master key is not the one this database was made with.');
    if (!inUse.equals(secrets.check)) {
      logger.warn('The previous master key is still in use. Change it with "npm run db -- master-key".');
    }
    const clock = config.testClock ? new MovableClock() : new Clock();
    if (config.testClock) logger.warn('PASSANT_TEST_CLOCK is on: whoever is on this machine can move the time.');
    const engine = new ScriptEngine({
      ...scriptThreads(config.workers),
      limits: config.scriptLimits,
      now: () => clock.milliseconds(),
    });
    undo.push(() => engine.close());
    const gate = new Gate();
    const app = await createApp(
      { config, database, secrets, engine, clock },
      {
        ...{ logger, gate },
        ...(files.consoleDirectory ? { consoleDirectory: files.consoleDirectory } : {}),
        ...(files.docsDirectory ? { docsDirectory: files.docsDirectory } : {}),
      },
    );
    const further: Server[] = [];
    undo.push(() => leave(app, further, gate, config));
    await Promise.all([app.init(), engine.ready()]);
    // Listen first: if the port cannot be opened, no password is generated that nobody would ever be shown.
    const url = await listen(app, config, further);
    const { seeded } = await app.get(Bootstrap).run(config, { isNew: database.kind === 'embedded', tell });
    gate.open();
    return { url, seeded, app, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Processes on one machine share its cores: together they start about as many threads as a single process would. */
function scriptThreads(processes: number): { workers?: number } {
  return processes === 1 ? {} : { workers: Math.max(2, Math.ceil((3 * availableParallelism()) / processes)) };
}

/**
 * Size of the connection pool of each process: 4 to 16, so that up to twelve processes stay at about half of the 100
 * connections that PostgreSQL accepts by default.
 */
function connectionsOf(processes: number): number {
  return Math.max(4, Math.min(16, Math.floor(48 / processes)));
}

/** Interval in milliseconds at which connections that have become idle are closed. */
const DRAIN_INTERVAL = 50;

/**
 * Says that it is about to stop while it still serves, stops listening, waits for responses in progress, and closes what
 * they needed. The application is closed only then: it would answer 503 to what still arrives on open connections, cut off
 * what scripts and web hooks ask others, and keep no event of what happens later.
 */
async function leave(app: NestFastifyApplication, further: Server[], gate: Gate, config: Config): Promise<void> {
  if (gate.leave()) await pause(config.leaveSeconds * 1000);
  app.get(EndedTokenFeed).end();
  await drain([app.getHttpServer(), ...further], app.getHttpServer(), config.drainSeconds);
  await app.close();
}

/**
 * Stops listening and waits until no connection is left. Clients keep their connection open after a response, so idle
 * connections are closed as they appear. Connections that are still active after the grace period are cut off.
 * @param listeners everything that takes connections for the server
 */
async function drain(listeners: Server[], server: HttpServer, graceSeconds: number): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), DRAIN_INTERVAL);
  const grace = setTimeout(() => server.closeAllConnections(), graceSeconds * 1000);
  try {
    // One that does not listen, because the start failed, has nothing to wait for.
    await Promise.all(listeners.map((one) => new Promise((resolve) => one.close(resolve))));
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

/**
 * Listens, and tells the issuer its address.
 * @param further gets what takes connections for the server at further addresses
 * @returns the public URL
 */
async function listen(app: NestFastifyApplication, config: Config, further: Server[]): Promise<string> {
  const issuer = app.get(Issuer);
  // With a fixed port, the address is known before the first request can arrive.
  if (config.port !== 0) issuer.listensOn(addressOf(config.host, config.port));
  try {
    further.push(...(await listenAt(await addressesOf(config.host), config.port, app)));
  } catch (error) {
    throw listenProblem(error, config);
  }
  const { port } = app.getHttpServer().address() as { port: number };
  issuer.listensOn(addressOf(config.host, port));
  return issuer.publicUrl;
}

function addressOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
