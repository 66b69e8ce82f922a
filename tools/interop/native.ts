import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { Scene } from './client.js';
import { HOSTS } from './names.mjs';
import { Person } from './person.js';

/** How long a program of the system may take to become ready or to finish, in milliseconds. */
const PATIENCE = 60_000;

/** The file with the authorities that Debian trusts. */
export const CA_BUNDLE = '/etc/ssl/certs/ca-certificates.crt';

/** Shell script that replaces two system files by bind mounts, for one program and its child processes only. */
const IN_FILES_OF_ITS_OWN = [
  'mount --bind "$1" /etc/hosts',
  `mount --bind "$2" ${CA_BUNDLE}`,
  'shift 2',
  'exec "$@"',
].join(' && ');

interface NativeOptions {
  env?: Record<string, string>;
  stdin?: boolean;
}

/**
 * A running program of the system. It resolves the host names of the run and trusts its authority, as if an
 * administrator had set that up.
 */
class Native {
  private readonly printed: string[] = [];
  readonly ended: Promise<number | null>;

  constructor(
    readonly child: ChildProcess,
    private readonly command: string,
  ) {
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => this.printed.push(String(chunk)));
    this.ended = new Promise((done) => {
      child.once('close', done);
      child.once('error', (error) => this.printed.push(`Error: ${error.message}`));
    });
  }

  get output(): string {
    return this.printed.join('');
  }

  note(text: string): void {
    this.printed.push(`${text}\n`);
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Stops the program and its child processes. */
  async stop(): Promise<void> {
    if (!this.isRunning) return;
    this.signal('SIGTERM');
    const timer = setTimeout(() => this.signal('SIGKILL'), 5000);
    await this.ended;
    clearTimeout(timer);
  }

  signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.child.pid!, signal);
    } catch {
      // All processes of the group have exited already.
    }
  }

  failure(what: string): Error {
    return new Error(`${this.output}\n${this.command} ${what}.`);
  }
}

function start(scene: Scene, command: string, args: string[], { env, stdin }: NativeOptions): Native {
  const hosts = join(scene.folder, 'hosts');
  writeFileSync(hosts, `127.0.0.1 localhost ${HOSTS.join(' ')}\n`);
  const files = ['sh', hosts, scene.authority.bundle];
  const child = spawn('unshare', ['--mount', 'sh', '-c', IN_FILES_OF_ITS_OWN, ...files, command, ...args], {
    cwd: scene.folder,
    env: { ...process.env, SSL_CERT_FILE: CA_BUNDLE, CURL_CA_BUNDLE: CA_BUNDLE, REQUESTS_CA_BUNDLE: CA_BUNDLE, ...env },
    stdio: [stdin ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const native = new Native(child, command);
  const abandon = () => native.signal('SIGKILL');
  process.once('exit', abandon);
  void native.ended.then(() => process.off('exit', abandon));
  return native;
}

/** Starts a service, which is stopped when the flow ends. @param port where it accepts connections when it is ready */
export async function serve(
  scene: Scene,
  port: number,
  command: string,
  args: string[],
  options: NativeOptions = {},
): Promise<Native> {
  const native = start(scene, command, args, options);
  scene.onEnd(() => native.stop());
  const until = Date.now() + PATIENCE;
  while (!(await answers(port))) {
    if (!native.isRunning) throw native.failure('ended instead of serving');
    if (Date.now() > until) throw native.failure('was not ready in time');
    await pause(50);
  }
  return native;
}

const answers = (port: number) =>
  new Promise<boolean>((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });

/**
 * Runs a program until it exits, and plays the person for it: when the program prints a line `VISIT address`, the
 * person opens that address, and the address at which the browser ended up is written to the program's standard input.
 * @param back prefix of the address at which the person stops and the program takes over
 * @returns the program's output
 * @throws an error with the program's output, if it failed
 */
export async function run(
  scene: Scene,
  command: string,
  args: string[],
  { back, ...options }: NativeOptions & { back?: string } = {},
): Promise<string> {
  const native = start(scene, command, args, { ...options, stdin: true });
  const person = new Person('ada');
  createInterface(native.child.stdout!).on('line', (line) => {
    const address = /^VISIT (\S+)$/.exec(line)?.[1];
    if (address === undefined) return;
    person.visit(address, back).then(
      ({ url }) => native.child.stdin!.write(`${url}\n`),
      (error: Error) => {
        native.note(`Error: The person could not go on: ${error.message}`);
        native.signal('SIGKILL');
      },
    );
  });
  const timer = setTimeout(() => {
    native.note(`Error: It was not done after ${PATIENCE / 1000} seconds.`);
    native.signal('SIGKILL');
  }, PATIENCE);
  const code = await native.ended;
  clearTimeout(timer);
  if (code !== 0) throw native.failure(`ended with ${code ?? 'a signal'}`);
  return native.output;
}

/** Adds the log of a service to the error if `body` fails, because the log says what went wrong. */
export async function withLog<Result>(file: string, body: () => Promise<Result>): Promise<Result> {
  try {
    return await body();
  } catch (error) {
    let log = '';
    try {
      log = readFileSync(file, 'utf8');
    } catch {
      // There is no log file; the service may have written its messages elsewhere.
    }
    throw new Error(`${(error as Error).message}\n${log}`, { cause: error });
  }
}
