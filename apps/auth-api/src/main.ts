import cluster from 'node:cluster';
import { existsSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Generated } from './admin/bootstrap.js';
import { runAuditCommand } from './audit-command.js';
import { runDatabaseCommand } from './database-command.js';
import { type Config, ConfigError, StartError, readConfig } from './platform/config.js';
import { createLogger } from './platform/logging.js';
import { printable } from './platform/printable.js';
import { type ServerFiles, startServer } from './server.js';
import { type Announcement, WorkerFailedError, serveAsWorker, startWorkers } from './workers.js';

const family = process.argv[2];
const isCommand = family === 'db' || family === 'audit';

/** Path of a built file or folder next to this program, or `undefined` if it does not exist. */
function built(path: string): string | undefined {
  const file = fileURLToPath(new URL(path, import.meta.url));
  return existsSync(file) ? file : undefined;
}

function filesOfThisBuild(): ServerFiles {
  const consoleDirectory = built('../../admin-console/dist');
  const docsDirectory = built('../../docs/dist');
  const databaseTemplate = built('./embedded-database.tgz');
  return {
    ...(consoleDirectory ? { consoleDirectory } : {}),
    ...(docsDirectory ? { docsDirectory } : {}),
    ...(databaseTemplate ? { databaseTemplate } : {}),
  };
}

/**
 * Shows generated credentials, which cannot be looked up later, from whichever process generated them. Written
 * synchronously and in one piece. Throws a {@link StartError} if the output cannot be written.
 */
function show({ administrator, masterToken }: Generated): void {
  const lines: string[] = [];
  if (administrator) {
    lines.push('', '  Sign in with', `    e-mail    ${administrator.email}`);
    lines.push(
      administrator.password === undefined
        ? '    password  the one in PASSANT_ADMIN_PASSWORD'
        : `    password  ${administrator.password}   (shown this once)`,
    );
  }
  if (masterToken !== undefined) lines.push('', `  Master token  ${masterToken}   (shown this once)`);
  try {
    writeSync(process.stdout.fd, `${lines.join('\n')}\n`);
  } catch (cause) {
    throw new StartError(`What was generated cannot be shown: ${(cause as Error).message}.`, { cause });
  }
}

function announce({ url, seeded }: Announcement): void {
  const lines = ['', `Passant is ready.`, '', `  Console  ${url}/admin/`, `  Issuer   ${url}/oauth`];
  if (seeded) lines.push('', '  A demo application and a simulated identity scheme are there to look at.');
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

/** Closes, then exits the process. */
function endAfter(close: () => Promise<void>): void {
  close().then(
    () => process.exit(0),
    (error: unknown) => fail(error),
  );
}

/** Shuts the process down gracefully on the first signal; a second signal ends it immediately. */
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
    const workers = await startWorkers(config, logger);
    stopOnSignal(workers.close, workers.kill);
    announce(workers);
    return;
  }
  const start = () => startServer(config, { logger, tell: show, ...filesOfThisBuild() });
  if (cluster.isWorker) {
    await serveAsWorker(start, (server) => endAfter(() => server.close()));
    return;
  }
  const server = await start();
  stopOnSignal(() => server.close());
  announce(server);
}

function fail(error: unknown): never {
  // The worker has already reported the problem itself.
  if (error instanceof WorkerFailedError) process.exit(error.exitCode);
  const known = error instanceof ConfigError || error instanceof StartError;
  const prefix = isCommand ? '' : 'Passant cannot start. ';
  const text = known ? `${prefix}${error.message}` : String((error as Error).stack ?? error);
  process.stderr.write(`${printable(text)}\n`);
  process.exit(1);
}

/**
 * Nobody may read what is printed any more (`| head -1`), or there may be no room for it. What is being done goes on: a
 * command that changes something is not left half done, nor does a server end. A command ends with 1.
 */
let isUnwritten = false;
process.stdout.on('error', ({ message }: Error) => {
  if (!isCommand || isUnwritten) return;
  isUnwritten = true;
  process.exitCode = 1;
  process.stderr.write(`What this prints cannot be written: ${printable(message)}.\n`);
});
process.stderr.on('error', () => {});

// Only the owner may read the files that this process creates, above all those of the embedded database.
process.umask(0o077);

try {
  const config = readConfig(process.env);
  if (family === 'db') {
    await runDatabaseCommand(process.argv.slice(3), config, show);
  } else if (family === 'audit') {
    if (!(await runAuditCommand(process.argv.slice(3), config))) process.exitCode = 1;
  } else {
    await serve(config);
  }
} catch (error) {
  fail(error);
}
