import { chmodSync, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { AdminApi } from '../support/admin-api.js';
import { expectFirstStart, processRuns } from '../support/process-runs.js';
import type { ServerProcess } from '../support/server-process.js';

const { directory, prepare, start } = processRuns();

/** Peak memory of a process in MiB, including some for compiling the sources; 0 if unknown. */
function peakOf({ child }: ServerProcess): number {
  const file = `/proc/${child.pid}/status`;
  const kilobytes = existsSync(file) ? /^VmHWM:\s+(\d+)/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
  return Number(kilobytes ?? 0) / 1024;
}

/** A server that occupies a port, and keeps nobody from ending. */
async function occupy(): Promise<{ server: Server; port: number }> {
  const server = createServer().unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as { port: number }).port };
}

/** Whether new connections are still taken. */
async function isServed(url: string): Promise<boolean> {
  return fetch(`${url}/health/live`, { headers: { connection: 'close' } }).then(
    () => true,
    () => false,
  );
}

/**
 * Begins a request and waits until the server has asked for the body. @returns a function that completes the request
 * and returns the status
 */
function beginSignIn(url: string): Promise<() => Promise<number>> {
  const body = JSON.stringify({ email: 'admin@example.com', password: 'correct-horse-battery' });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    expect: '100-continue',
  };
  const outgoing = request(`${url}/admin/api/v1/session`, { method: 'POST', headers, agent: false });
  const status = new Promise<number>((resolve, reject) => {
    outgoing.on('response', (reply) => resolve(reply.resume().statusCode!));
    outgoing.on('error', reject);
  });
  return new Promise((resolve) => {
    outgoing.once('continue', () =>
      resolve(() => {
        outgoing.end(body);
        return status;
      }),
    );
    outgoing.flushHeaders();
  });
}

describe('The process', () => {
  it('serves, says how to sign in once, stops on SIGTERM with 0, and finds everything again', async () => {
    // Like a volume that somebody has created beforehand.
    chmodSync(directory(), 0o755);
    const first = start();
    const url = await first.ready;
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect(first.output()).toMatch(/password {2}\S{20}/);
    expect(first.output()).toMatch(/Master token {2}[\w-]{43} /);
    expect(first.output()).toContain('demo application');
    expect(peakOf(first)).toBeLessThan(1_000);
    first.child.kill('SIGTERM');
    expect(await first.exited).toBe(0);
    expect(readdirSync(directory()).sort()).toEqual(['database', 'master-key']);
    expect(statSync(join(directory(), 'master-key')).mode & 0o777).toBe(0o600);
    const files = readdirSync(join(directory(), 'database'), { recursive: true, encoding: 'utf8' });
    expect(files.length).toBeGreaterThan(500);
    // The database engine re-creates its cache files at every start with their own permissions; the folder protects
    // them.
    const ofServer = files.filter((file) => !file.endsWith('pg_internal.init'));
    expect(ofServer.filter((file) => (statSync(join(directory(), 'database', file)).mode & 0o077) !== 0)).toEqual([]);
    expect(statSync(join(directory(), 'database')).mode & 0o777).toBe(0o700);

    const second = start();
    expect((await fetch(`${await second.ready}/health/ready`)).status).toBe(200);
    expect(second.output()).not.toMatch(/password|Master token/);
    second.child.kill('SIGINT');
    expect(await second.exited).toBe(0);
  });

  it('answers the requests that are under way before it stops', async () => {
    prepare();
    const run = start({ PASSANT_ADMIN_EMAIL: 'admin@example.com', PASSANT_ADMIN_PASSWORD: 'correct-horse-battery' });
    const url = await run.ready;
    const signIns = await Promise.all([1, 2, 3, 4].map(() => beginSignIn(url)));
    run.child.kill('SIGTERM');
    expect(await Promise.all(signIns.map((finish) => finish()))).toEqual([200, 200, 200, 200]);
    expect(await run.exited).toBe(0);
  });

  it('answers what still arrives on a connection that is open while it stops, and keeps its events', async () => {
    prepare();
    const settings = { PASSANT_ADMIN_EMAIL: 'admin@example.com', PASSANT_ADMIN_PASSWORD: 'correct-horse-battery' };
    const run = start(settings);
    const url = await run.ready;
    const finish = await beginSignIn(url);
    // The beginning of a request: its connection is not idle, so it is left open.
    const late = connect(Number(new URL(url).port), '127.0.0.1');
    let answer = '';
    late.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    const ended = new Promise((resolve) => late.once('close', resolve));
    const head = 'POST /oauth/clients HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n';
    await new Promise<void>((resolve) => late.write(head, () => resolve()));
    // Answered after the beginning of the late request has arrived.
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    run.child.kill('SIGTERM');
    while (await isServed(url)) await new Promise((resolve) => setTimeout(resolve, 20));
    late.write('\r\n{}');
    await ended;
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer.toLowerCase()).toContain('\r\nconnection: close\r\n');
    expect(await finish()).toBe(200);
    expect(await run.exited).toBe(0);

    const second = start(settings);
    const admin = await AdminApi.signIn(await second.ready, {
      email: 'admin@example.com',
      password: 'correct-horse-battery',
    });
    const { items } = await admin.call('listEvents', { query: { name: 'DYNAMIC_REG_FAILED' } });
    expect(items).toHaveLength(1);
  });

  it('goes on serving for a while after SIGTERM if it is told to, so that a load balancer sees it leave', async () => {
    prepare();
    const run = start({ PASSANT_LEAVE_SECONDS: '2' });
    await run.ready;
    const since = performance.now();
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
    expect(performance.now() - since).toBeGreaterThan(1_900);
  });

  it('does not wait for ever for a request that never comes to its end', async () => {
    prepare();
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
  });

  it('refuses a data directory that another process uses', async () => {
    prepare();
    const first = start();
    await first.ready;
    const second = start();
    expect(await second.exited).toBe(1);
    expect(second.output()).toMatch(
      /^Passant cannot start\. The data directory \S+ is in use by process \d+\. Stop it first[^\n]+\n$/,
    );
  });

  it('refuses a port that is taken', async () => {
    prepare();
    const { server, port } = await occupy();
    const run = start({ PORT: String(port) });
    const code = await run.exited;
    server.close();
    expect(code).toBe(1);
    expect(run.output()).toBe(
      `Passant cannot start. Port ${port} on 127.0.0.1 is taken. Stop what listens there, or name another as PORT.\n`,
    );
  });

  it.each([
    [
      'a port that is taken',
      async () => ({ PORT: String((await occupy()).port) }),
      /Port \d+ on 127\.0\.0\.1 is taken/,
    ],
    [
      'an address of another machine',
      async () => ({ HOST: '192.0.2.1', PASSANT_PUBLIC_URL: 'http://127.0.0.1' }),
      /HOST 192\.0\.2\.1 is no address of this machine/,
    ],
  ])(
    'draws nothing when a first start is kept from serving by %s, and shows it at the next',
    async (_, obstacle, sentence) => {
      prepare();
      const first = start(await obstacle());
      expect(await first.exited).toBe(1);
      expect(first.output()).toMatch(sentence);
      await expectFirstStart(start());
    },
  );

  it('draws nothing that it cannot show', async () => {
    prepare();
    const first = start();
    first.child.stdout!.destroy();
    expect(await first.exited).toBe(1);
    expect(first.output()).toMatch(/^Passant cannot start\. What was generated cannot be shown: EPIPE/);
    await expectFirstStart(start());
  });

  it.each([
    ['a setting that does not exist', { PASSANT_PROT: '1' }, /There is no setting PASSANT_PROT/],
    ['a port that is no number', { PORT: 'x' }, /PORT must be a whole number/],
    [
      'a database that cannot be reached',
      { DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none', PASSANT_MASTER_KEY: Buffer.alloc(32).toString('base64') },
      /The database at 127\.0\.0\.1:9\/none cannot be reached: .*ECONNREFUSED/,
    ],
    ['a data directory that cannot be made', { PASSANT_DATA_DIR: '/dev/null/below' }, /\/dev\/null\/below cannot be/],
  ])('refuses %s with one sentence', async (_, environment, sentence) => {
    const run = start(environment);
    expect(await run.exited).toBe(1);
    expect(run.output()).toMatch(sentence);
    expect(run.output().trim().split('\n')).toHaveLength(1);
  });

  it('refuses a master key that is not the database’s own', async () => {
    prepare();
    const first = start({ PASSANT_MASTER_KEY: Buffer.alloc(32, 1).toString('base64') });
    await first.ready;
    first.child.kill('SIGTERM');
    await first.exited;
    const second = start({ PASSANT_MASTER_KEY: Buffer.alloc(32, 2).toString('base64') });
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain('The master key is not the one this database was made with.');
  });

  it('migrates, reverts and resets on command', async () => {
    for (const command of ['migrate', 'revert', 'reset']) {
      const run = start({}, 'db', command);
      expect(await run.exited).toBe(0);
      expect(run.output()).toBe(`Done: ${command}.\n`);
    }
    const wrong = start({}, 'db', 'destroy');
    expect(await wrong.exited).toBe(1);
  });
});
