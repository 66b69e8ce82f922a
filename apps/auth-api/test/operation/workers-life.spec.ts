import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_ENDPOINTS, adminPath } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { type TestDatabase, testDatabase } from '@passant/persistence/testing';
import { ADMIN } from '../support/auth-server.js';
import { environmentOf, isAlive, listenersAt, processesOf, startMachine, until } from '../support/machine.js';
import { killProcess } from '../support/server-process.js';

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

describe('The processes of a machine', () => {
  it('announce themselves once, replace one that dies, and end together when they are told to', async () => {
    const { machine: run, url } = await startMachine(environment, 3);
    const first = processesOf(run);
    expect(first).toHaveLength(3);
    expect(run.output().match(/Passant is ready/g)).toHaveLength(1);
    process.kill(first[0]!, 'SIGKILL');
    await until(() => run.output().includes('is replaced'));
    expect((await send('GET', `${url}/health/live`)).status).toBe(200);
    await until(() => processesOf(run).length === 3);
    // Hashing a password takes long enough for all requests to be in progress when the first one is done.
    const asked = Array.from({ length: 4 }, () =>
      send('POST', url + adminPath(ADMIN_ENDPOINTS.signIn), { json: ADMIN }),
    );
    await Promise.race(asked);
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
    expect(first.slice(1).filter(isAlive)).toEqual([]);
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array(4).fill(200));
  });

  it('let no client wait for one that hangs: it is killed and replaced, and whoever came to it is told', async () => {
    const { machine: run, url } = await startMachine(environment, 2);
    try {
      await until(() => listenersAt(url) === 2);
      const [victim] = processesOf(run);
      process.kill(victim!, 'SIGSTOP');
      const asked = Array.from({ length: 16 }, () =>
        fetch(`${url}/health/live`, { headers: { connection: 'close' } }).then(
          ({ status }) => status,
          () => 'told',
        ),
      );
      const outcomes = new Set(await Promise.all(asked));
      expect(outcomes).toEqual(new Set([200, 'told']));
      await until(() => !processesOf(run).includes(victim!) && listenersAt(url) === 2);
      expect(run.output()).toContain('A worker no longer answers and is killed.');
    } finally {
      await killProcess(run);
    }
  });
});
