import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { StepFailed } from '../lib/run.mjs';

/** How long a program may take to start or stop, in milliseconds. It takes minutes on a busy machine. */
const PATIENCE = 180_000;

/** Interval for checking a program's output, in milliseconds. */
const LOOK = 10;

export interface ProgramOptions {
  /** Its name in error messages: "Passant". */
  name: string;
  /** File for Node to run. */
  file: string;
  /** Arguments for Node itself. */
  nodeArguments?: string[];
  env: NodeJS.ProcessEnv;
  /** File for everything it prints, as an operator would keep it. */
  logFile: string;
  /** Finds the address in the output: its first capture group. */
  address: RegExp;
  /** Whether to open an IPC channel, as `fork` does. */
  ipc?: boolean;
}

/** A server in a separate process. However this process exits, it does not leave the server behind. */
export class Program {
  private constructor(
    readonly options: ProgramOptions,
    readonly child: ChildProcess,
    /** Public URL, without a trailing slash. */
    readonly url: string,
    private readonly letGo: () => void,
  ) {}

  /** @throws {StepFailed} with what the program printed, if it does not start */
  static async start(options: ProgramOptions): Promise<Program> {
    const log = openSync(options.logFile, 'a');
    // Output of an earlier start, in the same file, says nothing about this one.
    const printedBefore = readFileSync(options.logFile).length;
    const child = spawn(process.execPath, [...(options.nodeArguments ?? []), options.file], {
      env: options.env,
      stdio: ['ignore', log, log, ...(options.ipc ? (['ipc'] as const) : [])],
    });
    closeSync(log);
    const abandon = () => child.kill('SIGKILL');
    process.once('exit', abandon);
    const url = await addressOf(child, options, printedBefore);
    return new Program(options, child, url, () => process.off('exit', abandon));
  }

  get pid(): number {
    return this.child.pid!;
  }

  get isRunning(): boolean {
    return !hasEnded(this.child);
  }

  /** Asks it to terminate and waits for it. Kills it if that takes too long. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Kills it immediately, as a crash would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (!hasEnded(this.child)) {
      const ended = new Promise((done) => this.child.once('exit', done));
      const timer = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE);
      this.child.kill(signal);
      await ended;
      clearTimeout(timer);
    }
    this.letGo();
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/** Waits until the line with the address is printed. */
async function addressOf(child: ChildProcess, options: ProgramOptions, printedBefore: number): Promise<string> {
  const until = Date.now() + PATIENCE;
  for (;;) {
    const printed = readFileSync(options.logFile).subarray(printedBefore).toString('utf8');
    const address = options.address.exec(printed)?.[1];
    if (address !== undefined) return address;
    if (hasEnded(child)) throw new StepFailed(`${options.name} did not start: it ended.`, printed);
    if (Date.now() > until) {
      child.kill('SIGKILL');
      throw new StepFailed(`${options.name} was not ready within ${PATIENCE / 1000} seconds.`, printed);
    }
    await pause(LOOK);
  }
}
