import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { dirname } from 'node:path';

/** Milliseconds that a server may take to become ready, or to shut down. */
const PATIENCE = 180_000;

/** A server that runs in a process of its own. */
export interface ServerProcess {
  /** Origin, without a trailing slash. */
  url: string;
  pid: number;
  /** All output so far. */
  log(): string;
  /** Asks the server to shut down and waits. @returns its exit code; 137 if it had to be killed */
  stop(): Promise<number>;
}

/**
 * Loaded into the server: when its standard input ends, the process that started it was killed. Then the server ends as
 * well, and nothing of it stays.
 * @param folder all its files
 */
const withItsParent = (folder: string) =>
  `data:text/javascript,${encodeURIComponent(`
  import { rmSync } from 'node:fs';
  import { isMainThread } from 'node:worker_threads';
  const end = () => {
    process.once('exit', () => rmSync(${JSON.stringify(folder)}, { recursive: true, force: true }));
    process.kill(process.pid, 'SIGTERM');
  };
  if (isMainThread) {
    process.stdin.once('end', end).resume();
    process.stdin.unref?.();
  }
`)}`;

/** What is run as a server: a program, and the Node that runs it. */
export interface Program {
  /** Path of `main.js`. */
  path: string;
  node: string;
}

/** The oldest Node on which the server runs. Tests may run on an older one. */
const OLDEST = [24, 11] as const;

/** @throws a sentence for whoever named the Node that runs the server, or named none */
export function requireNewNode(node: string): void {
  const isOurs = node === process.execPath;
  let version: string;
  try {
    version = isOurs ? process.versions.node : execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1);
  } catch (error) {
    throw new Error(`There is no Node at ${node}: options.node or PLAYWRIGHT_PASSANT_NODE names it.`, { cause: error });
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  const advice = isOurs ? 'Name such a one in options.node or PLAYWRIGHT_PASSANT_NODE' : 'Name another';
  throw new Error(`The server needs Node ${OLDEST.join('.')} or newer, and this is ${version}. ${advice}.`);
}

/** Characters of a line of a server that did not start: Node shows the line of the program that failed, however long. */
const LONGEST_LINE = 300;
const inShort = (text: string) =>
  text.replace(/^.+$/gm, (line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line));

/**
 * Starts the built server as an operator would, on a free port of the loopback interface, and waits until it is ready.
 * @param settings its environment, in addition to that of this process; settings of other servers are not inherited
 * @param logFile file that also receives all its output; its folder is the server's, and goes if this process is killed
 * @throws if it exits or does not become ready; the message contains its output
 */
export async function startServerProcess(
  { path, node }: Program,
  settings: Record<string, string>,
  logFile: string,
): Promise<ServerProcess> {
  const child = spawn(node, ['--import', withItsParent(dirname(logFile)), path], {
    env: { ...withoutSettings(process.env), HOST: '127.0.0.1', PORT: '0', LOG_FORMAT: 'json', ...settings },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const file = createWriteStream(logFile, { flags: 'a' });
  let log = '';
  let heard = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log += chunk.toString('utf8');
      file.write(chunk);
      heard();
    });
  }
  // However the tests end, the server ends with them. If they are killed, it notices that nobody holds its input any more.
  child.stdin.on('error', () => {});
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  const ended = endOf(child).finally(() => process.off('exit', abandon));
  let timer: NodeJS.Timeout | undefined;
  const ready = new Promise<string>((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`it was not ready within ${PATIENCE / 1000} s`)), PATIENCE);
    void ended.then((code) => reject(new Error(`it ended with code ${code}`)));
    heard = () => {
      // The server prints this when it is ready.
      const [, url] = /^ *Issuer +(\S+)\/oauth$/m.exec(log) ?? [];
      if (url !== undefined) resolve(url);
    };
  });
  try {
    const url = await ready;
    return { url, pid: child.pid!, log: () => log, stop: () => stop(child, ended) };
  } catch (error) {
    child.kill('SIGKILL');
    await ended;
    throw new Error(`The server did not start: ${(error as Error).message}\n${inShort(log)}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function stop(child: ChildProcess, ended: Promise<number>): Promise<number> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  try {
    return await ended;
  } finally {
    clearTimeout(timer);
  }
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((done) => {
    child.once('error', () => done(127));
    child.once('close', (code, signal) => done(code ?? (signal === 'SIGKILL' ? 137 : 143)));
  });
}

function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isSetting = /^(PASSANT_.*|LOG_.*|OTEL_.*|PORT|HOST|DATABASE_URL)$/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isSetting.test(name)));
}
