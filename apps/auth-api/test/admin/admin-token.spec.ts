import { ADMIN_ENDPOINTS, type AdminEndpointName, ApplicationPage, type ApiScope, adminPath } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { basic, revoke, tokenOf } from '../support/token-client.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

async function anApiClient(...scopes: ApiScope[]) {
  const { clientId, secret } = await server.given.resourceServer({ scopes });
  const token = async (scope?: string) => {
    const form = { grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) };
    return (await tokenOf(server.url, basic(clientId, secret), form)).body.access_token;
  };
  return { clientId, secret, token };
}

function call(name: AdminEndpointName, token: string, body?: unknown, parameters: Record<string, string> = {}) {
  const endpoint = ADMIN_ENDPOINTS[name];
  return send(endpoint.method, server.url + adminPath(endpoint, parameters), {
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { json: body }),
  });
}

const aScope = (identifier: string) => ({ identifier, description: 'made by a script' });

describe('An API client administers', () => {
  it.each<ApiScope>(['onegini_api_config', 'onegini_api_admin'])(
    'with a token that has %s: no session, no CSRF token',
    async (scope) => {
      const client = await anApiClient(scope);
      const token = await client.token();
      const list = await call('listApplications', token);
      expect(list.status).toBe(200);
      ApplicationPage.parse(list.body);
      const identifier = `of-${scope}`;
      expect((await call('createScope', token, aScope(identifier))).status).toBe(201);
      const [event] = await server.database.dataSource.query<{ admin: string }[]>(
        "SELECT admin FROM event WHERE name = 'ADMIN_SCOPE_CREATED' AND after->>'identifier' = $1",
        [identifier],
      );
      expect(event).toEqual({ admin: client.clientId });
    },
  );

  it('and stands as the maker of what it makes', async () => {
    const client = await anApiClient('onegini_api_config');
    const { application } = await server.given.statelessWorld();
    const reply = await call('createInitialAccessToken', await client.token(), { application: application.identifier });
    expect(reply.body).toMatchObject({ created_by: client.clientId });
  });

  it('not with another scope, nor with a token narrowed to another', async () => {
    const other = await anApiClient('onegini_api_events');
    const narrowed = await anApiClient('onegini_api_events', 'onegini_api_config');
    for (const token of [await other.token(), await narrowed.token('onegini_api_events')]) {
      const reply = await call('listApplications', token);
      expectRefusal(reply, 403, 'insufficient_scope');
      expect(reply.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
      expectRefusal(await call('createScope', token, aScope('never')), 403, 'insufficient_scope');
    }
  });

  it('not with a token of an app, whatever it is called', async () => {
    const provider = await server.given.provider();
    const application = await server.given.mobileApplication(provider, {
      default_scopes: ['onegini_api_config'],
      additional_scopes: ['onegini_api_admin'],
    });
    const app = await server.given.basicApp(application);
    const own = await tokenOf(server.url, basic(app.clientId, app.secret), { grant_type: 'client_credentials' });
    const registered = await app.step(provider.identifier, 'complete', { profile_id: 'AAAAAA' });
    expectRefusal(await call('listApplications', own.body.access_token), 401, 'invalid_token');
    const { access_token } = registered.body.oauth_token!;
    expectRefusal(await call('listApplications', access_token), 403, 'insufficient_scope');
  });

  it('not with a token that is forged, expired, revoked, or of a client that is gone or switched off', async () => {
    expectRefusal(await call('listApplications', 'A'.repeat(64)), 401, 'invalid_token');
    const client = await anApiClient('onegini_api_config');
    const token = await client.token();
    expectRefusal(await server.clock.later(901, () => call('listApplications', token)), 401, 'invalid_token');
    await revoke(server.url, basic(client.clientId, client.secret), { token });
    expectRefusal(await call('listApplications', token), 401, 'invalid_token');
    const second = await client.token();
    const parameters = { client_id: client.clientId };
    const { etag } = await server.admin.call('readApiClient', { parameters });
    await server.admin.call('updateApiClient', { parameters, body: { enabled: false }, ifMatch: etag });
    expectRefusal(await call('listApplications', second), 401, 'invalid_token');
    const gone = await anApiClient('onegini_api_config');
    const last = await gone.token();
    await server.admin.call('deleteApiClient', { parameters: { client_id: gone.clientId } });
    expectRefusal(await call('listApplications', last), 401, 'invalid_token');
  });

  it('not with its secret or an assertion in the place of a token', async () => {
    const client = await anApiClient('onegini_api_config');
    const headers = basic(client.clientId, client.secret).headers!;
    const reply = await send('GET', server.url + adminPath(ADMIN_ENDPOINTS.listApplications), { headers });
    expectRefusal(reply, 401, 'unauthorized');
  });

  it('and has no session to show or to end', async () => {
    const token = await (await anApiClient('onegini_api_config')).token();
    expectRefusal(await call('readSession', token), 401, 'unauthorized');
    expectRefusal(await call('signOut', token), 401, 'unauthorized');
  });
});

describe('An administrator with a session', () => {
  it('is not disturbed by credentials for something that stands before the server', async () => {
    const reply = await send('GET', server.url + adminPath(ADMIN_ENDPOINTS.listApplications), {
      headers: { cookie: server.admin.cookie, ...basic('proxy', 'secret').headers },
    });
    expect(reply.status).toBe(200);
  });

  it('cannot do with a bad token what the session would allow', async () => {
    const reply = await send('GET', server.url + adminPath(ADMIN_ENDPOINTS.listApplications), {
      headers: { cookie: server.admin.cookie, authorization: `Bearer ${'A'.repeat(64)}` },
    });
    expectRefusal(reply, 401, 'invalid_token');
  });
});
