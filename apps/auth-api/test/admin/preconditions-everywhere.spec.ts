import { randomUUID } from 'node:crypto';
import {
  ADMIN_ENDPOINTS,
  type AdminEndpointName,
  type ClientInformation,
  type Endpoint,
  PATHS,
} from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { ECHO_SCRIPT } from '../support/given.js';
import { MASTER_TOKEN, Registrar, repeated } from '../support/registrar.js';

let server: AuthServer;
let registrar: Registrar;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  registrar = new Registrar(server);
});
afterAll(() => server.close());

/** `If-Match` values that no version of anything here has. */
const NAMED = ['"7777"', 'W/"1"', '"7777", "x"', 'x', ''];

interface Asked {
  parameters?: Record<string, string>;
  body?: object;
}

const CHANGING = Object.entries<Endpoint>(ADMIN_ENDPOINTS).filter(([, { method }]) => method !== 'GET') as [
  AdminEndpointName,
  Endpoint,
][];
const VERSIONED = CHANGING.filter(([, { conditional }]) => conditional !== undefined).map(([name]) => name);
const UNVERSIONED = CHANGING.filter(([, { conditional }]) => conditional === undefined).map(([name]) => name);

const provider = async () => ({ identifier: (await server.given.provider()).identifier });
const application = async () => ({
  identifier: (await server.given.mobileApplication(await server.given.provider())).identifier,
});
const apiClient = async () => ({ client_id: (await server.given.resourceServer()).clientId });
async function webClient() {
  const { identifier } = await server.given.webApplication(await server.given.provider());
  const { client_id } = await server.admin.call('createWebClient', { body: { name: 'a', application: identifier } });
  return { client_id };
}
async function scope() {
  const identifier = `scope-${randomUUID()}`;
  await server.admin.call('createScope', { body: { identifier, description: 'a' } });
  return { identifier };
}
async function webHook() {
  const body = { name: 'a', type: 'CUSTOMIZE_TOKEN', base_uri: 'https://hook.example' };
  return { id: (await server.admin.call('createWebHook', { body })).id };
}
const name = 'another name';
const candidate = { scripts: { complete: ECHO_SCRIPT }, comment: '' };

/** A request that each endpoint of something with a version would grant. */
const GRANTED: Partial<Record<AdminEndpointName, () => Promise<Asked>>> = {
  updateApplication: async () => ({ parameters: await application(), body: { name } }),
  deleteApplication: async () => ({ parameters: await application() }),
  updateIdentityProvider: async () => ({ parameters: await provider(), body: { name } }),
  deleteIdentityProvider: async () => ({ parameters: await provider() }),
  updateScope: async () => ({ parameters: await scope(), body: { description: 'b' } }),
  deleteScope: async () => ({ parameters: await scope() }),
  createScriptVersion: async () => ({ parameters: await provider(), body: candidate }),
  activateScriptVersion: async () => ({ parameters: { ...(await provider()), version: '1' } }),
  startShadowRun: async () => {
    const parameters = await provider();
    await server.admin.call('createScriptVersion', { parameters, body: candidate });
    return { parameters, body: { version: 2, seconds: 60 } };
  },
  stopShadowRun: async () => {
    const parameters = await provider();
    await server.admin.call('createScriptVersion', { parameters, body: candidate });
    await server.admin.call('startShadowRun', { parameters, body: { version: 2, seconds: 60 } });
    return { parameters };
  },
  updateApiClient: async () => ({ parameters: await apiClient(), body: { name } }),
  rotateApiClientSecret: async () => ({ parameters: await apiClient() }),
  deleteApiClient: async () => ({ parameters: await apiClient() }),
  updateWebClient: async () => ({ parameters: await webClient(), body: { name } }),
  rotateWebClientSecret: async () => ({ parameters: await webClient() }),
  deleteWebClient: async () => ({ parameters: await webClient() }),
  deleteRegisteredClients: async () => {
    const its = await server.given.mobileApplication(await server.given.provider());
    await server.given.appInstance(its);
    return { body: { filter: { application: its.identifier }, expected_count: 1 } };
  },
  applyConfiguration: () => Promise.resolve({ body: { configuration: {} } }),
  updateClientDocumentPolicy: () => Promise.resolve({ body: { enabled: false } }),
  updateWebHook: async () => ({ parameters: await webHook(), body: { name } }),
  deleteWebHook: async () => ({ parameters: await webHook() }),
};

describe('A version that was never there', () => {
  it('is asked for at every endpoint of something that has one', () => {
    expect(Object.keys(GRANTED).sort()).toEqual([...VERSIONED].sort());
  });

  it.each(VERSIONED)('is refused before anything is done, and any is taken: %s', async (endpoint) => {
    const asked = await GRANTED[endpoint]!();
    for (const ifMatch of NAMED) {
      expectRefusal(await server.admin.request(endpoint, { ...asked, ifMatch }), 412, 'precondition_failed');
    }
    const done = await server.admin.request(endpoint, { ...asked, ifMatch: '*' });
    expect(done.status).toBe(ADMIN_ENDPOINTS[endpoint].status);
  });

  it.each(UNVERSIONED)('is refused where nothing has a version: %s', async (endpoint) => {
    const names = [...ADMIN_ENDPOINTS[endpoint].path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter!);
    const parameters = Object.fromEntries(names.map((parameter) => [parameter, randomUUID()]));
    // Signing out would end the session that the others need.
    const admin = endpoint === 'signOut' ? await AdminApi.signIn(server.url, ADMIN) : server.admin;
    for (const ifMatch of [...NAMED, '"1"']) {
      expectRefusal(await admin.request(endpoint, { parameters, ifMatch }), 412, 'precondition_failed');
    }
    expect((await admin.request(endpoint, { parameters, ifMatch: '*' })).status).not.toBe(412);
  });

  it('is nothing to strangers', async () => {
    const reply = await send('DELETE', `${server.url}/admin/api/v1/clients/x`, { headers: { 'if-match': '"7777"' } });
    expectRefusal(reply, 401, 'unauthorized');
  });
});

/** Something without a version: how it is changed or deleted, and whether that was done. */
interface Unversioned {
  endpoint: AdminEndpointName;
  asked: Asked;
  isDone: () => Promise<boolean>;
}

const isGone = async (endpoint: AdminEndpointName, parameters: Record<string, string>) =>
  (await server.admin.request(endpoint, { parameters })).status === 404;

async function registered(endpoint: AdminEndpointName): Promise<Unversioned & { parameters: { client_id: string } }> {
  const { client_id } = await registrar.client();
  const parameters = { client_id };
  return { endpoint, parameters, asked: { parameters }, isDone: () => isGone('readRegisteredClient', parameters) };
}

async function installed(endpoint: AdminEndpointName): Promise<Unversioned & { parameters: { client_id: string } }> {
  const its = await server.given.mobileApplication(await server.given.provider());
  const parameters = { client_id: (await server.given.appInstance(its)).clientId };
  return { endpoint, parameters, asked: { parameters }, isDone: () => isGone('readAppInstallation', parameters) };
}

const THINGS: Record<string, () => Promise<Unversioned>> = {
  'a registered client is deleted': () => registered('deleteRegisteredClient'),
  'a registered client is disabled': async () => {
    const one = await registered('updateRegisteredClient');
    const read = () => server.admin.call('readRegisteredClient', { parameters: one.parameters });
    const body = { enabled: false };
    return { ...one, asked: { ...one.asked, body }, isDone: async () => !(await read()).enabled };
  },
  'an installation is deleted': () => installed('deleteAppInstallation'),
  'an installation is disabled': async () => {
    const one = await installed('updateAppInstallation');
    const read = () => server.admin.call('readAppInstallation', { parameters: one.parameters });
    const body = { enabled: false };
    return { ...one, asked: { ...one.asked, body }, isDone: async () => !(await read()).enabled };
  },
  'an initial access token is revoked': async () => {
    const { id, initial_access_token: token } = await server.admin.call('createInitialAccessToken', { body: {} });
    const isDone = async () => (await registrar.register(token, {}, '?dry_run=true')).status === 401;
    return { endpoint: 'revokeInitialAccessToken', asked: { parameters: { id } }, isDone };
  },
  'a software statement is revoked': async () => {
    const body = { application: (await application()).identifier, app_version: '1.0', app_platform: 'ios' };
    const { id } = await server.admin.call('createSoftwareStatement', { body });
    const isDone = async () => {
      const { items } = await server.admin.call('listSoftwareStatements', { query: { application: body.application } });
      return items.find((one) => one.id === id)?.state === 'revoked';
    };
    return { endpoint: 'revokeSoftwareStatement', asked: { parameters: { id } }, isDone };
  },
  'tokens are ended': async () => {
    const { app, provider: its, application: owner, resourceServer } = await server.given.statelessWorld();
    const { body } = await app.complete(its.identifier, { profile_id: '123EXI' });
    const token = body.oauth_token!.access_token;
    return {
      endpoint: 'endApplicationTokens',
      asked: { parameters: { identifier: owner.identifier }, body: { reason: 'it leaked' } },
      isDone: async () => !(await resourceServer.introspect(token)).active,
    };
  },
};

describe('Where nothing has a version', () => {
  it.each(Object.keys(THINGS))('%s under no condition but a star', async (what) => {
    const { endpoint, asked, isDone } = await THINGS[what]!();
    for (const ifMatch of NAMED) {
      expectRefusal(await server.admin.request(endpoint, { ...asked, ifMatch }), 412, 'precondition_failed');
    }
    expect(await isDone()).toBe(false);
    const done = await server.admin.request(endpoint, { ...asked, ifMatch: '*' });
    expect(done.status).toBe(ADMIN_ENDPOINTS[endpoint].status);
    expect(await isDone()).toBe(true);
  });
});

describe('A registration', () => {
  const ask = (method: string, client: ClientInformation, ifMatch: string, token?: string) =>
    send(method, client.registration_client_uri, {
      headers: { authorization: `Bearer ${token ?? client.registration_access_token}`, 'if-match': ifMatch },
      ...(method === 'PUT' ? { json: { ...repeated(client), client_name: name } } : {}),
    });

  it.each(['PUT', 'DELETE'])('has no version that %s could name, under either of its addresses', async (method) => {
    for (const surface of [PATHS.clients, PATHS.legacyClients]) {
      const made = await registrar.client();
      const client = { ...made, registration_client_uri: `${server.url}${surface}/${made.client_id}` };
      for (const ifMatch of NAMED) {
        expectRefusal(await ask(method, client, ifMatch), 412, 'precondition_failed');
        expectRefusal(await ask(method, client, ifMatch, MASTER_TOKEN), 412, 'precondition_failed');
        expectRefusal(await ask(method, client, ifMatch, 'x'.repeat(43)), 401, 'invalid_token');
      }
      expect((await registrar.read(client)).body).toMatchObject({ client_name: made.client_name });
      expect((await ask(method, client, '*')).status).toBe(method === 'PUT' ? 200 : 204);
    }
  });
});
