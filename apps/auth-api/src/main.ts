import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runDatabaseCommand } from './database-command.js';
import { ConfigError, readConfig } from './platform/config.js';
import { createLogger } from './platform/logging.js';
import { type RunningServer, type ServerFiles, StartError, startServer } from './server.js';

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

function announce({ url, firstStart }: RunningServer): void {
  const { administrator, seeded } = firstStart;
  const lines = ['', `Passant is ready.`, '', `  Console  ${url}/admin/`, `  Issuer   ${url}/oauth`];
  if (administrator) {
    lines.push('', '  Sign in with', `    e-mail    ${administrator.email}`);
    lines.push(
      administrator.password === undefined
        ? '    password  the one in PASSANT_ADMIN_PASSWORD'
        : `    password  ${administrator.password}   (shown this once)`,
    );
  }
  if (seeded) lines.push('', '  A demo application and a simulated identity scheme are there to look at.');
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

/** Ends the process in an orderly way on the first signal; a second one does not wait. */
function stopOnSignal(server: RunningServer): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    server.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function fail(error: unknown): never {
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
    const server = await startServer(config, createLogger(config.log), filesOfThisBuild());
    stopOnSignal(server);
    announce(server);
  }
} catch (error) {
  fail(error);
}
