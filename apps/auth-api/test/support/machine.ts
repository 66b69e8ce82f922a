import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type TestDatabase, freePort } from '@passant/persistence/testing';
import { ADMIN } from './auth-server.js';
import { type ServerProcess, startProcess } from './server-process.js';

/** The server's public URL, wherever it is actually reached. */
export const PUBLIC_URL = 'http://localhost:1';

type Environment = Record<string, string>;

/** Settings of the machines that share a database. */
export function environmentOf(directory: string, database: Pick<TestDatabase, 'url'>): Environment {
  return {
    PASSANT_DATA_DIR: directory,
    PASSANT_SEED: 'none',
    PASSANT_PUBLIC_URL: PUBLIC_URL,
    PASSANT_ADMIN_EMAIL: ADMIN.email,
    PASSANT_ADMIN_PASSWORD: ADMIN.password,
    PASSANT_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
    LOG_LEVEL: 'warn',
    DATABASE_URL: database.url!,
  };
}

/** IDs of the processes that a machine has started. */
export function processesOf({ child }: ServerProcess): number[] {
  try {
    const found = execFileSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' });
    return found.trim().split('\n').map(Number);
  } catch {
    return []; // pgrep found none
  }
}

/** The number of sockets listening at that address. */
export function listenersAt(url: string): number {
  const port = Number(new URL(url).port).toString(16).toUpperCase().padStart(4, '0');
  return (
    readFileSync('/proc/net/tcp', 'utf8').match(new RegExp(`0100007F:${port} 00000000:0000 0A `, 'g'))?.length ?? 0
  );
}

/** Waits until a condition holds. There is no timeout here: the spec's own limit ends a wait that takes too long. */
export async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/**
 * Starts a machine and waits until it is ready. Its port is chosen before: its start message names the public URL, which is not
 * where a machine is reached here.
 * @returns the machine and its URL
 */
export async function startMachine(
  environment: Environment,
  workers: number,
): Promise<{ machine: ServerProcess; url: string }> {
  const port = await freePort();
  const machine = startProcess({ ...environment, PORT: String(port), PASSANT_WORKERS: String(workers) });
  await machine.ready;
  return { machine, url: `http://127.0.0.1:${port}` };
}

export const isDown = ({ child }: ServerProcess) => child.exitCode !== null || child.signalCode !== null;

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
