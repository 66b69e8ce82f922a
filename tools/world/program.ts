import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { StepFailed } from '../lib/run.mjs';

/** How long a program may take to start or to stop, in milliseconds. */
const PATIENCE = 60_000;

/** Milliseconds between two looks at what a program has printed. */
const LOOK = 10;

export interface ProgramOptions {
  /** What it is called where it fails: "Passant". */
  name: string;
  /** File that Node runs. */
  file: string;
  /** Arguments of Node itself. */
  nodeArguments?: string[];
  env: NodeJS.ProcessEnv;
  /** Where everything it prints goes, as an operator would keep it. */
  logFile: string;
  /** Finds the address in what was printed; its first group. */
  address: RegExp;
  /** Whether it is talked to over the channel of `fork`. */
  ipc?: boolean;
}

/** A server in a process of its own. However this process ends, the other does not outlive it. */
export class Program {
  private constructor(
    readonly options: ProgramOptions,
    readonly child: ChildProcess,
    /** Public address, without a slash at the end. */
    readonly url: string,
    private readonly letGo: () => void,
  ) {}

  /** @throws {StepFailed} with what the program printed, if it does not start */
  static async start(options: ProgramOptions): Promise<Program> {
    const log = openSync(options.logFile, 'a');
    // What an earlier start printed into the same file says nothing about this one.
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

  /** Asks it to end and waits for it; one that takes too long is killed. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Ends it on the spot, as a crash would. */
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

/** Waits for the line with the address. */
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
