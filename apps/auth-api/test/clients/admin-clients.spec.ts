import type { Application, CreateWebClient, IdentityProvider } from '@passant/contracts';
import { DeviceKey } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { ResourceServer } from '../support/resource-server.js';
import { WebBackEnd } from '../support/web-back-end.js';

let server: AuthServer;
let provider: IdentityProvider;
let web: Application;
beforeAll(async () => {
  server = await AuthServer.start();
  provider = await server.given.provider();
  web = await server.given.webApplication(provider);
});
afterAll(() => server.close());

const INTROSPECTION = 'onegini_api_token_introspection' as const;

async function publicKeys() {
  const key = await DeviceKey.generate();
  return { key, jwks: { keys: [key.publicJwk as Record<string, string>] } };
}

/** Events about a client, oldest first. */
const eventsOf = (clientId: string) =>
  server.database.dataSource.query<{ name: string; details: unknown; before: unknown; after: unknown }[]>(
    'SELECT name, details, before, after FROM event WHERE client_id = $1 AND name LIKE $2 ORDER BY id',
    [clientId, 'ADMIN_%'],
  );

describe('API clients', () => {
  const create = (body: object = {}) =>
    server.admin.call('createApiClient', { body: { name: 'One', scopes: [INTROSPECTION], ...body } });
  const update = (clientId: string, body: object, ifMatch = '*') =>
    server.admin.request('updateApiClient', { parameters: { client_id: clientId }, body, ifMatch });
  const read = (clientId: string) => server.admin.call('readApiClient', { parameters: { client_id: clientId } });
  const asks = async (clientId: string, secret: string) =>
    (await new ResourceServer(server.url, clientId, secret).request({ token: 'any' })).status;

  it('are read one by one, without their secret', async () => {
    const { client_secret: secret, ...made } = await create();
    expect(await read(made.client_id)).toEqual(made);
    expect(JSON.stringify(await read(made.client_id))).not.toContain(secret);
    const parameters = { client_id: 'nobody' };
    expectRefusal(await server.admin.request('readApiClient', { parameters }), 404, 'not_found');
  });

  it('are changed from the version one has seen', async () => {
    const made = await create();
    const parameters = { client_id: made.client_id };
    const body = { name: 'Two', applications: [web.identifier] };
    expectRefusal(await server.admin.request('updateApiClient', { parameters, body }), 428, 'precondition_required');
    expect((await update(made.client_id, body, made.etag)).status).toBe(200);
    expectRefusal(await update(made.client_id, { name: 'Three' }, made.etag), 412, 'precondition_failed');
    expect(await read(made.client_id)).toMatchObject({ ...body, scopes: [INTROSPECTION] });
  });

  it.each([
    ['no scope', { scopes: [] }, 'scopes'],
    ['an unknown application', { applications: ['nowhere'] }, 'applications'],
    ['keys although it has a secret', { jwks: { keys: [{ kty: 'EC' }] } }, 'jwks'],
    ['an address of keys although it has a secret', { jwks_uri: 'https://example.com/jwks' }, 'jwks_uri'],
    ['another identifier', { client_id: 'other' }, 'body'],
    ['another method', { token_endpoint_auth_method: 'private_key_jwt' }, 'body'],
  ])('are not changed to %s', async (_, body, member) => {
    const refused = expectRefusal(await update((await create()).client_id, body), 400, 'invalid_request');
    expect(Object.keys(refused.fields!)).toContain(member);
  });

  it('take other keys, and only public ones', async () => {
    const { jwks } = await publicKeys();
    const { client_id: clientId } = await create({ token_endpoint_auth_method: 'private_key_jwt', jwks });
    const other = await publicKeys();
    expect((await update(clientId, { jwks: other.jwks })).status).toBe(200);
    expect((await read(clientId)).jwks!.keys).toEqual([expect.objectContaining({ kid: other.key.kid })]);
    const leaked = { keys: [{ ...other.jwks.keys[0], d: 'secret' }] };
    expect(
      Object.keys(expectRefusal(await update(clientId, { jwks: leaked }), 400, 'invalid_request').fields!),
    ).toEqual(['jwks']);
    expect((await update(clientId, { jwks_uri: 'https://example.com/jwks' })).status).toBe(200);
    expect(await read(clientId)).not.toHaveProperty('jwks');
    expectRefusal(await update(clientId, { jwks_uri: 'http://example.com/jwks' }), 400, 'invalid_request');
  });

  it('switched off are refused at once, and let in again when switched on', async () => {
    const { client_id: clientId, client_secret: secret } = await create();
    expect(await asks(clientId, secret!)).toBe(200);
    await update(clientId, { enabled: false });
    expect(await asks(clientId, secret!)).toBe(401);
    await update(clientId, { enabled: true });
    expect(await asks(clientId, secret!)).toBe(200);
  });

  it('get another secret, and the old one is dead at once', async () => {
    const { client_id: clientId, client_secret: old } = await create();
    const parameters = { client_id: clientId };
    const rotated = await server.admin.call('rotateApiClientSecret', { parameters });
    expect(rotated.client_secret).toMatch(/^[\w-]{43}$/);
    expect(rotated.client_secret).not.toBe(old);
    expect(await asks(clientId, old!)).toBe(401);
    expect(await asks(clientId, rotated.client_secret!)).toBe(200);
    const told = await eventsOf(clientId);
    expect(told.at(-1)).toMatchObject({ name: 'ADMIN_API_CLIENT_UPDATED', details: { secret: 'replaced' } });
    expect(JSON.stringify(told)).not.toContain(rotated.client_secret);
  });

  it('that sign with a key have no secret to replace', async () => {
    const { jwks } = await publicKeys();
    const { client_id } = await create({ token_endpoint_auth_method: 'private_key_jwt', jwks });
    expectRefusal(await server.admin.request('rotateApiClientSecret', { parameters: { client_id } }), 409, 'conflict');
  });

  it('are not found as clients of another kind', async () => {
    const { client_id } = await create();
    for (const name of [
      'readWebClient',
      'rotateWebClientSecret',
      'readAppInstallation',
      'deleteAppInstallation',
    ] as const) {
      expectRefusal(await server.admin.request(name, { parameters: { client_id } }), 404, 'not_found');
    }
  });
});

describe('Web clients', () => {
  const create = (changes: Partial<CreateWebClient> = {}) =>
    server.admin.call('createWebClient', { body: { name: 'Portal', application: web.identifier, ...changes } });
  const update = (clientId: string, body: object, ifMatch = '*') =>
    server.admin.request('updateWebClient', { parameters: { client_id: clientId }, body, ifMatch });
  const read = (client_id: string) => server.admin.call('readWebClient', { parameters: { client_id } });
  const withSecret = (clientId: string, secret: string) =>
    new WebBackEnd(server.url, clientId, { secret }, () => server.clock.now());

  it('register people through v1 with their secret, without a profile identifier', async () => {
    const { client_id: clientId, client_secret: secret } = await create({ client_id: 'portal' });
    expect(clientId).toBe('portal');
    const reply = await withSecret(clientId, secret!).complete(provider.identifier);
    expect(reply.status).toBe(200);
    expect(reply.body.oauth_token).toMatchObject({ token_type: 'bearer', scope: 'profile' });
    expect(
      await server.database.dataSource.query('SELECT profile_id FROM profile WHERE client_id = $1', [clientId]),
    ).toEqual([{ profile_id: 'static' }]);
  });

  it('register people through v2 with their key', async () => {
    const { key, jwks } = await publicKeys();
    const made = await create({ token_endpoint_auth_method: 'private_key_jwt', jwks });
    expect(made).not.toHaveProperty('client_secret');
    const backEnd = new WebBackEnd(server.url, made.client_id, { key }, () => server.clock.now());
    expect((await backEnd.complete(provider.identifier)).status).toBe(200);
  });

  it('have no stateless registrations', async () => {
    const { client_id: clientId, client_secret: secret } = await create();
    const reply = await withSecret(clientId, secret!).complete(provider.identifier, {
      grant_type: 'urn:onewelcome:oauth2:grant_type:stateless_authentication',
    });
    expectRefusal(reply, 400, 'unauthorized_client');
  });

  it.each([
    ['no name', { name: '' }, 'name'],
    ['no application', { application: undefined }, 'application'],
    ['an unknown application', { application: 'nowhere' }, 'application'],
    ['an identifier with a space', { client_id: 'a b' }, 'client_id'],
    ['no key for private_key_jwt', { token_endpoint_auth_method: 'private_key_jwt' }, 'jwks'],
    ['a key beside a secret', { jwks: { keys: [{ kty: 'EC' }] } }, 'jwks'],
    ['no authentication at all', { token_endpoint_auth_method: 'none' }, 'token_endpoint_auth_method'],
    ['an unknown member', { response_types: [] }, 'body'],
    ['a redirect URI without TLS', { redirect_uris: ['http://rp.example.com/callback'] }, 'redirect_uris'],
    ['a redirect URI with a fragment', { redirect_uris: ['https://rp.example.com/callback#a'] }, 'redirect_uris'],
    ['a redirect URI of anybody’s scheme', { redirect_uris: ['myapp:/callback'] }, 'redirect_uris'],
    ['a grant that needs a redirect URI', { grant_types: ['authorization_code'] }, 'redirect_uris'],
    [
      'refresh tokens without the code',
      { redirect_uris: ['https://rp.example.com/callback'], grant_types: ['refresh_token'] },
      'grant_types',
    ],
  ])('are refused with %s', async (_, change, member) => {
    const body = { name: 'Portal', application: web.identifier, ...change };
    const refused = expectRefusal(await server.admin.request('createWebClient', { body }), 400, 'invalid_request');
    expect(Object.keys(refused.fields!)).toContain(member);
  });

  it('may ask for codes where they have a redirect URI, and no longer once they lose the last', async () => {
    const redirect_uris = ['https://rp.example.com/callback', 'http://localhost:4000/callback'];
    const made = await create({ redirect_uris });
    expect(made).toMatchObject({ redirect_uris, grant_types: ['authorization_code', 'refresh_token'] });
    const narrowed = await update(made.client_id, { grant_types: ['authorization_code'] });
    expect(narrowed.body).toMatchObject({ redirect_uris, grant_types: ['authorization_code'] });
    const moved = await update(made.client_id, { redirect_uris: redirect_uris.slice(0, 1) });
    expect(moved.body).toMatchObject({ redirect_uris: redirect_uris.slice(0, 1), grant_types: ['authorization_code'] });
    const without = await update(made.client_id, { redirect_uris: [] });
    expect(without.body).toMatchObject({ redirect_uris: [], grant_types: [] });
  });

  it('are not made for mobile applications', async () => {
    const { identifier } = await server.given.mobileApplication(provider);
    const body = { name: 'Portal', application: identifier };
    const refused = expectRefusal(await server.admin.request('createWebClient', { body }), 400, 'invalid_request');
    expect(Object.keys(refused.fields!)).toEqual(['application']);
  });

  it('are refused once their application is mobile', async () => {
    const application = await server.given.webApplication(provider);
    const { client_id: clientId, client_secret: secret } = await create({ application: application.identifier });
    await server.admin.call('updateApplication', {
      parameters: { identifier: application.identifier },
      body: { client_type: 'mobile' },
      ifMatch: application.etag,
    });
    const reply = await withSecret(clientId, secret!).complete(provider.identifier, { profile_id: '123EXI' });
    expectRefusal(reply, 400, 'invalid_client');
  });

  it('do not take the identifier of another client, of whatever kind', async () => {
    await server.admin.call('createApiClient', { body: { client_id: 'theirs', name: 'A', scopes: [INTROSPECTION] } });
    const body = { client_id: 'theirs', name: 'Portal', application: web.identifier };
    expectRefusal(await server.admin.request('createWebClient', { body }), 409, 'conflict');
  });

  it('are listed apart from app installations, found by name and application', async () => {
    const { client_id } = await create({ name: 'Findable' });
    await server.given.appInstanceOfWeb(web);
    const found = await server.admin.call('listWebClients', { query: { q: 'findable' } });
    expect(found.items.map((client) => client.client_id)).toEqual([client_id]);
    const installations = await server.admin.call('listAppInstallations', { query: { q: web.identifier } });
    expect(installations.items.map((client) => client.client_id)).not.toContain(client_id);
    expect(installations.items).toHaveLength(1);
  });

  it('are changed from the version one has seen; switched off, their tokens end', async () => {
    const made = await create();
    const { client_id: clientId, client_secret: secret } = made;
    const { body } = await withSecret(clientId, secret!).complete(provider.identifier);
    const resourceServer = await server.given.resourceServer();
    expect((await resourceServer.introspect(body.oauth_token!.access_token)).active).toBe(true);
    expect((await update(clientId, { name: 'Renamed', enabled: false }, made.etag)).status).toBe(200);
    expectRefusal(await update(clientId, { name: 'Late' }, made.etag), 412, 'precondition_failed');
    expect(await read(clientId)).toMatchObject({ name: 'Renamed', enabled: false });
    expect(await resourceServer.introspect(body.oauth_token!.access_token)).toEqual({ active: false });
    expectRefusal(await withSecret(clientId, secret!).complete(provider.identifier), 400, 'invalid_client');
  });

  it('get another secret, and the old one is dead at once', async () => {
    const { client_id: clientId, client_secret: old } = await create();
    const rotated = await server.admin.call('rotateWebClientSecret', { parameters: { client_id: clientId } });
    expectRefusal(await withSecret(clientId, old!).complete(provider.identifier), 400, 'invalid_client');
    expect((await withSecret(clientId, rotated.client_secret!).complete(provider.identifier)).status).toBe(200);
  });

  it('keep their application from being deleted, and go with everything that stands on them', async () => {
    const application = await server.given.webApplication(provider);
    const { client_id } = await create({ application: application.identifier });
    const parameters = { identifier: application.identifier };
    expectRefusal(await server.admin.request('deleteApplication', { parameters }), 409, 'conflict');
    await server.admin.call('deleteWebClient', { parameters: { client_id } });
    expectRefusal(await server.admin.request('deleteWebClient', { parameters: { client_id } }), 404, 'not_found');
    await server.admin.call('deleteApplication', { parameters });
  });

  it('leave a trace of every change, without a secret', async () => {
    const { client_id: clientId, client_secret: secret, etag } = await create();
    await update(clientId, { name: 'Changed' }, etag);
    await server.admin.call('deleteWebClient', { parameters: { client_id: clientId } });
    const events = await eventsOf(clientId);
    expect(events).toMatchObject([
      { name: 'ADMIN_STATIC_CLIENT_CREATED', before: null, after: { name: 'Portal' } },
      { name: 'ADMIN_CLIENT_UPDATED', before: { name: 'Portal' }, after: { name: 'Changed' } },
      { name: 'ADMIN_CLIENT_DELETED', before: { name: 'Changed' }, after: null },
    ]);
    expect(JSON.stringify(events)).not.toContain(secret);
  });
});

describe('App installations', () => {
  it('are read with what they registered', async () => {
    const { app, application } = await server.given.statelessWorld();
    const parameters = { client_id: app.clientId };
    expect(await server.admin.call('readAppInstallation', { parameters })).toMatchObject({
      client_id: app.clientId,
      enabled: true,
      application: application.identifier,
      app_platform: 'ios',
      app_version: '1.0',
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [{ kid: app.key.kid }] },
      registration_lock: ['client-reg'],
      metadata: { application_type: 'native' },
    });
    const nobody = { client_id: 'nobody' };
    expectRefusal(await server.admin.request('readAppInstallation', { parameters: nobody }), 404, 'not_found');
  });

  it('are listed by application', async () => {
    const { app, application } = await server.given.statelessWorld();
    await server.given.statelessWorld();
    const { items } = await server.admin.call('listAppInstallations', {
      query: { application: application.identifier },
    });
    expect(items.map((item) => item.client_id)).toEqual([app.clientId]);
    const query = { application: 'not an identifier' };
    expectRefusal(await server.admin.request('listAppInstallations', { query }), 400, 'invalid_request');
  });

  it('switched off are refused at once and their tokens end; switched on they go on', async () => {
    const { app, resourceServer, provider: used } = await server.given.statelessWorld();
    const register = () => app.complete(used.identifier, { profile_id: '123EXI' });
    const parameters = { client_id: app.clientId };
    const token = (await register()).body.oauth_token!.access_token;
    const off = await server.admin.call('updateAppInstallation', { parameters, body: { enabled: false } });
    expect(off.enabled).toBe(false);
    expect(await resourceServer.introspect(token)).toEqual({ active: false });
    expectRefusal(await register(), 400, 'invalid_client');
    await server.admin.call('updateAppInstallation', { parameters, body: { enabled: true } });
    expect((await register()).status).toBe(200);
    expect(await resourceServer.introspect(token)).toEqual({ active: false });
    const events = (await eventsOf(app.clientId)).filter((event) => event.name === 'ADMIN_CLIENT_UPDATED');
    expect(events).toMatchObject([{ after: { enabled: false } }, { after: { enabled: true } }]);
  });

  it.each([
    ['nothing', {}, 'enabled'],
    ['a word', { enabled: 'no' }, 'enabled'],
    ['another member', { enabled: true, client_name: 'Mine' }, 'body'],
  ])('are not changed with %s', async (_, body, member) => {
    const { app } = await server.given.statelessWorld();
    const parameters = { client_id: app.clientId };
    const reply = await server.admin.request('updateAppInstallation', { parameters, body });
    expect(Object.keys(expectRefusal(reply, 400, 'invalid_request').fields!)).toContain(member);
  });
});

describe('API clients that are limited to an application', () => {
  const limitedTo = async (...applications: string[]) => (await server.given.resourceServer({ applications })).clientId;
  const read = (client_id: string) => server.admin.call('readApiClient', { parameters: { client_id } });

  it('are no longer limited to it when it is deleted, and that is recorded', async () => {
    const gone = await server.given.webApplication(provider);
    const clientId = await limitedTo(web.identifier, gone.identifier);
    await server.admin.call('deleteApplication', { parameters: { identifier: gone.identifier } });
    expect((await read(clientId)).applications).toEqual([web.identifier]);
    expect((await eventsOf(clientId)).at(-1)).toMatchObject({
      name: 'ADMIN_API_CLIENT_UPDATED',
      before: { applications: [web.identifier, gone.identifier] },
      after: { applications: [web.identifier] },
    });
  });

  it('keep it from being deleted if it is their only one, since without a limit they would see all', async () => {
    const only = await server.given.webApplication(provider);
    const [clientId, both] = [await limitedTo(only.identifier), await limitedTo(web.identifier, only.identifier)];
    const deleted = await server.admin.request('deleteApplication', { parameters: { identifier: only.identifier } });
    expectRefusal(deleted, 409, 'conflict');
    expect(deleted.body).toMatchObject({ error_description: expect.stringContaining(clientId) as string });
    expect((await read(clientId)).applications).toEqual([only.identifier]);
    expect((await read(both)).applications).toEqual([web.identifier, only.identifier]);
  });
});
