import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATHS } from '@passant/contracts';
import { ScriptEngine } from '@passant/extension-engine';
import { send } from '@passant/mobile-client';
import { Store } from '@passant/persistence';
import { type TestDatabase, testDatabase } from '@passant/persistence/testing';
import { pino } from 'pino';
import { Bootstrap, type Generated } from '../../src/admin/bootstrap.js';
import { createApp } from '../../src/configure-app.js';
import { Secrets } from '../../src/credentials/secrets.js';
import { RefusalLog } from '../../src/observation/refusal-log.js';
import { Clock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { Configuration } from '../../src/platform/configuration.js';
import { Gate } from '../../src/platform/http/gate.js';
import { Issuer } from '../../src/platform/issuer.js';
import { expectRefusal } from '../support/expectations.js';

const config = readConfig({ PASSANT_SEED: 'none', PASSANT_DATA_DIR: mkdtempSync(join(tmpdir(), 'passant-first-')) });
const logger = pino({ level: 'silent' });

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.close());
afterAll(() => rmSync(config.dataDirectory, { recursive: true, force: true }));

/** A server instance on the database of this spec. */
async function instance(gate?: Gate, consoleDirectory?: string, settings: Record<string, string> = {}) {
  const engine = new ScriptEngine({ workers: 1 });
  const world = { config, database, secrets: new Secrets(Buffer.alloc(32, 1)), engine, clock: new Clock() };
  const files = consoleDirectory === undefined ? {} : { consoleDirectory };
  const app = await createApp(world, { logger, ...(gate ? { gate } : {}), ...files });
  await app.init();
  return {
    app,
    run: (tell: (drawn: Generated) => void) =>
      app.get(Bootstrap).run({ ...config, ...readBootstrapClient(settings) }, { isNew: true, tell }),
    close: async () => {
      await app.close();
      await engine.close();
    },
  };
}

function readBootstrapClient(settings: Record<string, string>) {
  const { bootstrapClient } = readConfig({ PASSANT_DATA_DIR: config.dataDirectory, ...settings });
  return { bootstrapClient };
}

const BOOTSTRAP_CLIENT = {
  PASSANT_BOOTSTRAP_CLIENT_ID: 'first-client',
  PASSANT_BOOTSTRAP_CLIENT_SECRET: '0123456789abcdef'.repeat(2),
};

describe('A first start', () => {
  it('keeps nothing that could not be told, and draws it anew', async () => {
    const { run, close } = await instance();
    const inVain: Generated[] = [];
    const fail = (drawn: Generated) => {
      inVain.push(drawn);
      throw new Error('nobody is there');
    };
    await expect(run(fail)).rejects.toThrow('nobody is there');
    expect(await database.store.admins.hasAccounts()).toBe(false);
    expect(await database.store.configuration.masterTokenHash()).toBeNull();
    const told: Generated[] = [];
    await run((drawn) => void told.push(drawn));
    await run((drawn) => void told.push(drawn));
    expect(told).toEqual([
      {
        administrator: { email: 'admin@passant.local', password: expect.stringMatching(/^\S{20}$/) as string },
        masterToken: expect.stringMatching(/^[\w-]{43}$/) as string,
      },
    ]);
    expect(told[0]!.administrator!.password).not.toBe(inVain[0]!.administrator!.password);
    await close();
  });

  it('of several instances at once is told by one, which is the one that holds', async () => {
    const { run, close } = await instance();
    const told: Generated[] = [];
    await Promise.all([1, 2, 3].map(() => run((drawn) => void told.push(drawn))));
    expect(told).toHaveLength(1);
    await close();
  });

  it('of several instances at once makes the client of the settings once, and all of them start', async () => {
    const instances = await Promise.all([1, 2, 3].map(() => instance(undefined, undefined, BOOTSTRAP_CLIENT)));
    await Promise.all(instances.map(({ run }) => run(() => {})));
    const clients = await database.store.clients.list('api', {}, 10);
    expect(clients.map(({ clientId }) => clientId)).toEqual(['first-client']);
    for (const { app, close } of instances) {
      expect(app.get(Configuration).apiClient('first-client')).toMatchObject({ enabled: true });
      await close();
    }
  });

  it('answers 503 to everybody until it is over, and says that it lives', async () => {
    const gate = new Gate();
    const consoleDirectory = join(config.dataDirectory, 'console');
    mkdirSync(consoleDirectory, { recursive: true });
    writeFileSync(join(consoleDirectory, 'index.html'), '<!doctype html><title>Console</title>');
    const { app, close } = await instance(gate, consoleDirectory);
    await app.listen(0, '127.0.0.1');
    const url = `http://127.0.0.1:${(app.getHttpServer().address() as { port: number }).port}`;
    const asked = ['/health/ready', PATHS.keys, '/nowhere', '/admin/api/v1/session', '/admin/assets/app.js'];
    const pages = ['/', '/admin', '/admin/', '/admin/applications'];
    const refusals = new Map<string, string>();
    for (const path of [...asked, ...pages]) {
      const reply = await send('GET', url + path);
      expectRefusal(reply, 503, 'temporarily_unavailable');
      expect(reply.headers.get('retry-after')).toBe('1');
      refusals.set(path, reply.headers.get('x-request-id')!);
    }
    // What was refused to somebody can be looked into. Whoever watches the process was told how it is.
    await app.get(RefusalLog).flush();
    const traceOf = (path: string) => app.get(Store).refusalTraces.find(refusals.get(path)!, app.get(Clock).now());
    expect(await traceOf(PATHS.keys)).toMatchObject({ status: 503 });
    expect(await traceOf('/health/ready')).toBeUndefined();
    for (const spelt of ['/health/live', '/health/live?by=a-balancer', '/health/%6Cive'])
      expect([spelt, (await send('GET', url + spelt)).status]).toEqual([spelt, 200]);
    app.get(Issuer).listensOn(url);
    gate.open();
    const statuses = await Promise.all(asked.map(async (path) => (await send('GET', url + path)).status));
    expect(statuses).toEqual([200, 200, 404, 401, 404]);
    for (const path of pages) expect((await fetch(url + path)).status).toBe(200);
    await close();
  });
});

it('A server that is about to stop says that it is not ready, answers everything else, and keeps no connection', async () => {
  const gate = new Gate();
  const { app, close } = await instance(gate);
  await app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as { port: number }).port}`;
  app.get(Issuer).listensOn(url);
  gate.open();
  const ask = (path: string) => send('GET', url + path);
  expect((await ask('/health/ready')).headers.get('connection')).toBe('keep-alive');
  expect(gate.leave()).toBe(true);
  const ready = await ask('/health/ready?by=a-balancer');
  expectRefusal(ready, 503, 'temporarily_unavailable');
  expect(ready.headers.get('retry-after')).toBe('1');
  for (const [path, status] of [
    ['/health/live', 200],
    [PATHS.keys, 200],
    ['/nowhere', 404],
  ] as const) {
    const reply = await ask(path);
    expect([path, reply.status, reply.headers.get('connection')]).toEqual([path, status, 'close']);
  }
  await close();
});
