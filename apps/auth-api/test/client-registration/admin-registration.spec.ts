import { type Application, type CreateInitialAccessToken, PATHS } from '@passant/contracts';
import { DeviceKey, type Exchange, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

let server: AuthServer;
let jwks: { keys: object[] };
beforeAll(async () => {
  server = await AuthServer.start();
  jwks = { keys: [(await DeviceKey.generate()).publicJwk] };
});
afterAll(() => server.close());

const make = (body: CreateInitialAccessToken = {}) => server.admin.call('createInitialAccessToken', { body });

function register(token: string, metadata: object): Promise<Exchange<{ client_id: string }>> {
  return send('POST', server.url + PATHS.clients, { headers: { authorization: `Bearer ${token}` }, json: metadata });
}
const web = (changes: object = {}) => ({
  redirect_uris: ['https://shop.example.com/cb'],
  client_name: 'Shop',
  ...changes,
});
const phone = (changes: object = {}) => ({
  token_endpoint_auth_method: 'private_key_jwt',
  jwks,
  software_version: '1.0',
  app_platform: 'ios',
  ...changes,
});
const anApplication = async () => server.given.mobileApplication(await server.given.provider(), { versions: [] });

/** A client that belongs to no application, registered with a new initial access token unless one is given. */
async function aDynamicClient(token?: string): Promise<string> {
  const reply = await register(token ?? (await make()).initial_access_token, web());
  expect(reply.status).toBe(201);
  return reply.body.client_id;
}

async function anInstallation(application: Application, changes: object = {}): Promise<string> {
  const reply = await register(await server.given.initialAccessToken(application), phone(changes));
  expect(reply.status).toBe(201);
  return reply.body.client_id;
}

const read = (client_id: string) => server.admin.request('readRegisteredClient', { parameters: { client_id } });
const eventsOf = async (query: Record<string, string>) =>
  (await server.admin.call('listEvents', { query })).items.map(({ name, details, before }) => ({
    name,
    details,
    before,
  }));

describe('Initial access tokens', () => {
  it('are made in their general form, and say so in the list but for themselves', async () => {
    const body = {
      scope: ['client-reg:grant:code' as const, 'client-reg:grant:refresh' as const],
      audience: [server.issuer],
      registrations: 2,
      expires_in: 600,
      client_lifetime: 3600,
      redirect_hosts: ['shop.example.com'],
      label: 'for the shop',
    };
    const { initial_access_token: token, ...made } = await make(body);
    const { expires_in: _, ...kept } = body;
    expect(made).toMatchObject({
      ...kept,
      encoding: 'IDENTIFIER',
      uses: 0,
      clients: 0,
      created_by: 'admin@example.com',
    });
    expect(token).toMatch(/^[\w-]{22}\.[\w-]{22}$/);
    await aDynamicClient(token);
    const { items } = await server.admin.call('listInitialAccessTokens', { query: { q: 'SHOP' } });
    expect(items).toEqual([{ ...made, uses: 1, clients: 1 }]);
  });

  it.each<[string, CreateInitialAccessToken | object, string]>([
    ['an application that does not exist', { application: 'nowhere' }, 'application'],
    ['a scope that is none', { scope: ['client-reg:everything'] }, 'scope.0'],
    ['no scope at all', { scope: [] }, 'scope'],
    ['the audience of another server', { audience: ['https://other.example.com/oauth'] }, 'audience'],
    ['a host that is an address', { redirect_hosts: ['https://shop.example.com'] }, 'redirect_hosts.0'],
    ['a client that lives for seconds', { client_lifetime: 59 }, 'client_lifetime'],
    ['a self-contained form that outlives its key', { encoding: 'SELF_CONTAINED', expires_in: 86_401 }, 'expires_in'],
  ])('are not made for %s', async (_, body, member) => {
    const refused = await server.admin.request('createInitialAccessToken', { body });
    expect(Object.keys(expectRefusal(refused, 400, 'invalid_request').fields!)).toEqual([member]);
  });

  it('hold what they make to their hosts, scopes and lifetime', async () => {
    const scope = ['client-reg:grant:code' as const];
    const { initial_access_token: token } = await make({
      scope,
      redirect_hosts: ['shop.example.com'],
      client_lifetime: 3600,
      registrations: 3,
    });
    expectRefusal(
      await register(token, web({ redirect_uris: ['https://evil.example.com/cb'] })),
      400,
      'invalid_redirect_uri',
    );
    expectRefusal(await register(token, web({ grant_types: ['client_credentials'] })), 403, 'insufficient_scope');
    const { body } = await read(await aDynamicClient(token));
    expect(body).toMatchObject({
      kind: 'dynamic',
      registration_lock: scope,
      redirect_uris: ['https://shop.example.com/cb'],
    });
    const { created_at: made, expires_at: until } = body as { created_at: number; expires_at: number };
    expect(until - made).toBe(3600);
  });

  it('are made as signed JWTs where that is asked for, and spent all the same', async () => {
    const { initial_access_token: token } = await make({ encoding: 'SELF_CONTAINED' });
    expect(token.split('.')).toHaveLength(3);
    await aDynamicClient(token);
    expectRefusal(await register(token, web()), 401, 'invalid_token');
  });

  it('are found by state', async () => {
    const application = await anApplication();
    const of = { application: application.identifier };
    const usable = await make({ ...of, label: 'usable' });
    const used = await make({ ...of, label: 'used' });
    expect((await register(used.initial_access_token, phone())).status).toBe(201);
    const revoked = await make({ ...of, label: 'revoked' });
    await server.admin.call('revokeInitialAccessToken', { parameters: { id: revoked.id } });
    const expired = await make({ ...of, label: 'expired', expires_in: 60 });
    await make({ label: 'of no application' });
    const idsOf = async (state: string) =>
      (await server.admin.call('listInitialAccessTokens', { query: { ...of, state } })).items.map(({ id }) => id);
    expect(await idsOf('used')).toEqual([used.id]);
    expect(await idsOf('revoked')).toEqual([revoked.id]);
    expect((await idsOf('usable')).sort()).toEqual([usable.id, expired.id].sort());
    await server.clock.later(61, async () => expect(await idsOf('expired')).toEqual([expired.id]));
  });

  it('are revoked alone, or with the clients they made and no other', async () => {
    const token = await make({ registrations: 5 });
    const [one, two] = [
      await aDynamicClient(token.initial_access_token),
      await aDynamicClient(token.initial_access_token),
    ];
    const other = await aDynamicClient();
    const parameters = { id: token.id };
    await server.admin.call('revokeInitialAccessToken', { parameters });
    expect((await read(one)).status).toBe(200);
    await server.admin.call('revokeInitialAccessToken', { parameters, query: { with_clients: 'true' } });
    for (const gone of [one, two]) expectRefusal(await read(gone), 404, 'not_found');
    expect((await read(other)).status).toBe(200);
    expect(await eventsOf({ client_id: one, name: 'ADMIN_CLIENT_DELETED' })).toMatchObject([
      { details: { initial_access_token: token.id }, before: { redirect_uris: ['https://shop.example.com/cb'] } },
    ]);
    const [revocation] = await eventsOf({ name: 'ADMIN_INITIAL_ACCESS_TOKEN_REVOKED' });
    expect(revocation).toMatchObject({ details: { id: token.id, clients_deleted: 2 } });
  });

  it('revoked with their clients leave none behind, however many register at that moment', async () => {
    const { id, initial_access_token: token } = await make({ registrations: 100 });
    const registrations = Array.from({ length: 20 }, () => register(token, web()));
    await Promise.all([
      ...registrations,
      server.admin.call('revokeInitialAccessToken', { parameters: { id }, query: { with_clients: 'true' } }),
    ]);
    const { items } = await server.admin.call('listRegisteredClients', { query: { initial_access_token: id } });
    expect(items).toEqual([]);
    expectRefusal(await register(token, web()), 401, 'invalid_token');
  });
});

describe('Registered clients', () => {
  it('are listed newest first, page by page', async () => {
    const token = await make({ registrations: 3 });
    const made: string[] = [];
    for (const seconds of [0, 10, 20]) {
      await server.clock.later(seconds, async () => void made.push(await aDynamicClient(token.initial_access_token)));
    }
    const query = { initial_access_token: token.id, limit: '2' };
    const first = await server.admin.call('listRegisteredClients', { query });
    const second = await server.admin.call('listRegisteredClients', {
      query: { ...query, cursor: first.next_cursor! },
    });
    expect(second).not.toHaveProperty('next_cursor');
    expect([...first.items, ...second.items].map(({ client_id }) => client_id)).toEqual(made.reverse());
  });

  it('are told apart by what is known of them', async () => {
    const application = await anApplication();
    const ios = await anInstallation(application);
    const android = await anInstallation(application, { app_platform: 'android' });
    const dynamic = await aDynamicClient();
    await server.store.clientLife.noteUse([ios], server.clock.now());
    const found = async (query: Record<string, string>) =>
      (await server.admin.call('listRegisteredClients', { query: { ...query, limit: '200' } })).items.map(
        ({ client_id }) => client_id,
      );
    const of = { application: application.identifier };
    expect((await found(of)).sort()).toEqual([ios, android].sort());
    expect(await found({ ...of, app_platform: 'android' })).toEqual([android]);
    expect(await found({ ...of, never_used: 'true' })).toEqual([android]);
    expect(await found({ ...of, kind: 'dynamic' })).toEqual([]);
    expect(await found({ kind: 'dynamic', q: dynamic })).toEqual([dynamic]);
    const later = server.clock.now() + 1;
    expect((await found({ ...of, last_used_before: String(later) })).sort()).toEqual([ios, android].sort());
    expect(await found({ ...of, last_used_before: String(later - 3600) })).toEqual([]);
    expect((await read(ios)).body).toMatchObject({ last_used_at: expect.any(Number) as number });
    expect((await read(android)).body).not.toHaveProperty('last_used_at');
  });

  it('never show their secret or its hash', async () => {
    const client_id = await aDynamicClient();
    const text = JSON.stringify((await read(client_id)).body);
    expect(text).not.toMatch(/secret_hash|registration_access_token|"client_secret"/);
  });

  it('of no application are no app installations, and the other way round they are both', async () => {
    const parameters = { client_id: await aDynamicClient() };
    expectRefusal(await server.admin.request('readAppInstallation', { parameters }), 404, 'not_found');
    expectRefusal(await server.admin.request('deleteAppInstallation', { parameters }), 404, 'not_found');
    const client_id = await anInstallation(await anApplication());
    expect(await server.admin.call('readAppInstallation', { parameters: { client_id } })).toEqual(
      (await read(client_id)).body,
    );
  });

  it('made by administrators are not among them', async () => {
    const { client_id } = await server.admin.call('createApiClient', {
      body: { name: 'One', scopes: ['onegini_api_token_introspection'] },
    });
    expectRefusal(await read(client_id), 404, 'not_found');
    const parameters = { client_id };
    expectRefusal(await server.admin.request('deleteRegisteredClient', { parameters }), 404, 'not_found');
  });

  it('switched off manage nothing any more, and are let in again', async () => {
    const { initial_access_token: token } = await make();
    const registered = await register(token, web());
    const { client_id, registration_access_token } = registered.body as Record<string, string>;
    const manage = async () =>
      (
        await send('GET', server.url + PATHS.client(client_id!), {
          headers: { authorization: `Bearer ${registration_access_token}` },
        })
      ).status;
    const parameters = { client_id: client_id! };
    expect(await manage()).toBe(200);
    await server.admin.call('updateRegisteredClient', { parameters, body: { enabled: false } });
    expect(await manage()).toBe(403);
    await server.admin.call('updateRegisteredClient', { parameters, body: { enabled: true } });
    expect(await manage()).toBe(200);
    expect(await eventsOf({ client_id: client_id!, name: 'ADMIN_CLIENT_UPDATED' })).toHaveLength(2);
  });

  it('are deleted', async () => {
    const client_id = await aDynamicClient();
    await server.admin.call('deleteRegisteredClient', { parameters: { client_id } });
    expectRefusal(await read(client_id), 404, 'not_found');
    expect(await eventsOf({ client_id, name: 'ADMIN_CLIENT_DELETED' })).toHaveLength(1);
  });
});

describe('A clean-up of registered clients', () => {
  const clean = (filter: object, expected_count: number) =>
    server.admin.request('deleteRegisteredClients', { body: { filter, expected_count } });
  const count = async (query: Record<string, string>) =>
    (await server.admin.call('countRegisteredClients', { query })).count;

  it('deletes what was counted, and writes down each of them', async () => {
    const application = await anApplication();
    const [used, one, two] = [
      await anInstallation(application),
      await anInstallation(application),
      await anInstallation(application),
    ];
    await server.store.clientLife.noteUse([used], server.clock.now());
    const filter = { application: application.identifier, never_used: 'true' };
    expect(await count(filter)).toBe(2);
    expect(await clean(filter, 2)).toMatchObject({ status: 200, body: { deleted: 2 } });
    expect((await read(used)).status).toBe(200);
    for (const gone of [one, two]) {
      expectRefusal(await read(gone), 404, 'not_found');
      expect(await eventsOf({ client_id: gone, name: 'ADMIN_CLIENT_DELETED' })).toMatchObject([
        { details: { cleaned_up: 2 } },
      ]);
    }
  });

  it('deletes nothing where the number is another by now', async () => {
    const application = await anApplication();
    const filter = { application: application.identifier };
    const client = await anInstallation(application);
    await anInstallation(application);
    for (const expected of [1, 3]) expectRefusal(await clean(filter, expected), 409, 'conflict');
    expect((await read(client)).status).toBe(200);
  });

  it('deletes nothing where as many are there, and they are others, for whoever names those that were counted', async () => {
    const application = await anApplication();
    const filter = { application: application.identifier };
    const [gone, stays] = [await anInstallation(application), await anInstallation(application)];
    const { count: counted, etag } = await server.admin.call('countRegisteredClients', { query: filter });
    await server.admin.call('deleteAppInstallation', { parameters: { client_id: gone } });
    const fresh = await anInstallation(application);
    const named = (ifMatch: string) =>
      server.admin.request('deleteRegisteredClients', { body: { filter, expected_count: counted }, ifMatch });
    expectRefusal(await named(etag), 412, 'precondition_failed');
    for (const one of [stays, fresh]) expect((await read(one)).status).toBe(200);
    const now = await server.admin.call('countRegisteredClients', { query: filter });
    expect(now.count).toBe(counted);
    expect(await named(now.etag)).toMatchObject({ status: 200, body: { deleted: counted } });
  });

  it.each<[string, object, number, string]>([
    ['a filter that means everybody', {}, 5, 'filter'],
    ['a filter that means everybody of a kind', { kind: 'dynamic' }, 5, 'filter'],
    ['a number of none', { never_used: 'true' }, 0, 'expected_count'],
    ['more than one may delete at once', { never_used: 'true' }, 10_001, 'expected_count'],
    ['a filter with a member nobody knows', { enabled: false }, 1, 'filter'],
  ])('is refused for %s', async (_, filter, expected, member) => {
    const { fields } = expectRefusal(await clean(filter, expected), 400, 'invalid_request');
    expect(Object.keys(fields!)).toEqual([member]);
  });

  it('finds out at the moment of deleting who was used since', async () => {
    const application = await anApplication();
    const client = await anInstallation(application);
    const filter = { application: application.identifier, never_used: 'true' };
    expect(await count(filter)).toBe(1);
    await server.store.clientLife.noteUse([client], server.clock.now());
    expectRefusal(await clean(filter, 1), 409, 'conflict');
    expect((await read(client)).status).toBe(200);
  });
});
