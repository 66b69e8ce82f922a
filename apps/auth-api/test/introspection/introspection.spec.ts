import { PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { DeviceKey, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal, expectTokenHeaders } from '../support/expectations.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

let server: AuthServer;
let token: string;
let world: Awaited<ReturnType<AuthServer['given']['statelessWorld']>>;

beforeAll(async () => {
  server = await AuthServer.start();
  world = await server.given.statelessWorld();
  token = (await world.app.complete(world.provider.identifier, STATELESS)).body.oauth_token!.access_token;
});
afterAll(() => server.close());

describe('Introspection', () => {
  it('may be answered with an unknown or wrong hint all the same', async () => {
    for (const token_type_hint of ['refresh_token', 'invented', 'access_token']) {
      const reply = await world.resourceServer.request({ token, token_type_hint });
      expectTokenHeaders(reply);
      expect(reply.body).toMatchObject({ active: true });
    }
  });

  it('shows remaining seconds in v1', async () => {
    const reply = await world.resourceServer.request({ token }, { path: PATHS.introspectV1 });
    const { exp } = reply.body as { exp: number };
    expect(exp).toBeGreaterThan(800);
    expect(exp).toBeLessThanOrEqual(900);
  });

  it.each([
    ['unknown', 'nothing'],
    ['of the right form', 'A'.repeat(64)],
    ['in lower case', () => token.toLowerCase()],
    ['cut off', () => token.slice(0, -2)],
    ['with something behind', () => `${token}0`],
    ['a JWT', 'e30.e30.e30'],
    ['longer than any header', 'A'.repeat(60_000)],
    ['one with a NUL', 'a\0'],
    ['no text of this world', '\u{10ffff}\u0001\n"'],
  ])('says nothing but inactive about a token that is %s', async (_, text) => {
    const reply = await world.resourceServer.request({ token: typeof text === 'string' ? text : text() });
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({ active: false });
  });

  it('calls a refresh token that lives inactive: it is no business of a resource server', async () => {
    const provider = await server.given.provider();
    const application = await server.given.mobileApplication(provider, {
      user_authentication: { refresh_tokens: true },
    });
    const app = await server.given.appInstance(application);
    const { body } = await app.complete(provider.identifier, { profile_id: 'AAAAAA' });
    const { refresh_token: token } = body.oauth_token!;
    for (const token_type_hint of ['', 'refresh_token']) {
      const reply = await world.resourceServer.request({ token: token!, token_type_hint });
      expect({ status: reply.status, body: reply.body }).toEqual({ status: 200, body: { active: false } });
    }
  });

  it('is blind to tokens of applications the caller is not linked to', async () => {
    const linked = await server.given.resourceServer({ applications: [world.application.identifier] });
    const other = await server.given.mobileApplication(world.provider);
    const foreign = await server.given.resourceServer({ applications: [other.identifier] });
    expect(await linked.introspect(token)).toMatchObject({ active: true });
    expect(await foreign.introspect(token)).toEqual({ active: false });
  });

  it('ends while the application is switched off', async () => {
    const its = await server.given.statelessWorld();
    const { body } = await its.app.complete(its.provider.identifier, STATELESS);
    const parameters = { identifier: its.application.identifier };
    const off = await server.admin.call('updateApplication', {
      parameters,
      body: { enabled: false },
      ifMatch: its.application.etag,
    });
    expect(await its.resourceServer.introspect(body.oauth_token!.access_token)).toEqual({ active: false });
    await server.admin.call('updateApplication', { parameters, body: { enabled: true }, ifMatch: off.etag });
    expect(await its.resourceServer.introspect(body.oauth_token!.access_token)).toMatchObject({ active: true });
  });

  it('ends with the client', async () => {
    const app = await server.given.appInstance(world.application);
    const { body } = await app.complete(world.provider.identifier, STATELESS);
    const its = body.oauth_token!.access_token;
    expect(await world.resourceServer.introspect(its)).toMatchObject({ active: true });
    await server.admin.call('deleteAppInstallation', { parameters: { client_id: app.clientId } });
    expect(await world.resourceServer.introspect(its)).toEqual({ active: false });
  });

  it.each([
    ['no token', {}],
    ['an empty token', { token: '' }],
  ])('with %s is 400', async (_, form) => {
    expectRefusal(await world.resourceServer.request(form), 400, 'invalid_request');
  });

  it('with the token twice is 400', async () => {
    const response = await fetch(server.url + PATHS.introspectV2, {
      method: 'POST',
      headers: { authorization: world.resourceServer.basic, 'content-type': 'application/x-www-form-urlencoded' },
      body: `token=${token}&token=${token}`,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_request' });
  });

  it('as JSON is 415', async () => {
    const reply = await send('POST', server.url + PATHS.introspectV2, {
      headers: { authorization: world.resourceServer.basic },
      json: { token },
    });
    expectRefusal(reply, 415, 'invalid_request');
  });
});

describe('The caller of introspection', () => {
  it.each([
    ['nobody', {}, 'Basic'],
    ['a wrong secret', { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` }, 'Basic'],
    ['a bearer that is no assertion', { authorization: 'Bearer nonsense' }, 'Bearer'],
    ['another scheme', { authorization: 'Digest x' }, 'Basic'],
  ])('who is %s gets 401 with a challenge', async (_, headers, scheme) => {
    const reply = await world.resourceServer.request({ token }, { headers: headers });
    expectRefusal(reply, 401, 'invalid_client');
    expect(reply.headers.get('www-authenticate')).toMatch(new RegExp(`^${scheme} .*error="invalid_client"`));
  });

  it('who is an app instance gets 401', async () => {
    const basic = await server.given.basicApp(world.application);
    const reply = await world.resourceServer.request({ token }, { headers: { authorization: basic.basic } });
    expectRefusal(reply, 401, 'invalid_client');
  });

  it('without the scope gets 403', async () => {
    const other = await server.given.resourceServer({ scopes: ['onegini_api_events'] });
    const reply = await other.request({ token });
    expectRefusal(reply, 403, 'insufficient_scope');
    expect(reply.headers.get('www-authenticate')).toContain('insufficient_scope');
  });

  it('may encode identifier and secret as forms do', async () => {
    const client_id = 'resource_server-1';
    const { secret } = await server.given.resourceServer({ client_id });
    const encoded = `Basic ${Buffer.from(`resource%5Fserver%2D1:${encodeURIComponent(secret)}`).toString('base64')}`;
    const reply = await world.resourceServer.request({ token }, { headers: { authorization: encoded } });
    expect(reply.body).toMatchObject({ active: true });
  });

  it('may sign, in the form or as a bearer, each assertion once', async () => {
    const key = await DeviceKey.generate();
    const { client_id } = await server.admin.call('createApiClient', {
      body: {
        name: 'Signing back end',
        scopes: ['onegini_api_token_introspection'],
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [key.publicJwk] },
      },
    });
    const assertion = () => key.assertion(client_id, server.issuer, server.clock.now());
    const inForm = { token, client_assertion_type: JWT_BEARER, client_assertion: await assertion() };
    const ask = (form: Record<string, string>, headers = {}) => world.resourceServer.request(form, { headers });
    expect((await ask(inForm)).body).toMatchObject({ active: true });
    expectRefusal(await ask(inForm), 401, 'invalid_client');
    const bearer = { authorization: `Bearer ${await assertion()}` };
    expect((await ask({ token }, bearer)).body).toMatchObject({ active: true });
    expectRefusal(await ask({ token }, bearer), 401, 'invalid_client');
    const both = { token, client_assertion_type: JWT_BEARER, client_assertion: await assertion() };
    expectRefusal(await ask(both, { authorization: world.resourceServer.basic }), 400, 'invalid_request');
    const other = { ...both, client_assertion: await assertion(), client_id: 'other' };
    expectRefusal(await ask(other), 401, 'invalid_client');
  });
});
