import { IMPLICIT_AUTHENTICATION_GRANT, JWT_BEARER_ASSERTION_TYPE, PATHS } from '@passant/contracts';
import { DeviceKey, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import type { ResourceServer } from '../support/resource-server.js';
import { ask, basic, type Proof, post, signed, tokenOf } from '../support/token-client.js';

const CREDENTIALS = { grant_type: 'client_credentials' };

let server: AuthServer;
let api: ResourceServer;
let instance: { clientId: string; secret: string };
let key: DeviceKey;
let signing: string;

beforeAll(async () => {
  server = await AuthServer.start();
  api = await server.given.resourceServer();
  const { application } = await server.given.statelessWorld();
  instance = await server.given.basicApp(application);
  key = await DeviceKey.generate();
  const body = {
    name: 'Signing back end',
    scopes: ['onegini_api_events' as const],
    token_endpoint_auth_method: 'private_key_jwt' as const,
    jwks: { keys: [key.publicJwk] as never[] },
  };
  signing = (await server.admin.call('createApiClient', { body })).client_id;
});
afterAll(() => server.close());

const apiProof = () => basic(api.clientId, api.secret);
const instanceProof = () => basic(instance.clientId, instance.secret);
const fresh = () => signed(key, signing, server.issuer, server.clock.now());

describe('The token endpoint refuses', () => {
  it.each([
    ['no grant type', {}, 'invalid_request'],
    ['an empty grant type', { grant_type: '' }, 'invalid_request'],
    ['a grant type nobody knows', { grant_type: 'invented' }, 'unsupported_grant_type'],
    ['authorization_code, which is not for apps', { grant_type: 'authorization_code' }, 'unauthorized_client'],
    ['password, which is not offered', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['password, which is not offered', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['a refresh without token', { grant_type: 'refresh_token' }, 'invalid_request'],
    ['a refresh with nonsense', { grant_type: 'refresh_token', refresh_token: 'nonsense' }, 'invalid_grant'],
    ['a refresh with a forged token', { grant_type: 'refresh_token', refresh_token: 'A'.repeat(64) }, 'invalid_grant'],
    ['an implicit authentication without slot', { grant_type: IMPLICIT_AUTHENTICATION_GRANT }, 'invalid_request'],
    [
      'an implicit authentication with a malformed slot',
      { grant_type: IMPLICIT_AUTHENTICATION_GRANT, profile_id: 'AAA AA' },
      'invalid_request',
    ],
    [
      'an implicit authentication where it is not enabled',
      { grant_type: IMPLICIT_AUTHENTICATION_GRANT, profile_id: 'AAAAAA' },
      'invalid_grant',
    ],
    ['a scope that is not allowed', { ...CREDENTIALS, scope: 'unheard' }, 'invalid_scope'],
    ['a scope that is malformed', { ...CREDENTIALS, scope: 'a"b' }, 'invalid_scope'],
  ])('%s', async (_, form, code) => {
    expectRefusal(await tokenOf(server.url, instanceProof(), form), 400, code);
  });

  it.each(['refresh_token', IMPLICIT_AUTHENTICATION_GRANT])('%s of an API client', async (grant_type) => {
    const reply = await tokenOf(server.url, apiProof(), {
      grant_type,
      refresh_token: 'A'.repeat(64),
      profile_id: 'AAAAAA',
    });
    expectRefusal(reply, 400, 'unauthorized_client');
  });

  it('an access token in the place of a refresh token', async () => {
    const { body } = await tokenOf(server.url, instanceProof(), CREDENTIALS);
    const form = { grant_type: 'refresh_token', refresh_token: body.access_token };
    expectRefusal(await tokenOf(server.url, instanceProof(), form), 400, 'invalid_grant');
  });

  it('an API scope the client does not have', async () => {
    const reply = await tokenOf(server.url, apiProof(), { ...CREDENTIALS, scope: 'onegini_api_config' });
    expectRefusal(reply, 400, 'invalid_scope');
  });

  it('JSON, other methods and repeated parameters', async () => {
    const url = server.url + PATHS.token;
    const headers = apiProof().headers!;
    expectRefusal(await send('POST', url, { headers, json: CREDENTIALS }), 415, 'invalid_request');
    const get = await send('GET', url, { headers });
    expectRefusal(get, 405, 'invalid_request');
    expect(get.headers.get('allow')).toBe('POST');
    const twice = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials&grant_type=client_credentials',
    });
    expect(twice.status).toBe(400);
    expect(await twice.json()).toMatchObject({ error: 'invalid_request' });
  });

  it('a client whose application is switched off, with a challenge', async () => {
    const { application } = await server.given.statelessWorld();
    const app = await server.given.basicApp(application);
    const parameters = { identifier: application.identifier };
    await server.admin.call('updateApplication', { parameters, body: { enabled: false }, ifMatch: application.etag });
    const reply = await tokenOf(server.url, basic(app.clientId, app.secret), CREDENTIALS);
    expectRefusal(reply, 401, 'invalid_client');
  });
});

describe('A caller of the token endpoint', () => {
  // RFC 6749 §3.2: the address may have a query. Libraries put what identifies their request there.
  it('may put into its address whatever it likes: the form counts alone', async () => {
    for (const query of [
      'client-request-id=1b9c',
      'scope=unheard',
      'grant_type=password&grant_type=invented',
      'unknown=',
    ]) {
      const reply = await ask(`${server.url}${PATHS.token}?${query}`, apiProof(), CREDENTIALS);
      expect([query, reply.status]).toEqual([query, 200]);
      expect(reply.body.scope).toBe('onegini_api_token_introspection');
    }
  });

  const failures: [string, () => Proof | Promise<Proof>][] = [
    ['is nobody', () => ({})],
    ['has an unknown identifier', () => basic('nobody', 'secret')],
    ['has a wrong secret', () => basic(api.clientId, 'wrong')],
    ['has a wrong secret in the form', () => post(api.clientId, 'wrong')],
    ['has only an identifier', () => ({ form: { client_id: api.clientId } })],
    ['has a secret without identifier', () => ({ form: { client_secret: api.secret } })],
    ['has a secret but is registered with a key', () => basic(signing, 'secret')],
    [
      'sends an assertion of another type',
      async () => ({
        form: {
          ...(await fresh()).form,
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer',
        },
      }),
    ],
    [
      'sends an assertion without type',
      async () => ({
        form: { client_assertion: (await fresh()).form!.client_assertion! },
      }),
    ],
    ['sends a type without assertion', () => ({ form: { client_assertion_type: JWT_BEARER_ASSERTION_TYPE } })],
    [
      'sends the assertion as Bearer, which only the APIs take',
      async () => ({
        headers: { authorization: `Bearer ${(await fresh()).form!.client_assertion}` },
      }),
    ],
    [
      'names another client beside the assertion',
      async () => ({
        form: { ...(await fresh()).form, client_id: api.clientId },
      }),
    ],
    ['names another client beside Basic', () => ({ ...basic(api.clientId, api.secret), form: { client_id: signing } })],
    ['signs for another client', async () => signed(key, api.clientId, server.issuer, server.clock.now())],
    [
      'uses a key that is not registered',
      async () => signed(await DeviceKey.generate(), signing, server.issuer, server.clock.now()),
    ],
    ['signed too long ago', async () => signed(key, signing, server.issuer, server.clock.now() - 301)],
    ['uses another scheme', () => ({ headers: { authorization: 'Digest x' } })],
  ];

  it.each(failures)('who %s gets 401, one sentence and a challenge', async (_, proof) => {
    const reply = await tokenOf(server.url, await proof(), CREDENTIALS);
    const body = expectRefusal(reply, 401, 'invalid_client');
    expect(body.error_description).toBe('Client authentication failed.');
    expect(reply.headers.get('www-authenticate')).toMatch(/^(Basic|Bearer) realm="passant", error="invalid_client"$/);
  });

  it('who proves it twice in different ways gets invalid_request', async () => {
    const secret = basic(api.clientId, api.secret);
    const assertion = await fresh();
    const inForm = post(api.clientId, 'another');
    for (const proof of [
      { ...secret, ...assertion },
      { ...secret, ...inForm },
      { form: { ...assertion.form, ...inForm.form } },
    ]) {
      expectRefusal(await tokenOf(server.url, proof, CREDENTIALS), 400, 'invalid_request');
    }
    // These requests were refused before the assertion was checked, so it can still be used.
    expect((await tokenOf(server.url, assertion, CREDENTIALS)).status).toBe(200);
  });

  it('who used an assertion anywhere cannot use it elsewhere', async () => {
    const assertion = await fresh();
    expect((await tokenOf(server.url, assertion, CREDENTIALS)).status).toBe(200);
    const again = await ask(server.url + PATHS.revoke, assertion, { token: 'anything' });
    expectRefusal(again, 401, 'invalid_client');
  });
});

describe('Several resources (RFC 8707) at the token endpoint', () => {
  const send = (form: [string, string][]) =>
    fetch(server.url + PATHS.token, { method: 'POST', body: new URLSearchParams(form), headers: apiProof().headers! });
  const resources: [string, string][] = ['https://a.example', 'https://b.example'].map((uri) => ['resource', uri]);

  it('are no parameter that is repeated', async () => {
    expect((await send([['grant_type', 'client_credentials'], ...resources])).status).toBe(200);
  });

  it('excuse no other one', async () => {
    const twice: [string, string][] = [
      ['grant_type', 'client_credentials'],
      ['grant_type', 'client_credentials'],
    ];
    expect((await send([...twice, ...resources])).status).toBe(400);
  });
});
