import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StepFailed } from '../lib/run.mjs';
import { at } from '../lib/workspace.mjs';
import type { RunningServer } from './options.js';

/** How long the server may take to start or to stop, in milliseconds. */
const PATIENCE = 180_000;

const ADMINISTRATOR = { email: 'demo@example.com', password: 'only-for-this-demo' };

export interface TemporaryServer extends RunningServer {
  /** Stops the server and removes everything it wrote. */
  stop(): Promise<void>;
}

/**
 * Starts the built server on a free port of the loopback interface, with an embedded database in its own folder and the
 * demo application in it. Unless this process is killed, neither server nor folder is left behind when it exits.
 * @throws {StepFailed} with what the server printed, if it does not start
 */
export async function startTemporaryServer(): Promise<TemporaryServer> {
  const folder = mkdtempSync(join(tmpdir(), 'passant-demo-'));
  const child = spawn(process.execPath, [at('apps/auth-api/dist/main.js')], {
    env: { ...withoutSettings(process.env), ...settings(folder) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  const abandon = () => {
    child.kill('SIGKILL');
    remove();
  };
  process.once('exit', abandon);
  const stop = async () => {
    await ended(child);
    process.off('exit', abandon);
    remove();
  };
  try {
    return { url: await addressOf(child), administrator: ADMINISTRATOR, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function settings(folder: string): NodeJS.ProcessEnv {
  return {
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_FORMAT: 'json',
    LOG_LEVEL: 'warn',
    PASSANT_DATA_DIR: join(folder, 'data'),
    PASSANT_ADMIN_EMAIL: ADMINISTRATOR.email,
    PASSANT_ADMIN_PASSWORD: ADMINISTRATOR.password,
    PASSANT_SEED: 'demo',
  };
}

/** The environment without settings that were meant for another server. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith('PASSANT_') && name !== 'DATABASE_URL'),
  );
}

/** Where the server listens. It was told to take any free port, and prints its issuer once it is ready. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let printed = '';
    const refuse = (why: string) => fail(new StepFailed(`The temporary server did not start: ${why}.`, printed));
    const timer = setTimeout(() => refuse(`it was not ready within ${PATIENCE / 1000} seconds`), PATIENCE);
    const read = (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      const issuer = /^ *Issuer +(\S+)\/oauth$/m.exec(printed)?.[1];
      if (issuer === undefined) return;
      clearTimeout(timer);
      done(issuer);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => {
      clearTimeout(timer);
      refuse(error.message);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      refuse(`it ended with ${signal ?? `code ${code}`}`);
    });
  });
}

/** Asks a process to terminate and waits for it. Kills it if that takes too long. */
function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((done) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    child.once('close', () => {
      clearTimeout(timer);
      done();
    });
    child.kill('SIGTERM');
  });
}
