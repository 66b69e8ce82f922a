import { PATHS, STATELESS_AUTHENTICATION_GRANT, UserInfo } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal, expectTokenHeaders } from '../support/expectations.js';
import { basic, revoke, signed, tokenOf } from '../support/token-client.js';

let server: AuthServer;
let world: Awaited<ReturnType<AuthServer['given']['statelessWorld']>>;
beforeAll(async () => {
  server = await AuthServer.start();
  world = await server.given.statelessWorld();
});
afterAll(() => server.close());

async function aToken(scope: string[], more = {}): Promise<string> {
  const request = { profile_id: 'AAAAAA', scope, ...more };
  return (await world.app.complete(world.provider.identifier, request)).body.oauth_token!.access_token;
}

const info = (headers: Record<string, string>, method = 'GET') =>
  send(method, server.url + PATHS.userInfo, { headers });
interface Presented {
  headers?: Record<string, string>;
  form?: Record<string, string>;
  json?: unknown;
  query?: string;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('UserInfo', () => {
  it.each([
    ['a person with a profile', {}],
    ['who passed statelessly', { grant_type: STATELESS_AUTHENTICATION_GRANT }],
  ])('tells the subject and the attributes of %s', async (_, more) => {
    const token = await aToken(['openid', 'profile'], more);
    for (const method of ['GET', 'POST']) {
      const reply = await info(bearer(token), method);
      expect(reply.status).toBe(200);
      expectTokenHeaders(reply);
      expect(UserInfo.parse(reply.body)).toEqual({ sub: 'TestClientUserId', firstName: 'John', lastName: 'Doe' });
    }
  });

  it('is 401 with a bare challenge where there is no token', async () => {
    const reply = await info({});
    expectRefusal(reply, 401, 'invalid_token');
    expect(reply.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each([
    ['nonsense', () => 'nonsense'],
    ['forged', () => 'A'.repeat(64)],
    ['a client assertion', async () => world.app.key.assertion(world.app.clientId, server.issuer, server.clock.now())],
  ])('is 401 with a reason where the token is %s', async (_, token) => {
    const reply = await info(bearer(await token()));
    expectRefusal(reply, 401, 'invalid_token');
    expect(reply.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });

  it('is 401 once the token is expired, revoked or its application switched off', async () => {
    const token = await aToken(['openid']);
    expect((await info(bearer(token))).status).toBe(200);
    expectRefusal(await server.clock.later(901, () => info(bearer(token))), 401, 'invalid_token');
    const { app } = world;
    await revoke(server.url, await signed(app.key, app.clientId, server.issuer, server.clock.now()), { token });
    expectRefusal(await info(bearer(token)), 401, 'invalid_token');
    const other = await aToken(['openid']);
    const parameters = { identifier: world.application.identifier };
    const off = await server.admin.call('updateApplication', {
      parameters,
      body: { enabled: false },
      ifMatch: (await server.admin.call('readApplication', { parameters })).etag,
    });
    expectRefusal(await info(bearer(other)), 401, 'invalid_token');
    await server.admin.call('updateApplication', { parameters, body: { enabled: true }, ifMatch: off.etag });
    expect((await info(bearer(other))).status).toBe(200);
  });

  it('is 403 without openid, also for a token of a client', async () => {
    const api = await server.given.resourceServer();
    const credentials = await tokenOf(server.url, basic(api.clientId, api.secret), {
      grant_type: 'client_credentials',
    });
    for (const token of [await aToken(['profile']), credentials.body.access_token]) {
      const reply = await info(bearer(token));
      expectRefusal(reply, 403, 'insufficient_scope');
      expect(reply.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope", scope="openid"');
    }
  });

  it('takes the token as a member of a form', async () => {
    const token = await aToken(['openid', 'profile']);
    const reply = await send('POST', server.url + PATHS.userInfo, { form: { access_token: token } });
    expect(reply.status).toBe(200);
    expectTokenHeaders(reply);
    expect(reply.body).toEqual({ sub: 'TestClientUserId', firstName: 'John', lastName: 'Doe' });
  });

  it.each([
    ['in header and form', (token: string) => ({ headers: bearer(token), form: { access_token: token } }), 400],
    ['malformed in the form', () => ({ form: { access_token: 'a b' } }), 400],
    ['unknown in the form', () => ({ form: { access_token: 'A'.repeat(64) } }), 401],
    ['in a JSON body', (token: string) => ({ json: { access_token: token } }), 401],
    ['in the address', (token: string) => ({ query: `?access_token=${token}` }), 401],
    ['empty', () => ({ form: { access_token: '' } }), 401],
  ])('does not take it %s', async (_, give, status) => {
    const { query = '', ...request } = give(await aToken(['openid'])) as Presented;
    const reply = await send('POST', server.url + PATHS.userInfo + query, request);
    expectRefusal(reply, status, status === 400 ? 'invalid_request' : 'invalid_token');
    expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('is 400 where the header is malformed', async () => {
    const reply = await info({ authorization: 'Bearer a b' });
    expectRefusal(reply, 400, 'invalid_request');
    expect(reply.headers.get('www-authenticate')).toBe('Bearer error="invalid_request"');
  });
});
