import { type Application, type ClientInformation, PATHS } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { Store } from '@passant/persistence';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal, expectTokenHeaders } from '../support/expectations.js';
import { BACK_END, HELLO_WORLD, MASTER_TOKEN, PRO_FORMA, Registrar, repeated } from '../support/registrar.js';
import { before } from '../support/meanwhile.js';
import { changeApplication } from '../support/session-world.js';
import { basic, tokenOf } from '../support/token-client.js';

let server: AuthServer;
let registrar: Registrar;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  registrar = new Registrar(server);
});
afterAll(() => server.close());

/** An installation of an app, with its application. */
async function installed(): Promise<{ application: Application; installation: ClientInformation }> {
  const application = await server.given.mobileApplication(await server.given.provider());
  const { body: installation } = await send<ClientInformation>('POST', server.url + PATHS.clients, {
    headers: { authorization: `Bearer ${await server.given.initialAccessToken(application)}` },
    json: { software_version: '1.0', app_platform: 'ios' },
  });
  return { application, installation };
}

describe('Reading a registration', () => {
  it('tells all that is registered, and no secret', async () => {
    const client = await registrar.client();
    const reply = await registrar.read(client);
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

  it.each([
    ['/%632id/client%73', 200, '/c2id/clients'],
    ['/oauth/%63lients', 201, '/oauth/clients'],
  ])('goes by the route and not by the spelling of the address: %s', async (path, status, surface) => {
    const made = await registrar.call('POST', server.url + path, MASTER_TOKEN, HELLO_WORLD);
    const { client_id: id, registration_client_uri: uri } = made.body as ClientInformation;
    expect([made.status, uri]).toEqual([status, `${server.url}${surface}/${id}`]);
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
    expect((await registrar.read(client)).status).toBe(200);
    expect((await registrar.read(other)).status).toBe(200);
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

  it('is not for clients of an application that is disabled, until it is enabled again', async () => {
    const { application, installation } = await installed();
    await changeApplication(server, application, { enabled: false });
    const reply = await ask(installation, installation.registration_access_token);
    expectRefusal(reply, 403, 'insufficient_scope');
    // Whoever proves nothing learns nothing about it either.
    expectRefusal(await ask(installation, 'x'.repeat(43)), 401, 'invalid_token');
    expect((await registrar.read(installation, MASTER_TOKEN)).status).toBe(200);
    await changeApplication(server, application, { enabled: true });
    expect((await ask(installation, installation.registration_access_token)).status).toBeLessThan(300);
  });
});

describe('Deleting a registration', () => {
  it('ends the client, its token and everything issued to it', async () => {
    const client = await registrar.client(BACK_END);
    const credentials = basic(client.client_id, client.client_secret!);
    const { body } = await tokenOf(server.url, credentials, { grant_type: 'client_credentials' });
    const resourceServer = await server.given.resourceServer();
    expect(await resourceServer.introspect(body.access_token)).toMatchObject({ active: true });
    const reply = await registrar.remove(client);
    expect(reply.status).toBe(204);
    expect(reply.body).toBeUndefined();
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expectRefusal(await registrar.read(client), 401, 'invalid_token');
    expectRefusal(await registrar.remove(client), 401, 'invalid_token');
    expect(await registrar.authenticates(client, client.client_secret!)).toBe(false);
    expect(await resourceServer.introspect(body.access_token)).toEqual({ active: false });
  });

  it('is open to app instances as well', async () => {
    const { application, installation: instance } = await installed();
    expect((await registrar.read(instance)).body).toMatchObject({
      software_id: application.identifier,
      software_version: '1.0',
    });
    const moved = await registrar.change(instance, { ...repeated(instance), software_version: '9.9' });
    expectRefusal(moved, 400, 'invalid_client_metadata');
    expect((await registrar.remove(instance)).status).toBe(204);
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

describe('A client that deletes itself', () => {
  const chosen = { ...HELLO_WORLD, preferred_client_id: 'chosen-again' };

  it('deletes no other one that got its identifier meanwhile', async () => {
    const client = await registrar.client(chosen);
    before(server.app.get(Store), 'longTransaction', async () => {
      expect((await registrar.remove(client)).status).toBe(204);
      await registrar.client(chosen);
    });
    expectRefusal(await registrar.remove(client), 401, 'invalid_token');
    expect((await registrar.read(client, MASTER_TOKEN)).status).toBe(200);
  });

  it('is not deleted once an administrator disabled it, however close that is', async () => {
    const client = await registrar.client();
    const { client_id } = client;
    before(server.app.get(Store), 'longTransaction', () =>
      server.store.clients.setEnabled(client_id, 'dynamic', false),
    );
    expectRefusal(await registrar.remove(client), 403, 'insufficient_scope');
    expect(await server.store.clients.find(client_id)).toMatchObject({ enabled: false });
  });

  it('is deleted all the same if something else about it changed meanwhile', async () => {
    const client = await registrar.client();
    before(server.app.get(Store), 'longTransaction', () => registrar.change(client, repeated(client), MASTER_TOKEN));
    expect((await registrar.remove(client)).status).toBe(204);
  });
});
