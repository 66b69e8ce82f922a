import { IMPLICIT_AUTHENTICATION_GRANT, type WebHook } from '@passant/contracts';
import { decodeJwt } from 'jose';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { HookServer } from '../support/hook-server.js';
import { signed, tokenOf } from '../support/token-client.js';

let server: AuthServer;
let hookServer: HookServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());
beforeEach(async () => {
  hookServer = await HookServer.start();
});
afterEach(() => hookServer.close());

async function hook(type: WebHook['type']): Promise<string> {
  const body = { type, name: `Rules ${type}`, base_uri: hookServer.url };
  return (await server.admin.call('createWebHook', { body })).id;
}

/** A registered person in an app whose tokens go through a hook of each type. */
async function registered() {
  const provider = await server.given.provider();
  const application = await server.given.mobileApplication(provider, {
    user_authentication: { refresh_tokens: true, implicit_authentication: true },
    access_token_web_hook: await hook('CUSTOMIZE_TOKEN'),
    user_details_web_hook: await hook('USER_DETAILS_CUSTOMIZATION'),
  });
  const app = await server.given.appInstance(application);
  const scope = ['openid', 'profile', 'read'];
  const token = (await app.complete(provider.identifier, { profile_id: 'AAAAAA', scope })).body.oauth_token!;
  hookServer.requests.splice(0);
  const ask = async (form: Record<string, string>) =>
    tokenOf(server.url, await signed(app.key, app.clientId, server.issuer, server.clock.now()), form);
  return { app, token, ask };
}

const NARROWING = (path: string) =>
  path.includes('access-token')
    ? { removeScopes: ['read'], additionalClaims: { tier: 'gold' } }
    : { claims: { city: 'Delft' } };

describe('Web hooks of an application', () => {
  it.each(['refresh_token', IMPLICIT_AUTHENTICATION_GRANT])(
    'have their say about a token by %s',
    async (grant_type) => {
      const { app, token, ask } = await registered();
      hookServer.behaves(({ path }, response) => response.end(JSON.stringify(NARROWING(path))));
      const reply = await ask({ grant_type, refresh_token: token.refresh_token!, profile_id: 'AAAAAA' });
      expect(reply.body.scope).toBe('openid profile');
      expect(hookServer.requests.map((request) => request.body)).toMatchObject([
        { client: { id: app.clientId }, scopes: ['openid', 'profile', 'read'], user: { id: 'TestClientUserId' } },
        { scopes: ['openid', 'profile'], claims: { firstName: 'John', lastName: 'Doe' } },
      ]);
      const resourceServer = await server.given.resourceServer();
      expect(await resourceServer.introspect(reply.body.access_token)).toMatchObject({
        tier: 'gold',
        user_details: { firstName: 'John', city: 'Delft' },
      });
      if (reply.body.id_token !== undefined) expect(decodeJwt(reply.body.id_token)).toMatchObject({ city: 'Delft' });
    },
  );

  it('do not make a refresh token that they narrowed narrower for good', async () => {
    const { token, ask } = await registered();
    hookServer.answers({ removeScopes: ['read'] });
    const narrow = await ask({ grant_type: 'refresh_token', refresh_token: token.refresh_token! });
    expect(narrow.body.scope).toBe('openid profile');
    hookServer.answers({});
    const wide = await ask({ grant_type: 'refresh_token', refresh_token: narrow.body.refresh_token! });
    expect(wide.body.scope).toBe('openid profile read');
  });

  it('that cannot be asked keep a token from being issued, and spend no refresh token', async () => {
    const { token, ask } = await registered();
    hookServer.answers({}, 500);
    const form = { grant_type: 'refresh_token', refresh_token: token.refresh_token! };
    expectRefusal(await ask(form), 503, 'temporarily_unavailable');
    hookServer.answers({});
    expect((await ask(form)).status).toBe(200);
  });

  it('are not asked about a token of a client alone', async () => {
    const { ask } = await registered();
    expect((await ask({ grant_type: 'client_credentials' })).status).toBe(200);
    expect(hookServer.requests).toEqual([]);
  });
});
