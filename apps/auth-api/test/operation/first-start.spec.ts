import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATHS } from '@passant/contracts';
import { ScriptEngine } from '@passant/extension-engine';
import { send } from '@passant/mobile-client';
import { type TestDatabase, testDatabase } from '@passant/persistence/testing';
import { pino } from 'pino';
import { Bootstrap, type Generated } from '../../src/admin/bootstrap.js';
import { createApp } from '../../src/configure-app.js';
import { Secrets } from '../../src/credentials/secrets.js';
import { Clock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { StartGate } from '../../src/platform/http/start-gate.js';
import { Issuer } from '../../src/platform/issuer.js';
import { expectRefusal } from '../support/expectations.js';

const config = readConfig({ PASSANT_SEED: 'none', PASSANT_DATA_DIR: mkdtempSync(join(tmpdir(), 'passant-first-')) });
const logger = pino({ level: 'silent' });

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
}, 60_000);
afterEach(() => database.close());
afterAll(() => rmSync(config.dataDirectory, { recursive: true, force: true }));

/** A server instance on the database of this spec. */
async function instance(gate?: StartGate, consoleDirectory?: string) {
  const engine = new ScriptEngine({ workers: 1 });
  const world = { config, database, secrets: new Secrets(Buffer.alloc(32, 1)), engine, clock: new Clock() };
  const files = consoleDirectory === undefined ? {} : { consoleDirectory };
  const app = await createApp(world, { logger, ...(gate ? { gate } : {}), ...files });
  await app.init();
  return {
    app,
    run: (tell: (drawn: Generated) => void) => app.get(Bootstrap).run(config, { isNew: true, tell }),
    close: async () => {
      await app.close();
      await engine.close();
    },
  };
}

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
  }, 60_000);

  it('of several instances at once is told by one, which is the one that holds', async () => {
    const { run, close } = await instance();
    const told: Generated[] = [];
    await Promise.all([1, 2, 3].map(() => run((drawn) => void told.push(drawn))));
    expect(told).toHaveLength(1);
    await close();
  }, 60_000);

  it('answers 503 to everybody until it is over, and says that it lives', async () => {
    const gate = new StartGate();
    const consoleDirectory = join(config.dataDirectory, 'console');
    mkdirSync(consoleDirectory, { recursive: true });
    writeFileSync(join(consoleDirectory, 'index.html'), '<!doctype html><title>Console</title>');
    const { app, close } = await instance(gate, consoleDirectory);
    await app.listen(0, '127.0.0.1');
    const url = `http://127.0.0.1:${(app.getHttpServer().address() as { port: number }).port}`;
    const asked = ['/health/ready', PATHS.keys, '/nowhere', '/admin/api/v1/session', '/admin/assets/app.js'];
    const pages = ['/', '/admin', '/admin/', '/admin/applications'];
    for (const path of [...asked, ...pages]) {
      const reply = await send('GET', url + path);
      expectRefusal(reply, 503, 'temporarily_unavailable');
      expect(reply.headers.get('retry-after')).toBe('1');
    }
    expect((await send('GET', `${url}/health/live`)).status).toBe(200);
    app.get(Issuer).listensOn(url);
    gate.open();
    const statuses = await Promise.all(asked.map(async (path) => (await send('GET', url + path)).status));
    expect(statuses).toEqual([200, 200, 404, 401, 404]);
    for (const path of pages) expect((await fetch(url + path)).status).toBe(200);
    await close();
  }, 60_000);
});
