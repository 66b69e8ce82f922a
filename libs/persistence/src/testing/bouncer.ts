import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';

/** How long the pooler lends a server connection to a client. */
export type PoolMode = 'session' | 'transaction' | 'statement';

/** Path of pgbouncer on this machine, if there is one; specs that need it are skipped otherwise. */
export const BOUNCER = process.env.TEST_PGBOUNCER;

/** A pgbouncer with few connections to the database, so that code that relies on a connection of its own soon fails. */
export class Bouncer {
  private constructor(
    private readonly program: ChildProcess,
    private readonly directory: string,
    /** Connection string for the database through this pooler. */
    readonly url: string,
  ) {}

  /** @param target connection string of the database to connect to */
  static async to(target: string, mode: PoolMode): Promise<Bouncer> {
    const url = new URL(target);
    const port = await freePort();
    const directory = mkdtempSync(join(tmpdir(), 'passant-bouncer-'));
    const settings = join(directory, 'pgbouncer.ini');
    const user = decodeURIComponent(url.username);
    const password = decodeURIComponent(url.password);
    writeFileSync(join(directory, 'users.txt'), `"${user}" "${password}"\n`);
    writeFileSync(
      settings,
      `[databases]
* = host=${url.hostname} port=${url.port || '5432'}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${join(directory, 'users.txt')}
pool_mode = ${mode}
default_pool_size = 4
max_client_conn = 200
`,
    );
    // It refuses to run as root, and drops its privileges after reading its files.
    const program = spawn(BOUNCER!, [...(process.getuid?.() === 0 ? ['-u', 'nobody'] : []), settings], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await isUp(program);
    url.hostname = '127.0.0.1';
    url.port = String(port);
    return new Bouncer(program, directory, url.href);
  }

  /** Kills it immediately, with all its connections. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.program.once('exit', resolve));
    if (this.program.kill('SIGKILL')) await ended;
    rmSync(this.directory, { recursive: true, force: true });
  }
}

async function isUp(program: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    program.stderr!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('process up')) resolve();
    });
    program.once('error', reject);
    program.once('exit', () => reject(new Error(`pgbouncer ended:\n${said}`)));
  });
}
