import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { PATHS } from '@passant/contracts';

const PROGRAM = fileURLToPath(new URL('../../apps/auth-api/dist/main.js', import.meta.url));

/** How long a server may take to be ready or to drain, in milliseconds. */
const PATIENCE = 30_000;

/** What a story needs to know of a running server. */
export interface ServerUnderTest {
  /** Origin, without a slash at the end. */
  baseUrl: string;
  administrator: { email: string; password: string };
  masterToken: string;
  dataDirectory: string;
  /** Path of the file with everything that the server printed. */
  logFile: string;
}

export interface StartedServer extends ServerUnderTest {
  /** Everything that the server has printed so far. */
  log(): string;
  /**
   * Asks the server to end and waits for it.
   * @returns the exit code; 137 when it had to be killed
   */
  stop(): Promise<number>;
  /** Removes the data directory and the log. */
  remove(): void;
}

export interface StartOptions {
  /** Data directory and log of an earlier server, to start on its data. By default a new one. */
  folder?: string;
  /** Settings beside, or instead of, those that every test server has. */
  env?: Record<string, string>;
}

/**
 * Starts the built server as an operator would, as a process of its own on a free port of the loopback interface, and
 * waits until it is ready.
 * @throws when it ends or does not become ready; the message holds what it printed
 */
export async function startServer(options: StartOptions = {}): Promise<StartedServer> {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not there: npm run build.`);
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'passant-e2e-'));
  const dataDirectory = join(folder, 'data');
  const logFile = join(folder, 'server.log');
  mkdirSync(dataDirectory, { recursive: true });

  const administrator = { email: 'admin@example.org', password: 'correct-horse-battery-staple' };
  const masterToken = randomBytes(32).toString('base64url');
  const port = await freePort();
  const settings = {
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_FORMAT: 'json',
    PASSANT_DATA_DIR: dataDirectory,
    PASSANT_ADMIN_EMAIL: administrator.email,
    PASSANT_ADMIN_PASSWORD: administrator.password,
    PASSANT_MASTER_TOKEN: masterToken,
    PASSANT_SEED: 'none',
    ...options.env,
  };

  const child = spawn(process.execPath, [PROGRAM], {
    env: { ...inherited(), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const file = createWriteStream(logFile, { flags: 'a' });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log += chunk.toString('utf8');
      file.write(chunk);
    });
  }
  // However the tests end, the server ends with them.
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  const exit = exitOf(child).finally(() => process.off('exit', abandon));

  const baseUrl = `http://127.0.0.1:${port}`;
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  try {
    await untilReady(`${baseUrl}${PATHS.ready}`, exit);
  } catch (error) {
    child.kill('SIGKILL');
    await exit;
    if (!options.folder) remove();
    throw new Error(`The server did not start: ${(error as Error).message}\n${log}`, { cause: error });
  }

  return {
    baseUrl,
    administrator,
    masterToken,
    dataDirectory,
    logFile,
    log: () => log,
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
      const code = await exit;
      clearTimeout(timer);
      return code;
    },
    remove,
  };
}

/** The variables of this process, without those that are settings of a server. */
function inherited(): NodeJS.ProcessEnv {
  const isSetting = (name: string) =>
    /^(PASSANT_|LOG_|OTEL_)/.test(name) || ['PORT', 'HOST', 'DATABASE_URL'].includes(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isSetting(name)));
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((done) => {
    child.once('error', () => done(127));
    child.once('close', (code, signal) => done(code ?? (signal === 'SIGKILL' ? 137 : 143)));
  });
}

async function untilReady(url: string, exit: Promise<number>): Promise<void> {
  let code: number | undefined;
  void exit.then((ended) => (code = ended));
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    if (code !== undefined) throw new Error(`it ended with code ${code}`);
    if (await answers(url)) return;
    await pause(50);
  }
  throw new Error(`it was not ready within ${PATIENCE / 1000} s`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** What the server of an earlier {@link startServer} printed, from a byte offset on. */
export const readLog = (server: Pick<ServerUnderTest, 'logFile'>, from = 0): string =>
  readFileSync(server.logFile).subarray(from).toString('utf8');
