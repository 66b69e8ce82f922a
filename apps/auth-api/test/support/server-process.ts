import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, '../../src/main.ts');
const LOADER = join(import.meta.dirname, '../../../../tools/swc-register.mjs');

/** The server as a process of its own. */
export interface ServerProcess {
  child: ChildProcess;
  /** All it has printed so far. */
  output: () => string;
  exited: Promise<number | null>;
  /** Where it listens, once it says so. */
  ready: Promise<string>;
}

/** Starts the server as its operator does: a process with an environment. */
export function startProcess(environment: Record<string, string>, ...args: string[]): ServerProcess {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('PASSANT_') && name !== 'DATABASE_URL'),
  );
  const child = spawn(process.execPath, ['--import', LOADER, PROGRAM, ...args], {
    env: { ...inherited, PORT: '0', LOG_FORMAT: 'json', ...environment, NODE_OPTIONS: '' },
  });
  let text = '';
  let announce: (url: string) => void;
  const ready = new Promise<string>((resolve) => (announce = resolve));
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const address = /Console {2}(\S+)\/admin\//.exec(text)?.[1];
      if (address) announce(address);
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, output: () => text, exited, ready };
}

/** Ends a process without waiting for what it is doing. */
export async function killProcess({ child }: ServerProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await new Promise((done) => child.once('exit', done));
}
