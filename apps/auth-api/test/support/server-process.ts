import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { jest } from '@jest/globals';

const SOURCE = join(import.meta.dirname, '../../src/main.ts');
const LOADER = join(import.meta.dirname, '../../../../tools/swc-register.mjs');

/**
 * The built server, if whoever runs the tests has just built it (`TEST_BUILT_SERVER`): it starts in a quarter of the time
 * that the sources take, which have to be compiled at every start.
 */
const BUILT = process.env.TEST_BUILT_SERVER;
const PROGRAM = BUILT ? [BUILT] : ['--import', LOADER, SOURCE];

/**
 * Milliseconds for specs that start and stop servers, however busy the machine is: several specs and other servers
 * share its cores. The specs do not measure how fast a start is, but one that hangs is still detected.
 */
jest.setTimeout(300_000);

/** A server that runs in a process of its own. */
export interface ServerProcess {
  child: ChildProcess;
  /** All output so far. */
  output: () => string;
  exited: Promise<number | null>;
  /** Resolves when the output is complete, which is later than the exit. */
  closed: Promise<void>;
  /** The URL where it listens, once it says so; rejects with the output if the process exits before. */
  ready: Promise<string>;
}

/** Starts the server as an operator would: a process with an environment. */
export function startProcess(environment: Record<string, string>, ...args: string[]): ServerProcess {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('PASSANT_') && name !== 'DATABASE_URL'),
  );
  const child = spawn(process.execPath, [...PROGRAM, ...args], {
    env: { ...inherited, PORT: '0', LOG_FORMAT: 'json', ...environment, NODE_OPTIONS: '' },
  });
  let text = '';
  let announce: (url: string) => void;
  let giveUp: (error: Error) => void;
  const ready = new Promise<string>((resolve, reject) => {
    announce = resolve;
    giveUp = reject;
  });
  ready.catch(() => {}); // a spec may expect it to exit early
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const address = /Console {2}(\S+)\/admin\//.exec(text)?.[1];
      if (address) announce(address);
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  void closed.then(() => giveUp(new Error(`The server ended before it was ready:\n${text}`)));
  return { child, output: () => text, exited, closed, ready };
}

/** Kills a process without waiting for what it is doing. */
export async function killProcess({ child }: ServerProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await new Promise((done) => child.once('exit', done));
}
