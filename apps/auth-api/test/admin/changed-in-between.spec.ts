import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { ADMIN_API_PATH } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { Store } from '@passant/persistence';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

/** What is changed by somebody else, or by another process, after a request began and before it does anything. */

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());
afterEach(() => jest.restoreAllMocks());

interface Thing {
  /** Relative to the admin API. */
  path: string;
  etag: string;
  /** Where it is stored, and the text that somebody else changes. */
  row: { table: string; key: string; id: string; text: string };
}

const MEANWHILE = 'Meanwhile';
const clientRow = (id: string) => ({ table: 'client', key: 'client_id', id, text: 'name' });

const THINGS: Record<string, () => Promise<Thing>> = {
  'an application': async () => {
    const { identifier: id, etag } = await server.given.mobileApplication(await server.given.provider());
    return { path: `/applications/${id}`, etag, row: { table: 'application', key: 'identifier', id, text: 'name' } };
  },
  'an identity provider': async () => {
    const { identifier: id, etag } = await server.given.provider();
    const row = { table: 'identity_provider', key: 'identifier', id, text: 'name' };
    return { path: `/identity-providers/${id}`, etag, row };
  },
  'an API client': async () => {
    const body = { name: 'a', scopes: ['onegini_api_token_introspection' as const] };
    const { client_id: id, etag } = await server.admin.call('createApiClient', { body });
    return { path: `/api-clients/${id}`, etag, row: clientRow(id) };
  },
  'a web client': async () => {
    const { identifier: application } = await server.given.webApplication(await server.given.provider());
    const { client_id: id, etag } = await server.admin.call('createWebClient', { body: { name: 'a', application } });
    return { path: `/web-clients/${id}`, etag, row: clientRow(id) };
  },
  'a scope': async () => {
    const id = `scope-${randomUUID()}`;
    const { etag } = await server.admin.call('createScope', { body: { identifier: id, description: 'a' } });
    return { path: `/scopes/${id}`, etag, row: { table: 'scope', key: 'identifier', id, text: 'description' } };
  },
  'a web hook': async () => {
    const body = { name: 'a', type: 'CUSTOMIZE_TOKEN' as const, base_uri: 'https://hook.example' };
    const { id, etag } = await server.admin.call('createWebHook', { body });
    return { path: `/web-hooks/${id}`, etag, row: { table: 'web_hook', key: 'id', id, text: 'name' } };
  },
};

const rowsOf = ({ row: { table, key, id, text } }: Pick<Thing, 'row'>) =>
  server.database.dataSource.query<{ text: string }[]>(`SELECT ${text} AS text FROM ${table} WHERE ${key} = $1`, [id]);

/** Somebody else changes it as the next transaction begins: after whatever was read in front of it. */
function changedFirst({ row: { table, key, id, text } }: Pick<Thing, 'row'>): void {
  const store = server.app.get(Store);
  let isChanged = false;
  for (const name of ['transaction', 'longTransaction'] as const) {
    const begin = store[name].bind(store);
    jest.spyOn(store, name).mockImplementation(async (work) => {
      if (!isChanged) {
        isChanged = true;
        const change = `UPDATE ${table} SET ${text} = $2, revision = revision + 1 WHERE ${key} = $1`;
        await server.database.dataSource.query(change, [id, MEANWHILE]);
      }
      return begin(work);
    });
  }
}

const ask = (method: string, path: string, ifMatch?: string, json?: object): Promise<Exchange> =>
  send(method, server.url + ADMIN_API_PATH + path, {
    ...(json === undefined ? {} : { json }),
    headers: {
      cookie: server.admin.cookie,
      'x-csrf-token': server.admin.csrfToken,
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
  });

/** What the event of a request says the thing was before it. */
async function beforeOf(reply: Exchange): Promise<unknown> {
  const [event] = await server.database.dataSource.query<{ before: unknown }[]>(
    'SELECT before FROM event WHERE request_id = $1',
    [reply.headers.get('x-request-id')],
  );
  return event?.before;
}

describe('A deletion across which somebody else changes it', () => {
  it.each(Object.keys(THINGS))('does not delete %s under the condition that nobody did', async (kind) => {
    const thing = await THINGS[kind]!();
    changedFirst(thing);
    expectRefusal(await ask('DELETE', thing.path, thing.etag), 412, 'precondition_failed');
    expect(await rowsOf(thing)).toEqual([{ text: MEANWHILE }]);
  });

  it.each(Object.keys(THINGS))('deletes %s under no condition, and records what it was then', async (kind) => {
    const thing = await THINGS[kind]!();
    changedFirst(thing);
    const reply = await ask('DELETE', thing.path);
    expect(reply.status).toBe(204);
    expect(await rowsOf(thing)).toEqual([]);
    expect(await beforeOf(reply)).toMatchObject({ [thing.row.text]: MEANWHILE });
  });

  it('records what a client that registered itself was then', async () => {
    const application = await server.given.mobileApplication(await server.given.provider());
    const { clientId } = await server.given.appInstance(application);
    changedFirst({ row: { ...clientRow(clientId), text: 'app_version' } });
    const reply = await ask('DELETE', `/app-installations/${clientId}`);
    expect(reply.status).toBe(204);
    expect(await beforeOf(reply)).toMatchObject({ software_version: MEANWHILE });
  });
});

describe('A new secret across which somebody else changes its client', () => {
  it.each(['an API client', 'a web client'])(
    'is not drawn for %s under the condition that nobody did',
    async (kind) => {
      const thing = await THINGS[kind]!();
      const [before] = await server.database.dataSource.query('SELECT secret_hash FROM client WHERE client_id = $1', [
        thing.row.id,
      ]);
      changedFirst(thing);
      expectRefusal(await ask('POST', `${thing.path}/secret`, thing.etag), 412, 'precondition_failed');
      expect(
        await server.database.dataSource.query('SELECT secret_hash FROM client WHERE client_id = $1', [thing.row.id]),
      ).toEqual([before]);
    },
  );
});

describe('What is done about the scripts of a provider across which somebody else changes it', () => {
  const CANDIDATE = { scripts: { complete: 'function execute() { return null; }' } };
  const SHADOW = { version: 2, seconds: 60 };
  /** A provider with a candidate and, if it is to be ended, a shadow run of it. */
  async function given(runs: boolean): Promise<Thing> {
    const thing = await THINGS['an identity provider']!();
    const parameters = { identifier: thing.row.id };
    await server.admin.call('createScriptVersion', { parameters, body: CANDIDATE });
    if (runs) await server.admin.call('startShadowRun', { parameters, body: SHADOW });
    return thing;
  }
  const stored = ({ row: { id } }: Thing) =>
    server.database.dataSource.query(
      `SELECT latest_script_version, shadow_run,
              (SELECT max(version) FROM script_version WHERE identity_provider = identifier) AS newest
         FROM identity_provider WHERE identifier = $1`,
      [id],
    );

  it.each<[string, boolean, [method: string, path: string, body?: object]]>([
    ['a candidate is not saved', false, ['POST', 'script-versions', CANDIDATE]],
    ['a shadow run is not started', false, ['PUT', 'shadow-run', SHADOW]],
    ['a shadow run is not ended', true, ['DELETE', 'shadow-run']],
  ])('%s under the condition that nobody did', async (_, runs, [method, path, body]) => {
    const thing = await given(runs);
    const before = await stored(thing);
    changedFirst(thing);
    expectRefusal(await ask(method, `${thing.path}/${path}`, thing.etag, body), 412, 'precondition_failed');
    expect(await stored(thing)).toEqual(before);
    expect(await rowsOf(thing)).toEqual([{ text: MEANWHILE }]);
  });
});
