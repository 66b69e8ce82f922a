import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findByPattern, findOnPath } from './executables.mjs';
import { freePort } from './free-port.mjs';
import { capture } from './run.mjs';
import { installSystemPackage } from './system-package.mjs';
import { IS_ROOT, findUser } from './users.mjs';

const OLDEST_MAJOR = 15;
const SUFFIX = process.platform === 'win32' ? '.exe' : '';
const FOLDERS = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/usr/local/opt/postgresql@*/bin',
  '/Applications/Postgres.app/Contents/Versions/*/bin',
];

/** How long a cluster may take to start or stop, in milliseconds. */
const PATIENCE = 180_000;

/** Turns off what protects PostgreSQL against a power failure: test data may be lost. */
const CARELESS = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'];

/**
 * A temporary PostgreSQL cluster on a free port of the loopback interface. However this process ends, neither the
 * server nor its files are left behind.
 */
export class Cluster {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #server;
  #abandon = () => {
    this.#server?.kill('SIGQUIT');
    // An exit handler cannot await. The server needs this long to release its files.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    this.#remove();
  };

  /**
   * @param {string} binaries folder of the server's programs
   * @param {string} folder holds everything that belongs to this cluster
   * @param {number} port
   * @param {string[]} settings `name=value`
   * @param {import('./users.mjs').SystemUser} [user] user to run as, if not the current one
   */
  constructor(binaries, folder, port, settings, user) {
    this.binaries = binaries;
    this.folder = folder;
    /** Folder of the tables and the write-ahead log. */
    this.data = join(folder, 'data');
    this.port = port;
    this.settings = ['max_connections=200', ...settings];
    this.user = user;
    process.once('exit', this.#abandon);
  }

  /** Connection string of a database, with all privileges. */
  get url() {
    return `postgresql://postgres@127.0.0.1:${this.port}/postgres`;
  }

  /** File with what the server prints. */
  get log() {
    return join(this.folder, 'postgresql.log');
  }

  get isRunning() {
    return this.#server?.exitCode === null && this.#server.signalCode === null;
  }

  /** @param {string} name of a program that comes with the server, for example `pg_dump` */
  program(name) {
    return join(this.binaries, `${name}${SUFFIX}`);
  }

  /** Starts the server, also after {@link crash}. @returns {Promise<string | undefined>} what went wrong */
  async start() {
    const arguments_ = ['-D', this.data, '-p', `${this.port}`, '-h', '127.0.0.1', '-k', this.folder];
    const settings = this.settings.flatMap((setting) => ['-c', setting]);
    const server = spawn(this.program('postgres'), [...arguments_, ...settings], {
      ...{ cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] },
      ...this.user,
    });
    this.#server = server;
    server.stderr.on('data', (/** @type {Buffer} */ chunk) => appendFileSync(this.log, chunk));
    return untilReady(server);
  }

  /**
   * Kills the server and all its processes immediately, as a crash would. Nothing is flushed, and clients are not
   * notified. The server can be started again as soon as this returns.
   */
  async crash() {
    const server = this.#server;
    if (server?.pid === undefined) return;
    const processes = [server.pid, ...childrenOf(server.pid)];
    const gone = new Promise((done) => server.once('exit', done));
    for (const pid of processes) send(pid, 'SIGKILL');
    await gone;
    // The shared memory of the dead processes lingers for a moment. A server that finds it in use refuses to start.
    const until = Date.now() + PATIENCE;
    while (processes.some(isAlive) && Date.now() < until) await pause(20);
  }

  /** Stops all its processes where they are, as a machine that stands still would: nothing is answered and nothing ends. */
  freeze() {
    this.#signal('SIGSTOP');
  }

  /** Lets it go on after {@link freeze}. */
  thaw() {
    this.#signal('SIGCONT');
  }

  /** Makes a standby accept changes, and waits until it does. @returns {Promise<string | undefined>} what went wrong */
  async promote() {
    const { code, output } = await capture(this.program('pg_ctl'), ['promote', '-w', '-D', this.data], {
      ...{ cwd: this.folder },
      ...this.user,
    });
    return code === 0 ? undefined : whyOf(output);
  }

  /** Stops the server and removes its files. */
  async stop() {
    process.off('exit', this.#abandon);
    if (this.#server) await ended(this.#server);
    this.#remove();
  }

  /** @param {NodeJS.Signals} signal */
  #signal(signal) {
    const pid = this.#server?.pid;
    if (pid !== undefined) for (const one of [pid, ...childrenOf(pid)]) send(one, signal);
  }

  #remove() {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/**
 * Creates and starts a temporary cluster, with binaries found on this machine or installed for it.
 * @param {{ durable?: boolean, settings?: string[], place?: string }} [options] durable: an acknowledged commit is on disk, as
 *   with PostgreSQL's defaults; otherwise the settings that make this slow are turned off. place: an existing folder
 *   for tables and write-ahead log, which whoever gave it removes
 * @returns {Promise<Cluster | { reason: string }>} `reason`: why there is none, as half a sentence
 */
export async function startCluster({ durable = false, settings = [], place } = {}) {
  const server = await provideServer();
  if ('reason' in server) return server;
  const { binaries, user } = server;
  const folder = mkdtempSync(join(tmpdir(), 'passant-postgres-'));
  if (user) chownSync(folder, user.uid, user.gid);
  const cluster = new Cluster(binaries, folder, await freePort(), [...(durable ? [] : CARELESS), ...settings], user);
  if (place !== undefined) {
    cluster.data = join(place, 'data');
    mkdirSync(cluster.data);
    if (user) chownSync(cluster.data, user.uid, user.gid);
  }
  const created = await capture(
    cluster.program('initdb'),
    ['-D', cluster.data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
    { cwd: folder, ...user },
  );
  const problem = created.code === 0 ? await cluster.start() : `initdb failed: ${whyOf(created.output)}`;
  if (problem === undefined) return cluster;
  await cluster.stop();
  return { reason: problem };
}

/**
 * Creates and starts a standby of a cluster, which receives every change and can be read.
 * @param {Cluster} primary
 * @returns {Promise<Cluster | { reason: string }>} `reason`: why there is none, as half a sentence
 */
export async function startStandby(primary) {
  const { binaries, user } = primary;
  const folder = mkdtempSync(join(tmpdir(), 'passant-postgres-'));
  if (user) chownSync(folder, user.uid, user.gid);
  const standby = new Cluster(binaries, folder, await freePort(), [], user);
  standby.settings = primary.settings;
  const copied = await capture(
    standby.program('pg_basebackup'),
    [
      ...['-D', standby.data, '-R', '-X', 'stream', '-c', 'fast'],
      ...['-h', '127.0.0.1', '-p', `${primary.port}`, '-U', 'postgres'],
    ],
    { cwd: folder, ...user },
  );
  const problem = copied.code === 0 ? await standby.start() : `pg_basebackup failed: ${whyOf(copied.output)}`;
  if (problem === undefined) return standby;
  await standby.stop();
  return { reason: problem };
}

/**
 * Finds what a cluster needs, or installs it.
 * @returns {Promise<{ binaries: string, user?: import('./users.mjs').SystemUser } | { reason: string }>} folder of the
 *   programs, and the user to run them as; `reason`: why there can be no cluster here, as half a sentence
 */
export async function provideServer() {
  let binaries = findBinaries();
  if (!binaries) {
    const failure = await installSystemPackage('postgresql');
    binaries = findBinaries();
    if (!binaries) return { reason: failure ?? `no PostgreSQL ${OLDEST_MAJOR} or newer was found after installing it` };
  }
  if (!IS_ROOT) return { binaries };
  const user = findUser('postgres', 'nobody');
  return user ? { binaries, user } : { reason: 'PostgreSQL does not run as root, and there is nobody else here' };
}

/** @returns {string | undefined} folder with the binaries of a server that is new enough */
function findBinaries() {
  const onPath = findOnPath([`postgres${SUFFIX}`]);
  return [...findByPattern(FOLDERS), ...(onPath ? [dirname(onPath)] : [])].find((folder) => {
    const { stdout } = spawnSync(join(folder, `postgres${SUFFIX}`), ['--version'], { encoding: 'utf8' });
    return Number(/\d+/.exec(stdout ?? '')?.[0] ?? 0) >= OLDEST_MAJOR;
  });
}

/**
 * How PostgreSQL's programs introduce the cause of a failure. Everything they print afterwards is a consequence of it.
 */
const REASON = /(?:FATAL|PANIC|ERROR): +(.+)|\berror: +(.+)|\b(error while .+)|\b(could not .+)/;

/**
 * Why a program of PostgreSQL failed. The last line never says why: by then the program is only cleaning up.
 * @param {string} output
 * @returns {string}
 */
export function whyOf(output) {
  const lines = output.trim().split('\n');
  const found = lines.map((line) => REASON.exec(line)).find((match) => match !== null);
  return found?.slice(1).find((part) => part !== undefined) ?? lines.at(-1) ?? '';
}

/** @param {number} pid @returns {number[]} */
function childrenOf(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', `${pid}`], { encoding: 'utf8' });
  return (stdout ?? '').trim().split(/\s+/).filter(Boolean).map(Number);
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It has already exited by itself.
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<string | undefined>} what went wrong; undefined once the server accepts connections
 */
function untilReady(server) {
  return new Promise((done) => {
    let log = '';
    const timer = setTimeout(() => done(`PostgreSQL did not start within ${PATIENCE / 1000} s`), PATIENCE);
    /** @param {string} [problem] */
    const settle = (problem) => {
      clearTimeout(timer);
      done(problem);
    };
    server.stderr?.on('data', (/** @type {Buffer} */ chunk) => {
      log = (log + chunk.toString('utf8')).slice(-10_000);
      if (/ready to accept (read-only )?connections/.test(log)) settle();
    });
    server.once('error', (error) => settle(`PostgreSQL could not be started: ${error.message}`));
    server.once('exit', () => settle(`PostgreSQL ended: ${whyOf(log)}`));
  });
}

/**
 * Stops the server: SIGINT closes its connections; SIGKILL follows if that takes too long.
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<void>}
 */
function ended(server) {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return Promise.resolve();
  return new Promise((done) => {
    const timer = setTimeout(() => server.kill('SIGKILL'), PATIENCE);
    server.once('exit', () => {
      clearTimeout(timer);
      done();
    });
    server.kill('SIGINT');
  });
}
