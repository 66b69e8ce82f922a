import { BackchannelRegistrationResponse, PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal, expectTokenHeaders } from '../support/expectations.js';
import type { ResourceServer } from '../support/resource-server.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

/** The portal stores a user under a code; the app presents the code. */
const SCRIPTS = {
  backchannel: `function execute(data) {
    if (data === 'refuse') return { status: 4000, responsePayload: 'no' };
    if (data === 'throw') throw new Error('no');
    var code = CRYPTO.randomUUID();
    CACHE.store(code, data, 100);
    return { status: 2000, responsePayload: code };
  }`,
  complete: `function execute(code) {
    var user = CACHE.fetch(code);
    if (user === null) return { status: 5000 };
    CACHE.delete(code);
    return { status: 2000, user: { id: user } };
  }`,
};

let server: AuthServer;
let portal: ResourceServer;
beforeAll(async () => {
  server = await AuthServer.start();
  portal = await server.given.resourceServer({ scopes: ['onegini_api_user_registration'] });
  await server.given.provider({ identifier: 'portal-idp', scripts: SCRIPTS });
  await server.given.provider({ identifier: 'disabled-idp', scripts: SCRIPTS, enabled: false });
  await server.given.provider({ identifier: 'plain-idp' });
});
afterAll(() => server.close());

const call = (provider: string, json: unknown, headers: Record<string, string> = { authorization: portal.basic }) =>
  send('POST', server.url + PATHS.customRegistrationBackchannel(provider), { json, headers });

describe('The backchannel', () => {
  it('prepares what complete looks for, once', async () => {
    const provider = { identifier: 'portal-idp' } as never;
    const app = await server.given.appInstance(await server.given.mobileApplication(provider));
    const reply = await call('portal-idp', { data: 'person-1' });
    expect(reply.status).toBe(200);
    expectTokenHeaders(reply);
    const { data: code } = BackchannelRegistrationResponse.parse(reply.body);
    const complete = () => app.complete('portal-idp', { ...STATELESS, data: code! });
    const { body } = await complete();
    const resourceServer = await server.given.resourceServer();
    expect(await resourceServer.introspect(body.oauth_token!.access_token)).toMatchObject({ sub: 'person-1' });
    expect((await complete()).body).toEqual({ status: 5000 });
  });

  it('hands on what the script answers', async () => {
    expect((await call('portal-idp', { data: 'refuse' })).body).toEqual({ status: 4000, data: 'no' });
  });

  it.each([
    ['an unknown provider', 'nowhere', {}, 404, 'invalid_idp_identifier'],
    ['a disabled provider', 'disabled-idp', {}, 403, 'idp_disabled'],
    ['a provider without the script', 'plain-idp', {}, 400, 'invalid_request'],
    ['data that is no string', 'portal-idp', { data: 7 }, 400, 'invalid_request'],
    ['a script that throws', 'portal-idp', { data: 'throw' }, 500, 'server_error'],
  ])('is refused for %s', async (_, provider, body, status, code) => {
    expectRefusal(await call(provider, body), status, code);
  });

  it.each([
    ['nobody', {}],
    ['a wrong secret', { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` }],
    ['a bearer', { authorization: 'Bearer x.y.z' }],
  ])('is refused to %s with 400 invalid_client', async (_, headers) => {
    expectRefusal(await call('portal-idp', {}, headers), 400, 'invalid_client');
  });

  it('is refused without the scope', async () => {
    const other = await server.given.resourceServer();
    expectRefusal(await call('portal-idp', {}, { authorization: other.basic }), 403, 'insufficient_scope');
  });
});
