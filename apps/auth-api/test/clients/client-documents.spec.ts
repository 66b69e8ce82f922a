import { PATHS } from '@passant/contracts';
import { DeviceKey, send } from '@passant/mobile-client';
import { ClientSweeper } from '../../src/upkeep/client-sweeper.js';
import type { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { type DocumentPublisher, aDocument } from '../support/document-publisher.js';
import { expectRefusal } from '../support/expectations.js';
import { MASTER_TOKEN, Registrar } from '../support/registrar.js';
import { basic, post, signed, tokenOf } from '../support/token-client.js';
import { signIn } from '../support/web-world.js';
import { DocumentWorld, REDIRECT, expectUnknown } from '../support/document-world.js';

const JSON_TYPE = { 'content-type': 'application/json' };

let world: DocumentWorld;
let server: AuthServer;
let documents: DocumentPublisher;

beforeAll(async () => {
  world = await DocumentWorld.start();
  ({ server, documents } = world);
});
afterAll(() => world.close());

const stored = (address: string) => server.store.clients.find(address);

const failures = async (): Promise<{ document: string; reason: string }[]> => {
  await server.noted();
  const rows = await server.database.dataSource.query<{ details: { document: string; reason: string } }[]>(
    "SELECT details FROM event WHERE name = 'CLIENT_DOCUMENT_FAILED' ORDER BY id",
  );
  return rows.map(({ details }) => details);
};

describe('A client that a document describes', () => {
  it('signs people in without ever having been registered', async () => {
    const client = world.clientAt(documents.publish());
    const page = await new Browser(server.url).open(client.request({ scope: 'openid' }));
    expect(page.status).toBe(200);
    const consent = await page.send('answer', { data: 'anna' });
    expect(consent.title).toBe('Continue to Weather station?');
    const { access, refresh: token } = await world.tokensOf(client);
    const resourceServer = await server.given.resourceServer();
    expect(await resourceServer.introspect(access)).toMatchObject({ active: true, client_id: client.clientId });
    expect((await world.refresh(client, token)).status).toBe(200);
    expect(await stored(client.clientId)).toMatchObject({
      kind: 'dynamic',
      registeredOpenly: true,
      registrationTokenHash: null,
      secretHash: null,
    });
  });

  it('is asked about at the host of the document, which is named to the person', async () => {
    const address = documents.publish();
    const page = await world.open(address);
    const consent = await page.send('answer', { data: 'anna' });
    expect(consent.html).toContain(`<bdi>${new URL(address).host}</bdi> published this about itself.`);
    const { client_id } = await new Registrar(server).client({
      redirect_uris: [REDIRECT],
      token_endpoint_auth_method: 'none',
    });
    const other = await world.open(client_id).then((first) => first.send('answer', { data: 'anna' }));
    expect(other.html).not.toContain('published this about itself');
  });

  it.each([
    ['on any port of the loopback interface, beside https, where the document names no type', undefined, 200],
    ['on the published port alone, where it says that it is a site', 'web', 400],
  ])('is answered %s', async (_, application_type, status) => {
    const address = documents.publish({ application_type, redirect_uris: [REDIRECT, 'http://127.0.0.1:33418/back'] });
    const back = 'http://127.0.0.1:51004/back';
    expect((await world.open(address, 'http://127.0.0.1:33418/back')).status).toBe(200);
    expect((await world.open(address, back)).status).toBe(status);
    expect((await world.open(address, 'https://weather.example.com:51004/callback')).status).toBe(400);
    if (status === 200) {
      const { refresh: token } = await world.tokensOf(world.clientAt(address, back));
      expect((await world.refresh(world.clientAt(address, back), token)).status).toBe(200);
    }
  });

  it.each([404, 500, 503])(
    'that cannot be had, since its publisher answers %i, is no error of this server',
    async (status) => {
      const address = documents.publish();
      documents.publisher.answers(status, '');
      const before = server.log.length;
      expect((await world.open(address)).status).toBe(503);
      expectRefusal(await world.refresh(world.clientAt(address), 'unknown'), 503, 'temporarily_unavailable');
      const lines = server.log.slice(before);
      expect(lines.filter(({ level }) => level === 50)).toEqual([]);
      expect(lines.some(({ level }) => level === 40)).toBe(true);
    },
  );

  it('is found at the token endpoint by an instance that never saw it', async () => {
    const key = await DeviceKey.generate();
    const address = documents.publish({
      redirect_uris: undefined,
      response_types: undefined,
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [key.publicJwk] },
    });
    const proof = await signed(key, address, server.issuer, server.clock.now());
    const reply = await tokenOf(server.url, proof, { grant_type: 'client_credentials' });
    expect([reply.status, reply.body.scope]).toEqual([200, 'client']);
    // The same assertion is of no use twice, whoever shares the identifier.
    expectRefusal(await tokenOf(server.url, proof, { grant_type: 'client_credentials' }), 401, 'invalid_client');
  });

  it('is believed for a minute and no longer than a day, whatever its server says', async () => {
    await server.clock.standing(async () => {
      const hasty = documents.publish({}, { 'cache-control': 'no-store' });
      await world.open(hasty);
      await server.clock.later(59, () => world.open(hasty));
      expect(documents.requests).toBe(1);
      await server.clock.later(60, () => world.open(hasty));
      expect(documents.requests).toBe(2);
      const lazy = documents.publish({}, { 'cache-control': 'max-age=31536000' });
      await world.open(lazy);
      await server.clock.later(86_399, () => world.open(lazy));
      expect(documents.requests).toBe(1);
      await server.clock.later(86_400, () => world.open(lazy));
      expect(documents.requests).toBe(2);
    });
  });

  it('may be served as a kind of JSON', async () => {
    const type = { 'content-type': 'application/oauth-client+json; charset=utf-8' };
    expect((await world.open(documents.publish({}, type))).status).toBe(200);
  });

  it('is fetched by one request, however many wait for it', async () => {
    const address = documents.address();
    documents.publisher.handles((_request, response) => {
      setTimeout(() => response.writeHead(200, JSON_TYPE).end(JSON.stringify(aDocument(address))), 100);
    });
    const pages = await Promise.all(Array.from({ length: 10 }, () => world.open(address)));
    expect(pages.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(documents.requests).toBe(1);
  });

  it('keeps of its document what a registration would keep, and is not refused for the rest', async () => {
    const address = documents.publish({
      grant_types: ['authorization_code', 'urn:example:grant', 'refresh_token'],
      response_types: ['code', 'id_token'],
      scope: 'openid profile a-scope-of-others',
      resources: ['https://api.example.com'],
      'client_name#nl': 'Weerstation',
      token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
      preferred_client_id: 'mine',
      data: { mine: true },
      x_unknown: { nested: [1] },
    });
    expect((await world.open(address)).status).toBe(200);
    const client = await stored(address);
    expect(client).toMatchObject({
      grantTypes: ['authorization_code', 'refresh_token'],
      responseTypes: ['code'],
      scopes: ['openid', 'profile'],
      metadata: { application_type: 'web', 'client_name#nl': 'Weerstation' },
    });
    expect(Object.keys(client!.metadata).sort()).toEqual(['application_type', 'client_name#nl']);
  });

  it.each<[string, object, string]>([
    ['none if it says nothing', { token_endpoint_auth_method: undefined }, 'none'],
    [
      'its keys if it says nothing else',
      { token_endpoint_auth_method: undefined, jwks_uri: 'https://keys.example.com/jwks' },
      'private_key_jwt',
    ],
    [
      'the stronger one of those that it lists',
      {
        token_endpoint_auth_method: undefined,
        token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
        jwks_uri: 'https://keys.example.com/jwks',
      },
      'private_key_jwt',
    ],
    [
      'one that it lists beside one that is not known here',
      { token_endpoint_auth_method: 'tls_client_auth', token_endpoint_auth_methods_supported: ['none'] },
      'none',
    ],
  ])('authenticates with %s', async (_, changes, method) => {
    const address = documents.publish(changes);
    expect((await world.open(address)).status).toBe(200);
    expect(await stored(address)).toMatchObject({ authMethod: method });
  });

  it('never authenticates with a secret', async () => {
    const address = documents.publish();
    expect((await world.open(address)).status).toBe(200);
    for (const proof of [basic(address, 'x'.repeat(32)), post(address, 'x'.repeat(32))]) {
      expectRefusal(await tokenOf(server.url, proof, { grant_type: 'client_credentials' }), 401, 'invalid_client');
    }
  });

  it('gets no browser sent to it before the person has agreed: nobody here vouched for it', async () => {
    const address = documents.publish();
    const page = await new Browser(server.url).open(world.clientAt(address).request({ response_type: 'token' }));
    expect(page.location).toBeUndefined();
    expect(page.html).toContain('Nobody here checked whose address this is.');
  });

  it('goes after a day unless it was used, and comes back when it is needed', async () => {
    const address = documents.publish();
    await world.open(address);
    await server.clock.later(90_000, () => server.app.get(ClientSweeper).sweep());
    expect(await stored(address)).toBeUndefined();
    expect((await world.open(address)).status).toBe(200);
  });

  it('stays disabled, used or not, and is not asked for then', async () => {
    const address = documents.publish();
    await world.open(address);
    await server.admin.call('updateRegisteredClient', { parameters: { client_id: address }, body: { enabled: false } });
    await server.clock.later(90_000, async () => {
      await server.app.get(ClientSweeper).sweep();
      expectUnknown(await world.open(address));
    });
    expect(documents.requests).toBe(1);
  });

  it('is shown to administrators with what describes it', async () => {
    const address = documents.publish();
    await world.open(address);
    const parameters = { client_id: address };
    expect(await server.admin.call('readRegisteredClient', { parameters })).toMatchObject({
      client_id: address,
      document: 'followed',
      document_fetched_at: expect.any(Number) as number,
    });
    const { items } = await server.admin.call('listEvents', { query: { client_id: address } });
    expect(items).toMatchObject([{ name: 'DYNAMIC_REG_SUCCESS', details: { by: 'document' } }]);
  });

  it('is changed by its document alone, and by no token', async () => {
    const address = documents.publish();
    await world.open(address);
    const uri = `${server.url}${PATHS.clients}/${encodeURIComponent(address)}`;
    const call = (method: string, token: string, json?: object) =>
      send(method, uri, { headers: { authorization: `Bearer ${token}` }, ...(json ? { json } : {}) });
    expect((await call('GET', MASTER_TOKEN)).body).toMatchObject({ client_id: address, redirect_uris: [REDIRECT] });
    const change = { client_id: address, redirect_uris: ['https://elsewhere.example.com/'] };
    expectRefusal(await call('PUT', MASTER_TOKEN, change), 400, 'invalid_client_metadata');
    expectRefusal(await call('PUT', 'x'.repeat(32), change), 401, 'invalid_token');
    expect(await stored(address)).toMatchObject({ redirectUris: [REDIRECT] });
  });
});

describe('A document', () => {
  const html = '<!doctype html><title>Not found</title>';
  const wide = { 'x-padding': 'x'.repeat(5 * 1024) };
  it.each<[string, string, (address: string) => void]>([
    ['of another client_id', 'names another client_id', (at) => documents.publish({ client_id: `${at}/` }, {}, at)],
    [
      'of the same address, written otherwise',
      'names another client_id',
      (at) => documents.publish({ client_id: at.replace('/clients/', '/%63lients/') }, {}, at),
    ],
    ['without a client_id', 'names another client_id', (at) => documents.publish({ client_id: undefined }, {}, at)],
    ['of more than 5 kB', 'more than 5120 bytes', (at) => documents.publish(wide, {}, at)],
    [
      'behind a redirect',
      'redirects are not followed',
      () => documents.publisher.answers(302, '', { location: '/elsewhere' }),
    ],
    ['that is a page', 'answered no JSON object', () => documents.publisher.answers(200, html)],
    [
      'that is a picture by its type',
      'answered no JSON by its type',
      (at) => documents.publish({}, { 'content-type': 'image/png' }, at),
    ],
    ['without a type', 'answered no JSON by its type', (at) => documents.publish({}, { 'content-type': '' }, at)],
    ['that is a list', 'answered no JSON object', () => documents.publisher.answers(200, '[]')],
    ['that is not for everybody', 'answered 403', () => documents.publisher.answers(403, '{}')],
    ['that is gone', 'answered 410', () => documents.publisher.answers(410, '{}')],
    [
      'that is not there, in a success that is not 200',
      'answered 203',
      () => documents.publisher.answers(203, JSON.stringify(aDocument('x'))),
    ],
    ['with a secret', 'holds a secret', (at) => documents.publish({ client_secret: 'x'.repeat(40) }, {}, at)],
    ['with the end of a secret', 'holds a secret', (at) => documents.publish({ client_secret_expires_at: 0 }, {}, at)],
    ...['client_secret_basic', 'client_secret_post', 'client_secret_jwt'].map(
      (method): [string, string, (address: string) => void] => [
        `with ${method}`,
        'needs a shared secret',
        (at) => documents.publish({ token_endpoint_auth_method: method }, {}, at),
      ],
    ),
    [
      'with a method that is not known here',
      'offers no method',
      (at) => documents.publish({ token_endpoint_auth_method: 'tls_client_auth' }, {}, at),
    ],
    [
      'with keys that are missing',
      'nothing that may be a client here',
      (at) => documents.publish({ token_endpoint_auth_method: 'private_key_jwt' }, {}, at),
    ],
    [
      'with keys that are private',
      'nothing that may be a client here',
      (at) =>
        documents.publish(
          { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } },
          {},
          at,
        ),
    ],
    [
      'with keys at an address that is none',
      'nothing that may be a client here',
      (at) => documents.publish({ token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'ftp://keys' }, {}, at),
    ],
    [
      'with a redirect URI that runs something',
      'nothing that may be a client here',
      (at) => documents.publish({ redirect_uris: [REDIRECT, 'javascript:alert(1)'] }, {}, at),
    ],
    [
      'with a redirect URI without https',
      'nothing that may be a client here',
      (at) => documents.publish({ redirect_uris: ['http://weather.example.com/callback'] }, {}, at),
    ],
    [
      'without redirect URIs',
      'nothing that may be a client here',
      (at) => documents.publish({ redirect_uris: undefined }, {}, at),
    ],
    [
      'with nothing but grants of applications',
      'nothing that may be a client here',
      (at) => documents.publish({ grant_types: ['urn:onewelcome:oauth2:grant_type:stateless_authentication'] }, {}, at),
    ],
    ['with a member of the wrong kind', 'nothing that may be', (at) => documents.publish({ client_name: [1] }, {}, at)],
  ])('%s makes no client, and is asked for again by the next request', async (_, reason, prepare) => {
    await server.seesAnotherMinute();
    const { length: before } = await failures();
    const address = documents.address();
    prepare(address);
    expectUnknown(await world.open(address));
    const exchange = await world.clientAt(address).exchange('a code');
    expectRefusal(exchange, 401, 'invalid_client');
    expect(documents.requests).toBe(2);
    // Anybody can make up an address on an allowed domain: events have the domain, the trace has the whole.
    const told = { document: '127.0.0.1', reason: expect.stringContaining(reason) as string };
    expect((await failures()).slice(before)).toEqual([expect.objectContaining(told), expect.objectContaining(told)]);
    expect(await stored(address)).toBeUndefined();
    documents.publish({}, {}, address);
    expect((await world.open(address)).status).toBe(200);
  });

  it.each<[string, () => void]>([
    ['answers nothing in time', () => documents.publisher.handles(() => {})],
    [
      'answers without an end',
      () => documents.publisher.handles((_request, response) => void response.writeHead(200).write('{')),
    ],
    ['breaks the connection', () => documents.publisher.handles((request) => request.socket.destroy())],
    ['is out of order', () => documents.publisher.answers(503, '')],
    ['has too much to do', () => documents.publisher.answers(429, '')],
    ['has lost it', () => documents.publisher.answers(404, '')],
  ])('whose server %s makes nobody unknown: the caller is to come again', async (_, prepare) => {
    const address = documents.address();
    prepare();
    const page = await world.open(address);
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '30']);
    prepare();
    expectRefusal(await world.clientAt(address).exchange('a code'), 503, 'temporarily_unavailable');
    documents.publish({}, {}, address);
    expect((await world.open(address)).status).toBe(200);
  });

  it('tells an administrator why it makes no client, and nobody else', async () => {
    await server.seesAnotherMinute();
    const address = documents.publish({ redirect_uris: ['http://weather.example.com/callback'] });
    const page = await world.open(address);
    await server.noted();
    const trace = await server.admin.call('readRefusal', {
      parameters: { error_id: page.headers.get('x-request-id')! },
    });
    expect(trace.checks).toContainEqual({
      check: 'client document',
      expected: 'describes a client, at an address of an allowed domain',
      actual: expect.stringContaining('redirect_uris[0] must be https') as string,
      passed: false,
    });
    expect(page.html).not.toContain('redirect_uris');
  });
});

describe('A document that was good', () => {
  const later = 3700;

  it.each<[string, () => void]>([
    ['is out of order', () => documents.publisher.answers(500, 'down')],
    ['has lost it', () => documents.publisher.answers(404, '{}')],
    ['breaks the connection', () => documents.publisher.handles((request) => request.socket.destroy())],
  ])('goes on serving for a day while its server %s', async (_, prepare) => {
    const client = world.clientAt(documents.publish({}, { 'cache-control': 'max-age=3600' }));
    const { refresh: token } = await world.tokensOf(client);
    prepare();
    const reply = await server.clock.later(later, () => world.refresh(client, token));
    expect(reply.status).toBe(200);
    const { refresh_token: next } = reply.body as { refresh_token: string };
    const requests = documents.requests;
    await server.clock.later(later + 5, () => world.open(client.clientId));
    expect(documents.requests).toBe(requests);
    const over = await server.clock.later(3600 + 86_401, () => world.refresh(client, next));
    expectRefusal(over, 503, 'temporarily_unavailable');
    documents.publish({}, {}, client.clientId);
    expect((await server.clock.later(3600 + 86_500, () => world.refresh(client, next))).status).toBe(200);
  });

  it.each<[string, (address: string) => void]>([
    ['is withdrawn', () => documents.publisher.answers(410, '')],
    ['becomes a page', () => documents.publisher.answers(200, '<!doctype html>')],
    ['names another client', (at) => documents.publish({ client_id: 'https://other.example.com/client' }, {}, at)],
    ['moves', () => documents.publisher.answers(301, '', { location: 'https://other.example.com/client' })],
  ])('ends its client at once when it %s, and everything goes on when it is back', async (_, prepare) => {
    const client = world.clientAt(documents.publish({}, { 'cache-control': 'max-age=60' }));
    const { refresh: token } = await world.tokensOf(client);
    prepare(client.clientId);
    await server.clock.later(120, async () => {
      expectUnknown(await world.open(client.clientId));
      expectRefusal(await world.refresh(client, token), 401, 'invalid_client');
    });
    documents.publish({}, {}, client.clientId);
    expect((await server.clock.later(121, () => world.refresh(client, token))).status).toBe(200);
  });

  it('may change: what a person had agreed to is asked anew, and the change is told', async () => {
    const address = documents.publish();
    await world.open(address);
    documents.publish({ client_name: 'Weather, renamed' }, {}, address);
    const page = await server.clock.later(700, () => world.open(address));
    expect(page.html).toContain('Weather, renamed');
    await server.noted();
    const { items } = await server.admin.call('listEvents', { query: { client_id: address } });
    expect(items[0]).toMatchObject({
      name: 'DYNAMIC_UP_SUCCESS',
      before: { client_name: 'Weather station' },
      after: { client_name: 'Weather, renamed' },
    });
  });

  it('keeps what an administrator decided about its client when it changes', async () => {
    const address = documents.publish({
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: 'https://keys.example.com/jwks',
    });
    await world.open(address);
    const parameters = { client_id: address };
    await server.admin.call('updateRegisteredClient', { parameters, body: { require_pkce: false } });
    const jwks_uri = 'https://keys.example.com/others';
    documents.publish({ token_endpoint_auth_method: 'private_key_jwt', jwks_uri }, {}, address);
    await server.clock.later(700, () => world.open(address));
    expect(await server.admin.call('readRegisteredClient', { parameters })).toMatchObject({
      jwks_uri,
      require_pkce: false,
    });
  });

  it('does not redeem a code that went to an address which it no longer names', async () => {
    await server.clock.standing(async () => {
      const client = world.clientAt(documents.publish({}, { 'cache-control': 'max-age=0' }));
      await world.open(client.clientId);
      // The code is issued just before the document is due, and exchanged just after.
      const code = await server.clock.later(50, () => signIn(server, client, 'anna'));
      documents.publish({ redirect_uris: ['https://elsewhere.example.com/'] }, {}, client.clientId);
      expectRefusal(await server.clock.later(65, () => client.exchange(code)), 400, 'invalid_grant');
      expect(documents.requests).toBe(1);
    });
  });

  it('decides at the token endpoint how its client authenticates, although it said otherwise when the code was asked for', async () => {
    await server.clock.standing(async () => {
      const key = await DeviceKey.generate();
      const client = world.clientAt(documents.publish({}, { 'cache-control': 'max-age=0' }));
      await world.open(client.clientId);
      const code = await server.clock.later(50, () => signIn(server, client, 'anna'));
      const jwks = { keys: [key.publicJwk] };
      documents.publish({ token_endpoint_auth_method: 'private_key_jwt', jwks }, {}, client.clientId);
      await server.clock.later(65, async () => {
        expectRefusal(await client.exchange(code), 401, 'invalid_client');
        const proof = await signed(key, client.clientId, server.issuer, server.clock.now());
        expect((await client.exchange(code, {}, proof)).status).toBe(200);
      });
    });
  });
});
