import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@passant/persistence/testing';
import { environmentOf, isAlive, isDown, listenersAt, processesOf, startMachine, until } from '../support/machine.js';
import { killProcess, startProcess } from '../support/server-process.js';

/** Milliseconds to wait for a response: longer than one process waits for the others. */
const ANSWER = 20_000;

let directory: string;
let database: TestDatabase;
let environment: Record<string, string>;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'passant-workers-'));
  database = await testDatabase();
  environment = environmentOf(directory, database);
});
afterAll(async () => {
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

describe('The processes of a machine, one of which dies or is in the way,', () => {
  it('outlive one that dies with a question of its own to the others', async () => {
    const { machine: run, url } = await startMachine(environment, 2);
    // Enough connections for each process to have several. Requests on a connection stay with the process that accepted
    // it.
    const connections = Array.from({ length: 8 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
    const ask = (agent: Agent, path: string) =>
      new Promise<void>((resolve) => {
        get(url + path, { agent }, (reply) => reply.resume().on('end', resolve)).on('error', () => resolve());
      });
    try {
      await Promise.all(connections.map((agent) => ask(agent, '/health/live')));
      run.child.kill('SIGSTOP');
      const asked = connections.slice(0, 4).map((agent) => ask(agent, '/metrics'));
      await Promise.all(connections.slice(4).map((agent) => ask(agent, '/health/live')));
      const first = processesOf(run);
      for (const pid of first) process.kill(pid, 'SIGKILL');
      run.child.kill('SIGCONT');
      await Promise.all(asked);
      // A request that reaches a process at the moment it dies is never answered; the caller has to retry.
      const metrics = () =>
        fetch(`${url}/metrics`, { signal: AbortSignal.timeout(ANSWER) }).then(
          ({ status }) => status,
          () => 0,
        );
      await until(async () => isDown(run) || (await metrics()) === 200);
      run.child.kill('SIGTERM');
      expect(await run.exited).toBe(0);
    } finally {
      for (const agent of connections) agent.destroy();
      await killProcess(run);
    }
  });

  it('let no client wait for one that dies: whoever came to it is answered or told, and nothing of it stays', async () => {
    const { machine: run, url } = await startMachine(environment, 2);
    const descriptors = () => readdirSync(`/proc/${run.child.pid}/fd`).length;
    try {
      await until(() => listenersAt(url) === 2);
      const before = descriptors();
      for (let death = 0; death < 3; death += 1) {
        const [victim] = processesOf(run);
        process.kill(victim!, 'SIGSTOP');
        const asked = Array.from({ length: 16 }, () =>
          fetch(`${url}/health/live`, { headers: { connection: 'close' }, signal: AbortSignal.timeout(ANSWER) }).then(
            ({ status }) => status,
            (error: Error) => (error.name === 'TimeoutError' ? 'nothing' : 'told'),
          ),
        );
        await Promise.race(asked);
        process.kill(victim!, 'SIGKILL');
        expect((await Promise.all(asked)).filter((outcome) => outcome === 'nothing')).toEqual([]);
        await until(() => !processesOf(run).includes(victim!) && listenersAt(url) === 2);
      }
      await until(() => descriptors() <= before);
    } finally {
      await killProcess(run);
    }
  });

  it('refuse a port on which others are, of their own kind as well', async () => {
    const { machine: run, url } = await startMachine(environment, 2);
    try {
      const second = startProcess({ ...environment, PORT: new URL(url).port, PASSANT_WORKERS: '2' });
      expect(await second.exited).toBe(1);
      expect(second.output()).toMatch(/^Passant cannot start\. Port \d+ on 127\.0\.0\.1 is taken\. Stop [^\n]+\n$/);
    } finally {
      await killProcess(run);
    }
  });

  it('share any free port, and show what the first of them drew', async () => {
    const fresh = await testDatabase();
    const { PASSANT_PUBLIC_URL: _, PASSANT_ADMIN_PASSWORD: _drawn, ...rest } = environment;
    const run = startProcess({ ...rest, DATABASE_URL: fresh.url!, PORT: '0', PASSANT_WORKERS: '2' });
    try {
      const url = await run.ready;
      expect(run.output().match(/password {2}\S{20} /g)).toHaveLength(1);
      expect(run.output().match(/Master token {2}[\w-]{43} /g)).toHaveLength(1);
      const statuses = Array.from({ length: 8 }, async () => (await fetch(`${url}/health/ready`)).status);
      expect(await Promise.all(statuses)).toEqual(Array(8).fill(200));
    } finally {
      await killProcess(run);
      await fresh.close();
    }
  });

  it('leave nobody behind when the one that started them is killed', async () => {
    const { machine: run } = await startMachine(environment, 2);
    const workers = processesOf(run);
    await killProcess(run);
    await until(() => !workers.some(isAlive));
  });
});
