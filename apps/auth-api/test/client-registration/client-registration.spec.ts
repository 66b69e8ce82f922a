import { ClientInformation, PATHS } from '@passant/contracts';
import { DeviceKey, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { BasicApp } from '../support/basic-app.js';
import { expectRefusal, expectTokenHeaders } from '../support/expectations.js';

let server: AuthServer;
let key: DeviceKey;
beforeAll(async () => {
  server = await AuthServer.start();
  key = await DeviceKey.generate();
});
afterAll(() => server.close());

const metadata = (changes: object = {}) => ({
  application_type: 'native',
  client_name: 'Phone of Anna',
  token_endpoint_auth_method: 'private_key_jwt',
  jwks: { keys: [key.publicJwk] },
  software_version: '1.0',
  app_platform: 'ios',
  ...changes,
});

async function register(token: string | undefined, body: unknown) {
  return send('POST', server.url + PATHS.clients, {
    json: body,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
}

async function anApplication() {
  return server.given.mobileApplication(await server.given.provider());
}

describe('An app instance', () => {
  it('registers itself with the token the console made, and is told everything that was registered', async () => {
    const application = await anApplication();
    const reply = await register(await server.given.initialAccessToken(application), metadata({ unknown: 'dropped' }));
    expect(reply.status).toBe(201);
    expectTokenHeaders(reply);
    const client = ClientInformation.parse(reply.body);
    expect(client.client_id).toMatch(/^[0-9A-F]{64}$/);
    expect(client).toMatchObject({
      application_type: 'native',
      client_name: 'Phone of Anna',
      token_endpoint_auth_method: 'private_key_jwt',
      software_id: application.identifier,
      software_version: '1.0',
      app_platform: 'ios',
      registration_client_uri: `${server.issuer}/clients/${client.client_id}`,
      registration_access_token: expect.any(String) as string,
    });
    expect(reply.body).not.toHaveProperty('unknown');
    expect(reply.body).not.toHaveProperty('client_secret');
  });

  it('is given a secret where it authenticates with one; nothing of it is stored', async () => {
    const application = await anApplication();
    const body = metadata({ token_endpoint_auth_method: 'client_secret_basic', jwks: undefined });
    const reply = await register(await server.given.initialAccessToken(application), body);
    const client = ClientInformation.parse(reply.body);
    expect(client).toMatchObject({ client_secret: expect.any(String) as string, client_secret_expires_at: 0 });
    const rows = await server.database.dataSource.query('SELECT * FROM client WHERE client_id = $1', [
      client.client_id,
    ]);
    expect(JSON.stringify(rows)).not.toContain(client.client_secret);
    expect(JSON.stringify(rows)).not.toContain(client.registration_access_token);
  });

  it('appears among the app installations, and its application cannot be deleted while it is there', async () => {
    const application = await anApplication();
    const app = await server.given.appInstance(application);
    const { items } = await server.admin.call('listAppInstallations', { query: { q: application.identifier } });
    expect(items).toMatchObject([{ client_id: app.clientId, application: application.identifier }]);
    const parameters = { identifier: application.identifier };
    expectRefusal(await server.admin.request('deleteApplication', { parameters }), 409, 'conflict');
    await server.admin.call('deleteAppInstallation', { parameters: { client_id: app.clientId } });
    await server.admin.call('deleteApplication', { parameters });
  });
});

describe('An app instance of a token that covers some grants', () => {
  const STATELESS = 'urn:onewelcome:oauth2:grant_type:stateless_authentication';

  it.each([
    ['client-reg:grant:stateless', STATELESS, undefined],
    ['client-reg:grant:code', undefined, STATELESS],
  ])('may with %s do one kind of registration and not the other', async (scope, allowed, refused) => {
    const provider = await server.given.provider();
    const application = await server.given.mobileApplication(provider);
    const { initial_access_token: token } = await server.admin.call('createInitialAccessToken', {
      body: { application: application.identifier, scope: [scope] },
    });
    const app = await BasicApp.install(server.url, application, token);
    const complete = (grant_type: string | undefined) =>
      app.step(provider.identifier, 'complete', { profile_id: 'AAAAAA', grant_type });
    expect((await complete(allowed)).status).toBe(200);
    expectRefusal(await complete(refused), 400, 'unauthorized_client');
  });
});

describe('An initial access token', () => {
  it('is spent by a success', async () => {
    const token = await server.given.initialAccessToken(await anApplication());
    expect((await register(token, metadata())).status).toBe(201);
    const again = await register(token, metadata());
    expectRefusal(again, 401, 'invalid_token');
    expect(again.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });

  it('is spent by a parameter that is refused', async () => {
    const token = await server.given.initialAccessToken(await anApplication());
    expectRefusal(await register(token, metadata({ app_platform: 'windows' })), 400, 'invalid_client_metadata');
    expectRefusal(await register(token, metadata()), 401, 'invalid_token');
  });

  it('is spent by a member of the wrong type', async () => {
    const token = await server.given.initialAccessToken(await anApplication());
    const reply = await register(token, metadata({ client_name: 7 }));
    expect(expectRefusal(reply, 400, 'invalid_client_metadata').error_description).toContain('client_name');
    expectRefusal(await register(token, metadata()), 401, 'invalid_token');
  });

  it('is not spent by a body that is no JSON', async () => {
    const token = await server.given.initialAccessToken(await anApplication());
    const response = await fetch(server.url + PATHS.clients, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{',
    });
    expect(response.status).toBe(400);
    expect((await register(token, metadata())).status).toBe(201);
  });

  it('is not spent by a request without a body', async () => {
    const token = await server.given.initialAccessToken(await anApplication());
    const empty = await send('POST', server.url + PATHS.clients, { headers: { authorization: `Bearer ${token}` } });
    expectRefusal(empty, 400, 'invalid_request');
    expect((await register(token, metadata())).status).toBe(201);
  });

  it('survives keys that are nested too deeply', async () => {
    const token = await server.given.initialAccessToken(await anApplication());
    const response = await fetch(server.url + PATHS.clients, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: `{"jwks":{"keys":[{"a":${'['.repeat(2000)}${']'.repeat(2000)}}]}}`,
    });
    expect(response.status).toBe(400);
  });

  it('gives exactly as many registrations as it is good for, however many ask at once', async () => {
    const token = await server.given.initialAccessToken(await anApplication(), { registrations: 3 });
    const replies = await Promise.all(Array.from({ length: 40 }, () => register(token, metadata())));
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(3);
    for (const reply of replies.filter((entry) => entry.status !== 201)) expectRefusal(reply, 401, 'invalid_token');
  });

  it('expires', async () => {
    const token = await server.given.initialAccessToken(await anApplication(), { expires_in: 60 });
    await server.clock.later(61, async () => expectRefusal(await register(token, metadata()), 401, 'invalid_token'));
  });

  it('can be revoked', async () => {
    const application = await anApplication();
    const { id, initial_access_token: token } = await server.admin.call('createInitialAccessToken', {
      body: { application: application.identifier, label: 'for Anna' },
    });
    await server.admin.call('revokeInitialAccessToken', { parameters: { id } });
    expectRefusal(await register(token, metadata()), 401, 'invalid_token');
    const { items } = await server.admin.call('listInitialAccessTokens');
    expect(items.find((item) => item.id === id)).toMatchObject({ label: 'for Anna', revoked: true, uses: 0 });
    expect(JSON.stringify(items)).not.toContain(token);
  });

  it('is demanded before anything else is looked at', async () => {
    const missing = await register(undefined, { nonsense: true });
    expectRefusal(missing, 401, 'invalid_token');
    expect(missing.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each([
    ['unknown', 'nothing-known'],
    ['in the body instead of the header', undefined],
  ])('is refused when it is %s', async (_, token) => {
    const good = await server.given.initialAccessToken(await anApplication());
    expectRefusal(await register(token, metadata({ access_token: good })), 401, 'invalid_token');
  });

  it('is refused with 400 when the header is malformed', async () => {
    const reply = await send('POST', server.url + PATHS.clients, { json: {}, headers: { authorization: 'Bearer ' } });
    expectRefusal(reply, 400, 'invalid_request');
  });

  it('cannot be made for an application that does not exist', async () => {
    const reply = await server.admin.request('createInitialAccessToken', { body: { application: 'nowhere' } });
    expectRefusal(reply, 400, 'invalid_request');
  });
});
