import cluster from 'node:cluster';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runDatabaseCommand } from './database-command.js';
import { type Config, ConfigError, readConfig } from './platform/config.js';
import { createLogger } from './platform/logging.js';
import { type ServerFiles, StartError, startServer } from './server.js';
import { type Announcement, WorkerFailedError, serveAsWorker, startWorkers } from './workers.js';

/** A built file or folder beside this program, if it is there. */
function built(path: string): string | undefined {
  const file = fileURLToPath(new URL(path, import.meta.url));
  return existsSync(file) ? file : undefined;
}

function filesOfThisBuild(): ServerFiles {
  const consoleDirectory = built('../../admin-console/dist');
  const databaseTemplate = built('./embedded-database.tgz');
  return { ...(consoleDirectory ? { consoleDirectory } : {}), ...(databaseTemplate ? { databaseTemplate } : {}) };
}

function announce({ url, firstStart }: Announcement): void {
  const { administrator, masterToken, seeded } = firstStart;
  const lines = ['', `Passant is ready.`, '', `  Console  ${url}/admin/`, `  Issuer   ${url}/oauth`];
  if (administrator) {
    lines.push('', '  Sign in with', `    e-mail    ${administrator.email}`);
    lines.push(
      administrator.password === undefined
        ? '    password  the one in PASSANT_ADMIN_PASSWORD'
        : `    password  ${administrator.password}   (shown this once)`,
    );
  }
  if (masterToken !== undefined) lines.push('', `  Master token  ${masterToken}   (shown this once)`);
  if (seeded) lines.push('', '  A demo application and a simulated identity scheme are there to look at.');
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

/** Ends the process when what is under way is done. */
function endAfter(close: () => Promise<void>): void {
  close().then(
    () => process.exit(0),
    (error: unknown) => fail(error),
  );
}

/** Ends the process in an orderly way on the first signal; a second one does not wait. */
function stopOnSignal(close: () => Promise<void>, kill = () => {}): void {
  let stopping = false;
  const stop = () => {
    if (stopping) {
      kill();
      process.exit(1);
    }
    stopping = true;
    endAfter(close);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function serve(config: Config): Promise<void> {
  const logger = createLogger(config.log);
  if (config.workers > 1 && cluster.isPrimary) {
    const workers = await startWorkers(config.workers, logger);
    stopOnSignal(workers.close, workers.kill);
    announce(workers);
    return;
  }
  const start = () => startServer(config, logger, filesOfThisBuild());
  if (cluster.isWorker) {
    await serveAsWorker(start, (server) => endAfter(() => server.close()));
    return;
  }
  const server = await start();
  stopOnSignal(() => server.close());
  announce(server);
}

function fail(error: unknown): never {
  // A worker has said itself what was in the way.
  if (error instanceof WorkerFailedError) process.exit(error.exitCode);
  const known = error instanceof ConfigError || error instanceof StartError;
  process.stderr.write(
    known ? `Passant cannot start. ${error.message}\n` : `${String((error as Error).stack ?? error)}\n`,
  );
  process.exit(1);
}

try {
  const config = readConfig(process.env);
  if (process.argv[2] === 'db') {
    await runDatabaseCommand(process.argv[3], config);
  } else {
    await serve(config);
  }
} catch (error) {
  fail(error);
}
