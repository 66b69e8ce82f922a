import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { MobileApp, send } from '@passant/mobile-client';
import { openDatabase } from '@passant/persistence';
import { freePort } from '@passant/persistence/testing';
import { createOnServer, dropOnServer, Landing, LANDING_NAMES } from '../support/landing.js';
import { killProcess, startProcess } from '../support/server-process.js';

const onServer = process.env.TEST_DATABASE_URL;
const OTHER_KEY = Buffer.alloc(32, 9).toString('base64');

/** A database, and the settings of the servers that use it. */
interface Place {
  settings: Record<string, string>;
  databaseUrl?: string;
}

describe('Moving to another database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'passant-moving-'));
  const landing = new Landing(LANDING_NAMES[0]!);
  const { masterKey, application, initialAccessToken, provider } = landing.known;
  const made: string[] = [];
  let port: number;
  const fileOf = (name: string) => join(folder, `${name}.export`);

  /** @param kind with a server for tests, every second place is a database on it */
  async function place(name: string, kind: 'server, if there is one' | 'embedded'): Promise<Place> {
    const directory = join(folder, name);
    mkdirSync(directory, { mode: 0o700 });
    const settings = { PORT: `${port}`, PASSANT_DATA_DIR: directory, PASSANT_MASTER_KEY: masterKey, LOG_LEVEL: 'warn' };
    if (!onServer || kind === 'embedded') return { settings };
    const databaseUrl = await createOnServer(onServer);
    made.push(databaseUrl);
    return { settings: { ...settings, DATABASE_URL: databaseUrl }, databaseUrl };
  }

  async function command(at: Place, ...words: string[]): Promise<{ code: number | null; output: string }> {
    const ended = startProcess(at.settings, 'db', ...words);
    const code = await ended.exited;
    await ended.closed;
    return { code, output: ended.output().trim() };
  }

  /** Runs a server at a place for as long as the work takes. */
  async function serving(at: Place, work: (url: string) => Promise<void>): Promise<void> {
    const server = startProcess(at.settings);
    try {
      await work(await server.ready);
      server.child.kill('SIGTERM');
      expect(await server.exited).toBe(0);
    } finally {
      await killProcess(server);
    }
  }

  beforeAll(async () => {
    // All servers here have it, one after the other: an installation keeps its address when it moves.
    port = await freePort();
  });
  afterAll(async () => {
    for (const url of made) await dropOnServer(onServer!, url);
    rmSync(folder, { recursive: true, force: true });
  });

  let first: Place;
  let second: Place;
  let third: Place;
  /** A complete request that was carried out at the second place. */
  let spent: object;

  it('takes what an earlier version exported, and nobody is refused who was let in before', async () => {
    first = await place('first', 'server, if there is one');
    const { databaseUrl: url } = first;
    const { PASSANT_DATA_DIR: directory } = first.settings;
    const old = await openDatabase(url ? { kind: 'postgresql', url } : { kind: 'embedded', directory: directory! });
    await old.dataSource.query(landing.dump).finally(() => old.close());

    const file = fileOf('first');
    expect(await command(first, 'export', file)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/Done: export/),
    });
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    second = await place('second', 'embedded');
    expect(await command(second, 'import', file)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/Done: import/),
    });
    await serving(second, async (at) => {
      await landing.expectToGoOn(at);
      const app = await install(at);
      expect(app.registration.status).toBe(201);
      spent = {
        ...(await app.authentication()),
        data: JSON.stringify({ person: 'somebody' }),
        scope: ['profile'],
        profile_id: 'PERSON',
        grant_type: STATELESS_AUTHENTICATION_GRANT,
      };
      expect((await complete(at)).status).toBe(200);
    });
  });

  it('goes both ways, and nothing that was spent at one place can be spent at the next', async () => {
    expect((await command(second, 'export', fileOf('second'))).code).toBe(0);
    third = await place('third', 'server, if there is one');
    expect((await command(third, 'import', fileOf('second'))).code).toBe(0);
    await serving(third, async (at) => {
      await landing.expectToGoOn(at);
      expect((await install(at)).registration.status).toBe(401);
      expect(await complete(at)).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
    });
  });

  const install = (serverUrl: string) =>
    MobileApp.install({ serverUrl, application, kind: 'mobile', platform: 'ios', version: '1.0', initialAccessToken });
  const complete = (at: string) => send('POST', at + PATHS.customRegistrationV2(provider, 'complete'), { json: spent });

  it('does not export while a server holds the embedded database', async () => {
    await serving(second, async () => {
      expect(await command(second, 'export', fileOf('held'))).toMatchObject({
        code: 1,
        output: expect.stringMatching(/^The data directory .+ is in use by process \d+\. Stop it first/),
      });
      expect(existsSync(fileOf('held'))).toBe(false);
    });
  });

  it('never writes over a file, and removes one that it could not finish', async () => {
    writeFileSync(fileOf('there'), 'something');
    expect(await command(second, 'export', fileOf('there'))).toEqual({
      code: 1,
      output: `${fileOf('there')} is there already: name another file.`,
    });
    expect(readFileSync(fileOf('there'), 'utf8')).toBe('something');
    const other = { settings: { ...second.settings, PASSANT_MASTER_KEY: OTHER_KEY } };
    expect(await command(other, 'export', fileOf('other'))).toEqual({
      code: 1,
      output: 'The master key is not the one this database was made with.',
    });
    expect(existsSync(fileOf('other'))).toBe(false);
  });

  it('leaves the place as it was if it is refused', async () => {
    const used = await command(second, 'import', fileOf('second'));
    expect(used).toMatchObject({ code: 1, output: expect.stringMatching(/^Only an empty database can be filled/) });

    const fresh = await place('fresh', 'server, if there is one');
    const noKey = { ...fresh.settings, PASSANT_MASTER_KEY: OTHER_KEY };
    expect(await command({ settings: noKey }, 'import', fileOf('second'))).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^The file was exported from a database with another master key\./),
    });
    writeFileSync(fileOf('torn'), readFileSync(fileOf('second'), 'utf8').slice(0, -1000));
    expect(await command(fresh, 'import', fileOf('torn'))).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^Line \d+ is not what follows in an exported file/),
    });
    expect(await command(fresh, 'import', fileOf('absent'))).toMatchObject({
      code: 1,
      output: expect.stringMatching(/absent\.export cannot be read/),
    });
    expect((await command(fresh, 'import', fileOf('second'))).code).toBe(0);
  });

  it('generates no master key at the new place', async () => {
    const directory = join(folder, 'keyless');
    const settings = { PASSANT_DATA_DIR: directory, LOG_LEVEL: 'warn' };
    expect((await command({ settings }, 'import', fileOf('second'))).code).toBe(1);
    expect(existsSync(join(directory, 'master-key'))).toBe(false);
    // That of the old data directory is all that is missing.
    writeFileSync(join(directory, 'master-key'), `${masterKey}\n`, { mode: 0o600 });
    expect((await command({ settings }, 'import', fileOf('second'))).code).toBe(0);
  });

  it('asks for the name of the file', async () => {
    expect(await command(second, 'import')).toEqual({ code: 1, output: 'Name one file: db import FILE.' });
  });
});
