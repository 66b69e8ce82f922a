import { PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import type { MobileApp } from '@passant/mobile-client';
import { EventLog } from '../../src/observation/event-log.js';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { ask, basic, revoke, signed, tokenOf } from '../support/token-client.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

async function world() {
  const provider = await server.given.provider();
  const application = await server.given.mobileApplication(provider, {
    user_authentication: { refresh_tokens: true, stateless_authentication: true },
  });
  const app = await server.given.appInstance(application);
  const register = async (more = {}) =>
    (await app.complete(provider.identifier, { profile_id: 'AAAAAA', ...more })).body.oauth_token!;
  return { application, app, register, resourceServer: await server.given.resourceServer() };
}

const proofOf = (app: MobileApp) => signed(app.key, app.clientId, server.issuer, server.clock.now());
const end = async (app: MobileApp, form: Record<string, string>) => revoke(server.url, await proofOf(app), form);
const refresh = async (app: MobileApp, refresh_token: string) =>
  tokenOf(server.url, await proofOf(app), { grant_type: 'refresh_token', refresh_token });

describe('Revocation', () => {
  it.each([
    ['longer than any header', 'A'.repeat(60_000)],
    ['one with a NUL', 'a\0'],
  ])('of what cannot be a token is no error: %s', async (_, token) => {
    const { app } = await world();
    expect((await end(app, { token })).status).toBe(200);
  });

  it.each<Record<string, string>>([
    {},
    { token_type_hint: 'access_token' },
    { token_type_hint: 'refresh_token' },
    { token_type_hint: 'odd' },
  ])('of an access token ends it, whatever the hint (%p), and leaves the refresh token', async (hint) => {
    const { app, register, resourceServer } = await world();
    const token = await register();
    const reply = await end(app, { token: token.access_token, ...hint });
    expect({ status: reply.status, body: reply.body }).toEqual({ status: 200, body: {} });
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(await resourceServer.introspect(token.access_token)).toEqual({ active: false });
    expect((await refresh(app, token.refresh_token!)).status).toBe(200);
  });

  it.each<Record<string, string>>([{}, { token_type_hint: 'access_token' }])(
    'of a refresh token takes its access tokens along, whatever the hint (%p)',
    async (hint) => {
      const { app, register, resourceServer } = await world();
      const other = await register();
      const first = await register();
      const second = (await refresh(app, first.refresh_token!)).body;
      expect((await end(app, { token: second.refresh_token!, ...hint })).status).toBe(200);
      for (const { access_token } of [first, second]) {
        expect(await resourceServer.introspect(access_token)).toEqual({ active: false });
      }
      expectRefusal(await refresh(app, second.refresh_token!), 400, 'invalid_grant');
      expect(await resourceServer.introspect(other.access_token)).toMatchObject({ active: true });
    },
  );

  it('of a refresh token that was exchanged ends its family as well', async () => {
    const { app, register, resourceServer } = await world();
    const first = await register();
    const second = (await refresh(app, first.refresh_token!)).body;
    expect((await end(app, { token: first.refresh_token! })).status).toBe(200);
    expect(await resourceServer.introspect(second.access_token)).toEqual({ active: false });
  });

  it('ends a stateless token, and no event says where it came from', async () => {
    const { app, register, resourceServer } = await world();
    const token = await register({ grant_type: STATELESS_AUTHENTICATION_GRANT });
    expect((await end(app, { token: token.access_token })).status).toBe(200);
    expect(await resourceServer.introspect(token.access_token)).toEqual({ active: false });
    await server.app.get(EventLog).flush();
    const events = await server.database.dataSource.query<unknown[]>(
      "SELECT client_ip, user_id FROM event WHERE client_id = $1 AND name = 'TOKEN_REVOKE_ACCESS_TOKEN_SUCCESS'",
      [app.clientId],
    );
    expect(events).toEqual([{ client_ip: null, user_id: null }]);
  });

  it('ends a token of client credentials', async () => {
    const api = await server.given.resourceServer();
    const proof = basic(api.clientId, api.secret);
    const { body } = await tokenOf(server.url, proof, { grant_type: 'client_credentials' });
    expect((await revoke(server.url, proof, { token: body.access_token })).status).toBe(200);
    expect(await api.introspect(body.access_token)).toEqual({ active: false });
  });

  it('of what is no token, or none any more, is 200', async () => {
    const { app, register } = await world();
    const { access_token, refresh_token } = await register();
    await end(app, { token: refresh_token! });
    for (const token of ['nonsense', 'A'.repeat(64), access_token, refresh_token!]) {
      const reply = await end(app, { token });
      expect({ status: reply.status, body: reply.body }).toEqual({ status: 200, body: {} });
    }
    expect((await server.clock.later(31 * 86_400, () => end(app, { token: refresh_token! }))).status).toBe(200);
  });

  it('of a token of another client is refused and ends nothing', async () => {
    const { app, application, register, resourceServer } = await world();
    const token = await register();
    const other = await server.given.appInstance(application);
    expectRefusal(await end(other, { token: token.access_token }), 400, 'invalid_request');
    expectRefusal(await end(other, { token: token.refresh_token! }), 400, 'invalid_request');
    expect(await resourceServer.introspect(token.access_token)).toMatchObject({ active: true });
    expect((await refresh(app, token.refresh_token!)).status).toBe(200);
  });

  it('needs a token and a client', async () => {
    const { app } = await world();
    expectRefusal(await end(app, {}), 400, 'invalid_request');
    expectRefusal(await revoke(server.url, {}, { token: 'x' }), 401, 'invalid_client');
  });

  it('also answers under the shorter address', async () => {
    const { app, register } = await world();
    const { access_token: token } = await register();
    expect((await ask(`${server.url}/oauth/revoke`, await proofOf(app), { token })).status).toBe(200);
    expect(PATHS.revoke).toBe('/oauth/v1/revoke');
  });
});
