import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';

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
 * Starts the built server as an operator would, on a free port of the loopback interface, and waits until it is ready.
 * @param program path of `main.js`
 * @param settings its environment, in addition to that of this process; settings of other servers are not inherited
 * @param logFile file that also receives all its output
 * @throws if it exits or does not become ready; the message contains its output
 */
export async function startServerProcess(
  program: string,
  settings: Record<string, string>,
  logFile: string,
): Promise<ServerProcess> {
  if (!existsSync(program)) throw new Error(`There is no server at ${program}: build it, or name another program.`);
  const child = spawn(process.execPath, [program], {
    env: { ...withoutSettings(process.env), HOST: '127.0.0.1', PORT: '0', LOG_FORMAT: 'json', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
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
  // However the tests end, the server ends with them.
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
    throw new Error(`The server did not start: ${(error as Error).message}\n${log}`, { cause: error });
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
