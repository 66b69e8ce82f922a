import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killProcess, type ServerProcess, startProcess } from './support/server-process.js';

let directory: string;
const started: ServerProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'passant-process-'));
});
afterEach(async () => {
  for (const run of started.splice(0)) await killProcess(run);
  rmSync(directory, { recursive: true, force: true });
});

/** Starts a server on the data directory of this spec. */
function start(environment: Record<string, string> = {}, ...args: string[]): ServerProcess {
  const run = startProcess({ PASSANT_DATA_DIR: directory, ...environment }, ...args);
  started.push(run);
  return run;
}

/** A server that holds a port. */
async function occupy(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as { port: number }).port };
}

describe('The process', () => {
  it('serves, says how to sign in once, stops on SIGTERM with 0, and finds everything again', async () => {
    const first = start();
    const url = await first.ready;
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect(first.output()).toMatch(/password {2}\S{20}/);
    expect(first.output()).toMatch(/Master token {2}[\w-]{43} /);
    expect(first.output()).toContain('demo application');
    first.child.kill('SIGTERM');
    expect(await first.exited).toBe(0);
    expect(readdirSync(directory).sort()).toEqual(['database', 'master-key']);
    expect(statSync(join(directory, 'master-key')).mode & 0o777).toBe(0o600);

    const second = start();
    expect((await fetch(`${await second.ready}/health/ready`)).status).toBe(200);
    expect(second.output()).not.toMatch(/password|Master token/);
    second.child.kill('SIGINT');
    expect(await second.exited).toBe(0);
  }, 90_000);

  it('answers the requests that are under way before it stops', async () => {
    const run = start({ PASSANT_ADMIN_EMAIL: 'admin@example.com', PASSANT_ADMIN_PASSWORD: 'correct-horse-battery' });
    const url = await run.ready;
    // Hashing a password takes long enough for the signal to arrive meanwhile.
    const signIns = Array.from({ length: 4 }, () =>
      fetch(`${url}/admin/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'admin@example.com', password: 'correct-horse-battery' }),
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 60));
    run.child.kill('SIGTERM');
    expect((await Promise.all(signIns)).map((reply) => reply.status)).toEqual([200, 200, 200, 200]);
    expect(await run.exited).toBe(0);
  }, 60_000);

  it('does not wait for ever for a request that never comes to its end', async () => {
    const run = start({ PASSANT_DRAIN_SECONDS: '1' });
    const { port } = new URL(await run.ready);
    const stalled = connect(Number(port), '127.0.0.1');
    stalled.on('error', () => {});
    stalled.write(
      'POST /oauth/clients HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{',
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
  }, 60_000);

  it('refuses a data directory that another process uses', async () => {
    const first = start();
    await first.ready;
    const second = start();
    expect(await second.exited).toBe(1);
    expect(second.output()).toMatch(/^Passant cannot start\. The data directory \S+ is in use by process \d+\.\n$/);
  }, 60_000);

  it('refuses a port that is taken', async () => {
    const { server, port } = await occupy();
    const run = start({ PORT: String(port) });
    const code = await run.exited;
    server.close();
    expect(code).toBe(1);
    expect(run.output()).toBe(`Passant cannot start. Port ${port} on 127.0.0.1 is taken.\n`);
  }, 60_000);

  it.each([
    ['a setting that does not exist', { PASSANT_PROT: '1' }, /There is no setting PASSANT_PROT/],
    ['a port that is no number', { PORT: 'x' }, /PORT must be a whole number/],
    [
      'a database that cannot be reached',
      { DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none', PASSANT_MASTER_KEY: Buffer.alloc(32).toString('base64') },
      /The database at 127\.0\.0\.1:9\/none cannot be reached: .*ECONNREFUSED/,
    ],
    ['a data directory that cannot be made', { PASSANT_DATA_DIR: '/dev/null/below' }, /\/dev\/null\/below cannot be/],
  ])(
    'refuses %s with one sentence',
    async (_, environment, sentence) => {
      const run = start(environment);
      expect(await run.exited).toBe(1);
      expect(run.output()).toMatch(sentence);
      expect(run.output().trim().split('\n')).toHaveLength(1);
    },
    60_000,
  );

  it('refuses a master key that is not the database’s own', async () => {
    const first = start({ PASSANT_MASTER_KEY: Buffer.alloc(32, 1).toString('base64') });
    await first.ready;
    first.child.kill('SIGTERM');
    await first.exited;
    const second = start({ PASSANT_MASTER_KEY: Buffer.alloc(32, 2).toString('base64') });
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain('The master key is not the one this database was made with.');
  }, 60_000);

  it('migrates, reverts and resets on command', async () => {
    for (const command of ['migrate', 'revert', 'reset']) {
      const run = start({}, 'db', command);
      expect(await run.exited).toBe(0);
      expect(run.output()).toBe(`Done: ${command}.\n`);
    }
    const wrong = start({}, 'db', 'destroy');
    expect(await wrong.exited).toBe(1);
  }, 90_000);
});
