import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findByPattern, findOnPath } from './executables.mjs';
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
const PATIENCE = 30_000;

/**
 * @typedef {object} TestDatabase
 * @property {string} url connection string of a database that tests may do anything with
 * @property {() => Promise<void>} stop ends what was started for the tests and removes its files
 */

/**
 * Finds or starts a PostgreSQL server for tests: the one that TEST_DATABASE_URL names, else a temporary cluster on a
 * free port, from binaries found on this machine or installed for it.
 * @returns {Promise<TestDatabase | { reason: string }>} `reason`: half a sentence on why there is none
 */
export async function provideDatabase() {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: () => Promise.resolve() };

  let binaries = findBinaries();
  if (!binaries) {
    const failure = await installSystemPackage('postgresql');
    binaries = findBinaries();
    if (!binaries) return { reason: failure ?? `no PostgreSQL ${OLDEST_MAJOR} or newer was found after installing it` };
  }
  if (!IS_ROOT) return startCluster(binaries);
  const user = findUser('postgres', 'nobody');
  return user
    ? startCluster(binaries, user)
    : { reason: 'PostgreSQL does not run as root, and there is nobody else here' };
}

/** @returns {string | undefined} folder with the binaries of a server that is new enough */
function findBinaries() {
  const onPath = findOnPath([`postgres${SUFFIX}`]);
  return [...findByPattern(FOLDERS), ...(onPath ? [dirname(onPath)] : [])].find((folder) => {
    const { stdout } = spawnSync(join(folder, `postgres${SUFFIX}`), ['--version'], { encoding: 'utf8' });
    return Number(/\d+/.exec(stdout ?? '')?.[0] ?? 0) >= OLDEST_MAJOR;
  });
}

/** @returns {Promise<number>} a port of the loopback interface that nobody listens on */
const freePort = () =>
  new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });

/**
 * @param {string} binaries
 * @param {import('./users.mjs').SystemUser} [user] whom to run as, when not as oneself
 * @returns {Promise<TestDatabase | { reason: string }>}
 */
async function startCluster(binaries, user) {
  const folder = mkdtempSync(join(tmpdir(), 'passant-postgres-'));
  if (user) chownSync(folder, user.uid, user.gid);
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  const data = join(folder, 'data');

  const created = await capture(
    join(binaries, `initdb${SUFFIX}`),
    ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
    { cwd: folder, ...user },
  );
  if (created.code !== 0) {
    remove();
    return { reason: `initdb failed: ${created.output.trim().split('\n').at(-1)}` };
  }

  const port = await freePort();
  // Nobody will miss this data: what makes PostgreSQL safe against a power cut is switched off.
  const settings = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_connections=200'];
  const server = spawn(
    join(binaries, `postgres${SUFFIX}`),
    [
      '-D',
      data,
      '-p',
      String(port),
      '-h',
      '127.0.0.1',
      '-k',
      folder,
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...user },
  );
  // Whatever ends this process, no server and no files stay behind. SIGQUIT: at once, there is nothing to save.
  const abandon = () => {
    server.kill('SIGQUIT');
    // The handler of an exit cannot await; this is how long a server needs to let go of its files.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    remove();
  };
  process.once('exit', abandon);

  const problem = await untilReady(server);
  if (problem) {
    process.off('exit', abandon);
    abandon();
    return { reason: problem };
  }
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      process.off('exit', abandon);
      await ended(server);
      remove();
    },
  };
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<string | undefined>} what went wrong, undefined when the server accepts connections
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
      if (log.includes('ready to accept connections')) settle();
    });
    server.once('error', (error) => settle(`PostgreSQL could not be started: ${error.message}`));
    server.once('exit', () => settle(`PostgreSQL ended: ${log.trim().split('\n').at(-1)}`));
  });
}

/**
 * Ends the server: SIGINT closes its connections, SIGKILL follows when it takes too long.
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<void>}
 */
function ended(server) {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const timer = setTimeout(() => server.kill('SIGKILL'), PATIENCE);
    server.once('exit', () => {
      clearTimeout(timer);
      done();
    });
    server.kill('SIGINT');
  });
}
