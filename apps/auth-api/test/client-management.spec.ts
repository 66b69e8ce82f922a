import { type ClientInformation, PATHS } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { AuthServer } from './support/auth-server.js';
import { expectRefusal, expectTokenHeaders } from './support/expectations.js';
import { HELLO_WORLD, MASTER_TOKEN, PRO_FORMA, Registrar } from './support/registrar.js';
import { basic, tokenOf } from './support/token-client.js';

let server: AuthServer;
let registrar: Registrar;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  registrar = new Registrar(server);
}, 60_000);
afterAll(() => server.close());

const get = (client: ClientInformation, token = client.registration_access_token) =>
  registrar.call('GET', client.registration_client_uri, token);
const put = (client: ClientInformation, body: unknown, token = client.registration_access_token) =>
  registrar.call('PUT', client.registration_client_uri, token, body);
const remove = (client: ClientInformation, token = client.registration_access_token) =>
  registrar.call('DELETE', client.registration_client_uri, token);

/** What a client may send to change nothing: all that was answered, but for the server's own. */
function repeated(client: ClientInformation): Record<string, unknown> {
  const { client_id_issued_at: _i, client_secret_expires_at: _e, ...rest } = client;
  const { registration_access_token: _t, registration_client_uri: _u, client_secret: _s, ...metadata } = rest;
  return metadata;
}

const informationOf = (reply: Exchange) => reply.body as ClientInformation;

/** Whether a client with client_credentials proves itself with this secret. */
async function authenticates(client: ClientInformation, secret: string): Promise<boolean> {
  const reply = await tokenOf(server.url, basic(client.client_id, secret), { grant_type: 'client_credentials' });
  if (reply.status !== 200) expectRefusal(reply, 401, 'invalid_client');
  return reply.status === 200;
}

const BACK_END = { client_name: 'Back end', grant_types: ['client_credentials'], scope: 'read' };

describe('Reading a registration', () => {
  it('tells all that is registered, and no secret', async () => {
    const client = await registrar.client();
    const reply = await get(client);
    expect(reply.status).toBe(200);
    expectTokenHeaders(reply);
    const { registration_client_uri: uri, client_id_issued_at: issued } = client;
    expect(reply.body).toEqual({
      ...repeated(client),
      registration_client_uri: uri,
      client_id_issued_at: issued,
    });
  });

  it('works under both names of the endpoint, and each answers with its own', async () => {
    const client = await registrar.client();
    const uri = `${server.url}/c2id/clients/${client.client_id}`;
    const reply = await registrar.call('GET', uri, client.registration_access_token);
    expect(reply.body).toMatchObject({ registration_client_uri: uri });
  });
});

describe.each(['GET', 'PUT', 'DELETE'])('%s of a registration', (method) => {
  const ask = (client: ClientInformation, token: string | undefined) =>
    registrar.call(method, client.registration_client_uri, token, method === 'PUT' ? repeated(client) : undefined);

  it.each([
    ['no token', () => undefined, 'Bearer'],
    ['a token nobody has', () => 'x'.repeat(43), 'Bearer error="invalid_token"'],
    ['the token of another client', (other: ClientInformation) => other.registration_access_token, /invalid_token/],
    ['its secret', (_: ClientInformation, own: ClientInformation) => own.client_secret, /invalid_token/],
  ])('is refused with %s, and nothing changes', async (_, tokenFor, challenge) => {
    const [client, other] = [await registrar.client(), await registrar.client()];
    const reply = await ask(client, tokenFor(other, client));
    expectRefusal(reply, 401, 'invalid_token');
    expect(reply.headers.get('www-authenticate')).toMatch(challenge);
    expect(JSON.stringify(reply.body)).not.toContain(client.client_id);
    expect((await get(client)).status).toBe(200);
    expect((await get(other)).status).toBe(200);
  });

  it('answers about a client that does not exist as about any other', async () => {
    const client = await registrar.client();
    const nobody = { ...client, registration_client_uri: `${registrar.endpoint}/nobody`, client_id: 'nobody' };
    expectRefusal(await ask(nobody, client.registration_access_token), 401, 'invalid_token');
    expectRefusal(await ask(nobody, MASTER_TOKEN), 404, 'not_found');
  });

  it('is not for clients that administrators made, nor for what they disabled', async () => {
    const { client_id } = await server.admin.call('createApiClient', {
      body: { name: 'Gateway', scopes: ['onegini_api_token_introspection'] },
    });
    const theirs = { client_id, registration_client_uri: `${registrar.endpoint}/${client_id}` } as ClientInformation;
    expectRefusal(await ask(theirs, 'x'.repeat(43)), 401, 'invalid_token');
    expectRefusal(await ask(theirs, MASTER_TOKEN), 403, 'insufficient_scope');
    const client = await registrar.client();
    await server.store.clients.setEnabled(client.client_id, 'dynamic', false);
    expectRefusal(await ask(client, client.registration_access_token), 403, 'insufficient_scope');
  });
});

describe('Changing a registration', () => {
  it('replaces it: what is left out or null is gone', async () => {
    const client = await registrar.client({
      ...HELLO_WORLD,
      'client_name#nl': 'Hallo',
      client_uri: 'https://a.example',
    });
    const reply = await put(client, {
      client_id: client.client_id,
      redirect_uris: ['https://example.com/new'],
      client_name: null,
    });
    expect(reply.status).toBe(200);
    expectTokenHeaders(reply);
    const changed = informationOf(reply);
    expect(repeated(changed)).toEqual({
      client_id: client.client_id,
      redirect_uris: ['https://example.com/new'],
      application_type: 'web',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    });
    expect(repeated(informationOf(await get(changed)))).toEqual(repeated(changed));
  });

  it.each([
    ['no client_id', { client_id: undefined }],
    ['another client_id', { client_id: 'another' }],
    ['registration_access_token', { registration_access_token: 'x' }],
    ['registration_client_uri', { registration_client_uri: 'https://example.com' }],
    ['client_secret_expires_at', { client_secret_expires_at: 0 }],
    ['client_id_issued_at', { client_id_issued_at: 1 }],
    ['a wrong client_secret', { client_secret: 'wrong' }],
    ['client_secret null', { client_secret: null }],
  ])('is refused with %s', async (_, change) => {
    const client = await registrar.client();
    expectRefusal(await put(client, { ...repeated(client), ...change }), 400, 'invalid_request');
    expect((await get(client)).status).toBe(200);
  });

  it.each([
    ['null', null],
    ['an array', []],
    ['a text', 'x'],
  ])('is refused with the body %s', async (_, body) => {
    expectRefusal(await put(await registrar.client(), body), 400, 'invalid_request');
  });

  it.each([
    ['an unknown grant', { grant_types: ['password'] }, 'invalid_client_metadata'],
    ['an unknown method', { token_endpoint_auth_method: 'magic' }, 'invalid_client_metadata'],
    ['an unknown response type', { response_types: ['token'] }, 'invalid_client_metadata'],
    ['a fragment', { redirect_uris: ['https://example.com/#x'] }, 'invalid_redirect_uri'],
    ['no redirect URI', { redirect_uris: undefined }, 'invalid_redirect_uri'],
  ])('is refused with %s', async (_, change, code) => {
    const client = await registrar.client();
    expectRefusal(await put(client, { ...repeated(client), ...change }), 400, code);
    expect(repeated(informationOf(await get(client)))).toEqual(repeated(client));
  });

  it('gives a new token and a new secret; the old token is dead, the old secret is taken for half an hour', async () => {
    const client = await registrar.client(BACK_END);
    const changed = informationOf(await put(client, { ...repeated(client), client_secret: client.client_secret }));
    expect(changed.registration_access_token).not.toBe(client.registration_access_token);
    expect(changed.client_secret).not.toBe(client.client_secret);
    expectRefusal(await get(client), 401, 'invalid_token');
    expect((await get(changed)).status).toBe(200);
    expect(await authenticates(client, client.client_secret!)).toBe(true);
    expect(await authenticates(client, changed.client_secret!)).toBe(true);
    await server.clock.later(1700, async () => expect(await authenticates(client, client.client_secret!)).toBe(true));
    await server.clock.later(1801, async () => {
      expect(await authenticates(client, client.client_secret!)).toBe(false);
      expect(await authenticates(client, changed.client_secret!)).toBe(true);
    });
  });

  it('gives a secret to a client that needs one now, and takes both away from one that needs none any more', async () => {
    const client = await registrar.client({ ...BACK_END, ...PRO_FORMA, grant_types: [] });
    const confidential = informationOf(await put(client, { ...BACK_END, client_id: client.client_id }));
    expect(await authenticates(client, confidential.client_secret!)).toBe(true);
    const key = { kty: 'EC', crv: 'P-256', kid: '1', x: X, y: Y };
    const keyed = await put(confidential, {
      ...BACK_END,
      client_id: client.client_id,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [key] },
    });
    expect(keyed.status).toBe(200);
    expect(keyed.body).not.toHaveProperty('client_secret');
    expect(await authenticates(client, confidential.client_secret!)).toBe(false);
  });

  it('is made once by many at the same time: the token was good for one of them', async () => {
    const client = await registrar.client();
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, index) => put(client, { ...repeated(client), client_name: `Name ${index}` })),
    );
    const made = replies.filter((reply) => reply.status === 200);
    expect(made).toHaveLength(1);
    for (const reply of replies.filter(({ status }) => status !== 200)) expectRefusal(reply, 401, 'invalid_token');
    const winner = informationOf(made[0]!);
    expect((await get(winner)).body).toMatchObject({ client_name: winner.client_name });
  });

  it('with the master token leaves the developer’s token and secret as they are', async () => {
    const client = await registrar.client(BACK_END);
    const reply = await put(client, { ...repeated(client), client_name: 'Renamed' }, MASTER_TOKEN);
    expect(reply.body).toMatchObject({ client_name: 'Renamed' });
    expect(reply.body).not.toHaveProperty('client_secret');
    expect(reply.body).not.toHaveProperty('registration_access_token');
    expect((await get(client)).status).toBe(200);
    expect(await authenticates(client, client.client_secret!)).toBe(true);
  });

  it('is told afterwards, with what was before and what is now', async () => {
    const client = await registrar.client();
    const changed = informationOf(await put(client, { ...repeated(client), client_name: 'Renamed' }));
    await remove(changed);
    await server.noted();
    const { items } = await server.admin.call('listEvents', { query: { client_id: client.client_id } });
    expect(items.map((item) => item.name)).toEqual([
      'DYNAMIC_REG_DELETED',
      'DYNAMIC_UP_SUCCESS',
      'DYNAMIC_REG_SUCCESS',
    ]);
    expect(items[1]).toMatchObject({
      before: { client_name: 'Hello world client' },
      after: { client_name: 'Renamed' },
      details: { by: 'client' },
    });
    for (const secret of [client, changed].flatMap((shown) => [shown.client_secret!, shown.registration_access_token!]))
      expect(JSON.stringify(items)).not.toContain(secret);
  });
});

/** A point on P-256. */
const X = 'axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY';
const Y = 'T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU';

describe('The lock of the initial access token', () => {
  it.each([
    ['another grant', { grant_types: ['authorization_code', 'client_credentials'] }],
    ['scopes', { scope: 'openid' }],
    ['data', { data: { any: 1 } }],
  ])('holds against %s, also after the token was rotated', async (_, change) => {
    let client = await registrar.lockedClient(['client-reg:grant:code']);
    for (let round = 0; round < 2; round += 1) {
      expectRefusal(await put(client, { ...repeated(client), ...change }), 403, 'insufficient_scope');
      client = informationOf(await put(client, repeated(client)));
    }
  });

  it('holds although the initial access token and its pro-forma client are gone', async () => {
    const client = await registrar.lockedClient(['client-reg:grant:code']);
    await server.database.dataSource.query(
      `DELETE FROM client WHERE client_id IN (SELECT client_id FROM initial_access_token
        WHERE id = (SELECT initial_access_token FROM client WHERE client_id = $1))`,
      [client.client_id],
    );
    const wider = { ...repeated(client), grant_types: ['authorization_code', 'client_credentials'] };
    expectRefusal(await put(client, wider), 403, 'insufficient_scope');
  });

  it('lets the client have what the token covered', async () => {
    const client = await registrar.lockedClient(['client-reg:grant:code', 'client-reg:grant:refresh']);
    const change = { ...repeated(client), grant_types: ['authorization_code', 'refresh_token'] };
    expect((await put(client, change)).body).toMatchObject({ grant_types: change.grant_types });
  });

  it('is not widened by a change with the master token', async () => {
    const client = await registrar.lockedClient(['client-reg:grant:code']);
    const wider = { ...repeated(client), grant_types: ['authorization_code', 'client_credentials'] };
    expect((await put(client, wider, MASTER_TOKEN)).status).toBe(200);
    expectRefusal(await put(client, wider), 403, 'insufficient_scope');
  });
});

describe('Deleting a registration', () => {
  it('ends the client, its token and everything issued to it', async () => {
    const client = await registrar.client(BACK_END);
    const credentials = basic(client.client_id, client.client_secret!);
    const { body } = await tokenOf(server.url, credentials, { grant_type: 'client_credentials' });
    const resourceServer = await server.given.resourceServer();
    expect(await resourceServer.introspect(body.access_token)).toMatchObject({ active: true });
    const reply = await remove(client);
    expect(reply.status).toBe(204);
    expect(reply.body).toBeUndefined();
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expectRefusal(await get(client), 401, 'invalid_token');
    expectRefusal(await remove(client), 401, 'invalid_token');
    expect(await authenticates(client, client.client_secret!)).toBe(false);
    expect(await resourceServer.introspect(body.access_token)).toEqual({ active: false });
  });

  it('is open to app instances as well', async () => {
    const application = await server.given.mobileApplication(await server.given.provider());
    const reply = await send<ClientInformation>('POST', server.url + PATHS.clients, {
      headers: { authorization: `Bearer ${await server.given.initialAccessToken(application)}` },
      json: { software_version: '1.0', app_platform: 'ios' },
    });
    const instance = reply.body;
    expect((await get(instance)).body).toMatchObject({ software_id: application.identifier, software_version: '1.0' });
    const moved = await put(instance, { ...repeated(instance), software_version: '9.9' });
    expectRefusal(moved, 400, 'invalid_client_metadata');
    expect((await remove(instance)).status).toBe(204);
  });
});

describe('An address of client registration', () => {
  it.each([
    ['PATCH', () => `${registrar.endpoint}/x`, 'DELETE, GET, HEAD, PUT'],
    ['PUT', () => registrar.endpoint, 'GET, HEAD, POST'],
  ])('does not know %s', async (method, address, allowed) => {
    const reply = await registrar.call(method, address(), MASTER_TOKEN, {});
    expectRefusal(reply, 405, 'invalid_request');
    expect(reply.headers.get('allow')).toBe(allowed);
  });
});

describe('The list of registered clients', () => {
  it('is for the master token only', async () => {
    const client = await registrar.client();
    expectRefusal(await registrar.call('GET', registrar.endpoint, undefined), 401, 'invalid_token');
    const own = await registrar.call('GET', registrar.endpoint, client.registration_access_token);
    expectRefusal(own, 401, 'invalid_token');
  });

  it('names every client once, page by page, and no secret', async () => {
    const made = [await registrar.client(), await registrar.client(BACK_END), await registrar.client(PRO_FORMA)];
    const listed: ClientInformation[] = [];
    let next: string | undefined = `${registrar.endpoint}?limit=2`;
    while (next !== undefined) {
      const reply: Exchange = await registrar.call('GET', next, MASTER_TOKEN);
      expect(reply.status).toBe(200);
      expect((reply.body as unknown[]).length).toBeLessThanOrEqual(2);
      listed.push(...(reply.body as ClientInformation[]));
      next = /^<(.+)>; rel="next"$/.exec(reply.headers.get('link') ?? '')?.[1];
    }
    const identifiers = listed.map((client) => client.client_id);
    expect(new Set(identifiers).size).toBe(identifiers.length);
    expect(identifiers).toEqual(expect.arrayContaining(made.map((client) => client.client_id)));
    const [row] = await server.database.dataSource.query<{ count: number }[]>(
      `SELECT count(*) AS count FROM client WHERE kind IN ('dynamic', 'instance')`,
    );
    expect(listed).toHaveLength(row!.count);
    expect(JSON.stringify(listed)).not.toMatch(/client_secret"|registration_access_token/);
  });

  it.each(['limit=0', 'limit=101', 'limit=x'])('refuses %s', async (search) => {
    expectRefusal(await registrar.call('GET', `${registrar.endpoint}?${search}`, MASTER_TOKEN), 400, 'invalid_request');
  });
});

describe('With rotation switched off', () => {
  let still: AuthServer;
  beforeAll(async () => {
    still = await AuthServer.start({
      PASSANT_MASTER_TOKEN: MASTER_TOKEN,
      PASSANT_ROTATE_REGISTRATION_TOKEN: 'off',
      PASSANT_ROTATE_CLIENT_SECRET: 'off',
    });
  }, 60_000);
  afterAll(() => still.close());

  it('token and secret stay what they were, and are not shown again', async () => {
    const own = new Registrar(still);
    const client = await own.client();
    const change = { ...repeated(client), client_name: 'Renamed' };
    for (let round = 0; round < 2; round += 1) {
      const { body } = await own.call('PUT', client.registration_client_uri, client.registration_access_token, change);
      expect(body).toMatchObject({ client_name: 'Renamed' });
      expect(body).not.toHaveProperty('client_secret');
      expect(body).not.toHaveProperty('registration_access_token');
    }
  });

  it('many changes at once all happen, one after the other', async () => {
    const own = new Registrar(still);
    const client = await own.client();
    const replies = await Promise.all(
      Array.from({ length: 4 }, (_, index) =>
        own.call('PUT', client.registration_client_uri, client.registration_access_token, {
          ...repeated(client),
          client_name: `Name ${index}`,
        }),
      ),
    );
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200, 200]);
  });
});
