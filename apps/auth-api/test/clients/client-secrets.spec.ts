import { PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { DeviceKey, type Exchange, send } from '@passant/mobile-client';
import * as openid from 'openid-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { MASTER_TOKEN, Registrar } from '../support/registrar.js';
import { type Proof, ask, basic, post, revoke, signed, tokenOf } from '../support/token-client.js';

const CREDENTIALS = { grant_type: 'client_credentials' };
const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

let server: AuthServer;
let world: Awaited<ReturnType<AuthServer['given']['statelessWorld']>>;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  world = await server.given.statelessWorld();
});
afterAll(() => server.close());
// Of the repeated refusals of one source, only the first few per minute can be opened.
beforeEach(() => server.clock.moveOn(60));

/** Every endpoint at which a client may authenticate with a secret. */
const ENDPOINTS: [string, (proof: Proof) => Promise<Exchange<unknown>>][] = [
  ['token', (proof) => tokenOf(server.url, proof, CREDENTIALS)],
  ['token under its shorter address', (proof) => ask(`${server.url}/oauth/token`, proof, CREDENTIALS)],
  ['revocation', (proof) => revoke(server.url, proof, { token: 'anything' })],
  ['introspection', (proof) => ask(server.url + PATHS.introspectV2, proof, { token: 'anything' })],
  ['introspection v1', (proof) => ask(server.url + PATHS.introspectV1, proof, { token: 'anything' })],
  [
    'introspection of many',
    ({ headers, form }) =>
      send('POST', server.url + PATHS.introspectBatch, {
        ...(headers ? { headers } : {}),
        json: { ...form, tokens: [] },
      }),
  ],
];

describe.each(['client_secret_basic', 'client_secret_post'] as const)('A secret registered for %s', (method) => {
  let client: { clientId: string; secret: string };
  beforeAll(async () => {
    client = await server.given.resourceServer({ token_endpoint_auth_method: method });
  });

  it.each(ENDPOINTS)('is taken in the header, in the body and in both at once: %s', async (_, request) => {
    const inHeader = basic(client.clientId, client.secret);
    const inBody = post(client.clientId, client.secret);
    const unnamed = { ...inHeader, form: { client_secret: client.secret } };
    for (const proof of [inHeader, inBody, { ...inHeader, ...inBody }, unnamed]) {
      expect((await request(proof)).status).toBe(200);
    }
  });

  it.each(ENDPOINTS)('is one of two where they differ, and neither is looked at: %s', async (_, request) => {
    const inHeader = basic(client.clientId, client.secret);
    const others = [
      post(client.clientId, 'another'),
      post('another', client.secret),
      { form: { client_secret: 'another' } },
    ];
    for (const other of others) {
      const { error_id } = expectRefusal(await request({ ...inHeader, ...other }), 400, 'invalid_request');
      const { checks } = await server.admin.call('readRefusal', { parameters: { error_id } });
      expect(checks.at(-1)).toEqual({
        check: 'authentication method',
        expected: 'one',
        actual: 'client_secret_basic and client_secret_post',
        passed: false,
      });
    }
  });

  it.each([
    ['empty', ''],
    ['null', null],
  ])('counts once where a member beside it is %s', async (_, nothing) => {
    for (const member of ['client_secret', 'client_assertion', 'client_assertion_type', 'client_id']) {
      const reply = await send('POST', server.url + PATHS.introspectBatch, {
        ...basic(client.clientId, client.secret),
        json: { tokens: [], [member]: nothing },
      });
      expect({ member, status: reply.status }).toEqual({ member, status: 200 });
    }
  });
});

describe('A secret that is shown to v1 of custom registration', () => {
  const complete = (headers: Record<string, string>, body: object = {}) =>
    send('POST', server.url + PATHS.customRegistrationV1(world.provider.identifier, 'complete'), {
      headers,
      json: { ...STATELESS, ...body },
    });

  it('is taken in the header alone, and once more beside it without harm', async () => {
    const app = await server.given.basicApp(world.application);
    const inBody = post(app.clientId, app.secret).form!;
    expectRefusal(await complete({}, inBody), 400, 'invalid_client');
    expect((await complete({ authorization: app.basic }, inBody)).status).toBe(200);
    expect((await complete({ authorization: app.basic, authentication: app.basic })).status).toBe(200);
    for (const nothing of ['', null]) {
      const empty = { client_secret: nothing, client_assertion: nothing, client_assertion_type: nothing };
      expect((await complete({ authorization: app.basic }, empty)).status).toBe(200);
    }
  });

  it('may be registered for the body', async () => {
    const reply = await send<{ client_id: string; client_secret: string }>('POST', server.url + PATHS.clients, {
      headers: { authorization: `Bearer ${await server.given.initialAccessToken(world.application)}` },
      json: { token_endpoint_auth_method: 'client_secret_post', software_version: '1.0', app_platform: 'ios' },
    });
    const { client_id, client_secret } = reply.body;
    expect((await complete(basic(client_id, client_secret).headers!)).status).toBe(200);
  });
});

describe('A client that proves itself by another method than its own', () => {
  it('is refused, and the trace names the method that was expected and the one that came', async () => {
    const key = await DeviceKey.generate();
    const { client_id: signing } = await server.admin.call('createApiClient', {
      body: {
        name: 'Signing back end',
        scopes: ['onegini_api_events'],
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [key.publicJwk] as never[] },
      },
    });
    const { clientId } = await server.given.resourceServer();
    const cases: [Proof, string, string][] = [
      [basic(signing, 'secret'), 'private_key_jwt', 'client_secret_basic'],
      [post(signing, 'secret'), 'private_key_jwt', 'client_secret_post'],
      [{ form: { client_id: signing } }, 'private_key_jwt', 'none'],
      [{ form: { client_id: clientId } }, 'client_secret_basic or client_secret_post', 'none'],
      [
        await signed(key, clientId, server.issuer, server.clock.now()),
        'client_secret_basic or client_secret_post',
        'private_key_jwt',
      ],
    ];
    for (const [proof, expected, actual] of cases) {
      const { error_id } = expectRefusal(await tokenOf(server.url, proof, CREDENTIALS), 401, 'invalid_client');
      const { checks, cause } = await server.admin.call('readRefusal', { parameters: { error_id } });
      const check = 'authentication method';
      expect(checks.find((entry) => !entry.passed)).toEqual({ check, expected, actual, passed: false });
      expect(cause).toBe(`${check}: not as expected`);
    }
  });

  it('is told apart in v1 and v2 of custom registration as well', async () => {
    const app = await server.given.basicApp(world.application);
    const { identifier } = world.provider;
    const cases: [string, object, object, string][] = [
      [PATHS.customRegistrationV1(identifier, 'complete'), {}, post('a', 'b').form!, 'client_secret_post'],
      [PATHS.customRegistrationV2(identifier, 'complete'), { authorization: app.basic }, {}, 'client_secret_basic'],
      [PATHS.customRegistrationV2(identifier, 'complete'), {}, {}, 'none'],
    ];
    for (const [path, headers, body, actual] of cases) {
      const reply = await send('POST', server.url + path, {
        headers: headers as Record<string, string>,
        json: { ...STATELESS, ...body },
      });
      expect(reply.status).toBe(400);
      const { error_id } = reply.body as { error_id: string };
      const { checks } = await server.admin.call('readRefusal', { parameters: { error_id } });
      expect(checks.at(-1)).toMatchObject({ check: 'authentication method', actual, passed: false });
    }
  });
});

describe('A library that sends secrets in the body unless it is told otherwise', () => {
  const insecure = { execute: [openid.allowInsecureRequests] };

  it('gets in with an API client as it is made by default', async () => {
    const { clientId, secret } = await server.given.resourceServer();
    const config = await openid.discovery(new URL(server.issuer), clientId, secret, undefined, insecure);
    const { access_token } = await openid.clientCredentialsGrant(config);
    expect(await openid.tokenIntrospection(config, access_token)).toMatchObject({ active: true });
  });

  it('gets in with the client it has just registered, which says nothing of a method', async () => {
    const config = await openid.dynamicClientRegistration(
      new URL(server.issuer),
      { grant_types: ['client_credentials'], scope: 'read' },
      undefined,
      { ...insecure, initialAccessToken: await new Registrar(server).initialAccessToken() },
    );
    expect(config.clientMetadata()).toMatchObject({ token_endpoint_auth_method: 'client_secret_basic' });
    expect(await openid.clientCredentialsGrant(config)).toMatchObject({ scope: 'read' });
  });

  it('gets in with a web client that an administrator made', async () => {
    const application = await server.given.webApplication(world.provider);
    for (const method of ['client_secret_basic', 'client_secret_post'] as const) {
      const { client_id, client_secret } = await server.admin.call('createWebClient', {
        body: { name: 'Portal', application: application.identifier, token_endpoint_auth_method: method },
      });
      expect((await tokenOf(server.url, post(client_id, client_secret!), CREDENTIALS)).status).toBe(200);
      expect((await tokenOf(server.url, basic(client_id, client_secret!), CREDENTIALS)).status).toBe(200);
    }
  });
});
