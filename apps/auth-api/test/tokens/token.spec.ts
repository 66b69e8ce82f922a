import {
  type Application,
  IMPLICIT_AUTHENTICATION_GRANT,
  STATELESS_AUTHENTICATION_GRANT,
  TokenAnswer,
} from '@passant/contracts';
import { DeviceKey, type MobileApp } from '@passant/mobile-client';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { EventLog } from '../../src/observation/event-log.js';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal, expectTokenHeaders } from '../support/expectations.js';
import { basic, type Proof, signed, tokenOf } from '../support/token-client.js';

const PERSON_SCRIPT = `function execute(data) {
  return { status: 2000, user: { id: 'person-' + (data || 'anna'), amr: ['mfa'], city: 'Delft' } };
}`;
const EVERYTHING = { refresh_tokens: true, implicit_authentication: true, stateless_authentication: true };

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

const proofOf = (app: MobileApp): Promise<Proof> => signed(app.key, app.clientId, server.issuer, server.clock.now());
const ask = async (app: MobileApp, form: Record<string, string>) => tokenOf(server.url, await proofOf(app), form);
const refresh = (app: MobileApp, refresh_token: string, more = {}) =>
  ask(app, { grant_type: 'refresh_token', refresh_token, ...more });
const implicit = (app: MobileApp, more = {}) =>
  ask(app, { grant_type: IMPLICIT_AUTHENTICATION_GRANT, profile_id: 'AAAAAA', ...more });

async function world(scope = ['openid', 'profile', 'read']) {
  const provider = await server.given.provider({ scripts: { complete: PERSON_SCRIPT } });
  const application = await server.given.mobileApplication(provider, { user_authentication: EVERYTHING });
  const app = await server.given.appInstance(application);
  const resourceServer = await server.given.resourceServer();
  const register = async (profile_id = 'AAAAAA', more = {}) =>
    (await app.complete(provider.identifier, { profile_id, scope, ...more })).body.oauth_token!;
  return { provider, application, app, resourceServer, register };
}

async function change(application: Application, body: object): Promise<void> {
  const parameters = { identifier: application.identifier };
  const { etag } = await server.admin.call('readApplication', { parameters });
  await server.admin.call('updateApplication', { parameters, body, ifMatch: etag });
}

async function eventsOf(clientId: string): Promise<string[]> {
  await server.app.get(EventLog).flush();
  const rows = await server.database.dataSource.query<{ name: string }[]>(
    "SELECT name FROM event WHERE client_id = $1 AND name LIKE 'TOKEN%' ORDER BY id",
    [clientId],
  );
  return rows.map((row) => row.name);
}

describe('Refreshing', () => {
  it('gives a new access token and a new refresh token, about the same person', async () => {
    const { app, register, resourceServer } = await world();
    const first = await register();
    const reply = await refresh(app, first.refresh_token!);
    expect(reply.status).toBe(200);
    expectTokenHeaders(reply);
    const second = TokenAnswer.parse(reply.body);
    expect(second).toMatchObject({ token_type: 'bearer', expires_in: 900, profile_id: 'AAAAAA' });
    expect(second.scope).toBe('openid profile read');
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await resourceServer.introspect(second.access_token)).toMatchObject({
      sub: 'person-anna',
      user_details: { city: 'Delft' },
      amr: ['DEFAULT'],
    });
    expect(await resourceServer.introspect(first.access_token)).toMatchObject({ active: true });
    expect(await eventsOf(app.clientId)).toContain('TOKEN_REQUEST_ACCESS_TOKEN_REFRESHED');
  });

  it('signs an ID token that says when the person was really asked', async () => {
    const { app, register } = await world();
    const before = server.clock.now();
    const first = await register();
    const reply = await server.clock.later(600, () => refresh(app, first.refresh_token!));
    const keys = (await (await fetch(`${server.url}/oauth/v1/keys`)).json()) as never;
    const { payload } = await jwtVerify(reply.body.id_token!, createLocalJWKSet(keys), {
      issuer: server.issuer,
      audience: app.clientId,
      currentDate: new Date((before + 600) * 1000),
    });
    expect(payload).toMatchObject({ sub: 'person-anna', city: 'Delft', amr: ['mfa'] });
    expect(payload.auth_time).toBeLessThan(before + 60);
    expect(payload.iat).toBeGreaterThanOrEqual(before + 600);
  });

  it('may narrow the scope of the access token, and the next refresh has all of it again', async () => {
    const { app, register } = await world();
    const narrow = await refresh(app, (await register()).refresh_token!, { scope: 'read' });
    expect(narrow.body.scope).toBe('read');
    expect(narrow.body).not.toHaveProperty('id_token');
    const wide = await refresh(app, narrow.body.refresh_token!);
    expect(wide.body.scope).toBe('openid profile read');
    expectRefusal(await refresh(app, wide.body.refresh_token!, { scope: 'write other' }), 400, 'invalid_scope');
    const within = await refresh(app, wide.body.refresh_token!, { scope: 'read write other' });
    expect(within.body.scope).toBe('read');
  });

  it('with a token used before ends the whole family, its access tokens included', async () => {
    const { app, register, resourceServer } = await world();
    const bystander = await register('BBBBBB', { data: 'bert' });
    const first = await register();
    const second = (await refresh(app, first.refresh_token!)).body;
    const third = (await refresh(app, second.refresh_token!)).body;
    expectRefusal(await refresh(app, first.refresh_token!), 400, 'invalid_grant');
    for (const token of [first, second, third]) {
      expect(await resourceServer.introspect(token.access_token)).toEqual({ active: false });
      expectRefusal(await refresh(app, token.refresh_token!), 400, 'invalid_grant');
    }
    expect(await resourceServer.introspect(bystander.access_token)).toMatchObject({ active: true });
    expect((await refresh(app, bystander.refresh_token!)).status).toBe(200);
    expect(await eventsOf(app.clientId)).toContain('TOKEN_REQUEST_REFRESH_TOKEN_REUSED');
  });

  it('may be sent again for half a minute, because the answer to it may be lost: one successor lives', async () => {
    const { app, register, resourceServer } = await world();
    const { refresh_token } = await register();
    const lost = (await refresh(app, refresh_token!)).body;
    // Half of the grace period: the rest is a margin for slow machines.
    const came = await server.clock.later(15, () => refresh(app, refresh_token!));
    expect(came.status).toBe(200);
    expectTokenHeaders(came);
    const living = came.body.refresh_token!;
    expect(living).not.toBe(lost.refresh_token);
    expect(await resourceServer.introspect(came.body.access_token)).toMatchObject({ active: true });
    expectRefusal(await refresh(app, lost.refresh_token!), 400, 'invalid_grant');
    expect((await refresh(app, living)).status).toBe(200);
    expect(await eventsOf(app.clientId)).toContain('TOKEN_REQUEST_REFRESH_TOKEN_REPEATED');
    // Its successor was used, so from now on the token counts as reused, even within the grace period.
    expectRefusal(await refresh(app, refresh_token!), 400, 'invalid_grant');
    expect(await resourceServer.introspect(came.body.access_token)).toEqual({ active: false });
    expect(await eventsOf(app.clientId)).toContain('TOKEN_REQUEST_REFRESH_TOKEN_REUSED');
  });

  it.each([
    ['half a minute', {}, 30],
    ['the time its application gives', { refresh_token_grace: 120 }, 120],
    ['no time at all, where its application gives none', { refresh_token_grace: 0 }, 0],
  ])('ends the whole family where it is sent again after %s', async (_, changes, seconds) => {
    const { app, application, register, resourceServer } = await world();
    if ('refresh_token_grace' in changes) await change(application, changes);
    const { refresh_token } = await register();
    const first = (await refresh(app, refresh_token!)).body;
    if (seconds > 0) {
      expect((await server.clock.later(seconds / 2, () => refresh(app, refresh_token!))).status).toBe(200);
    }
    expectRefusal(await server.clock.later(seconds, () => refresh(app, refresh_token!)), 400, 'invalid_grant');
    expect(await resourceServer.introspect(first.access_token)).toEqual({ active: false });
    expectRefusal(await refresh(app, first.refresh_token!), 400, 'invalid_grant');
  });

  it('that took the place of a lost one ends the family of whoever comes with the lost one later', async () => {
    const { app, register } = await world();
    const { refresh_token } = await register();
    const lost = (await refresh(app, refresh_token!)).body;
    const living = (await refresh(app, refresh_token!)).body;
    expectRefusal(await server.clock.later(30, () => refresh(app, lost.refresh_token!)), 400, 'invalid_grant');
    expectRefusal(await refresh(app, living.refresh_token!), 400, 'invalid_grant');
  });

  it('that somebody took within the grace is noticed when its client comes with the one it was given', async () => {
    const { app, register } = await world();
    const { refresh_token: stolen } = await register();
    const own = (await refresh(app, stolen!)).body;
    // Somebody who has a copy, and authenticates as the client with it.
    const thief = (await refresh(app, stolen!)).body;
    const { error_id } = expectRefusal(await refresh(app, own.refresh_token!), 400, 'invalid_grant');
    const { items } = await server.admin.call('listEvents', { query: { request_id: error_id } });
    expect(items).toMatchObject([{ name: 'TOKEN_REQUEST_REFRESH_TOKEN_SUPERSEDED', client_id: app.clientId }]);
    expect(await eventsOf(app.clientId)).toContain('TOKEN_REQUEST_REFRESH_TOKEN_REPEATED');
    // It is not yet known which of the two is the thief. If the superseded token comes again after the grace period,
    // the surviving tokens are revoked.
    expectRefusal(await server.clock.later(30, () => refresh(app, own.refresh_token!)), 400, 'invalid_grant');
    expectRefusal(await refresh(app, thief.refresh_token!), 400, 'invalid_grant');
  });

  it('that is sent many times at once has one successor that lives', async () => {
    const { app, register } = await world();
    const { refresh_token } = await register();
    const proofs = await Promise.all(Array.from({ length: 20 }, () => proofOf(app)));
    const replies = await Promise.all(
      proofs.map((proof) => tokenOf(server.url, proof, { grant_type: 'refresh_token', refresh_token: refresh_token! })),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    const used: number[] = [];
    for (const { body } of replies) used.push((await refresh(app, body.refresh_token!)).status);
    expect(used.filter((status) => status === 200)).toHaveLength(1);
  });

  it('succeeds once of many at once where it may not be sent again, and what was presented twice is dead', async () => {
    const { app, application, register, resourceServer } = await world();
    await change(application, { refresh_token_grace: 0 });
    const { refresh_token } = await register();
    const proofs = await Promise.all(Array.from({ length: 20 }, () => proofOf(app)));
    const replies = await Promise.all(
      proofs.map((proof) => tokenOf(server.url, proof, { grant_type: 'refresh_token', refresh_token: refresh_token! })),
    );
    const good = replies.filter((reply) => reply.status === 200);
    expect(good).toHaveLength(1);
    for (const reply of replies.filter((entry) => entry.status !== 200)) expectRefusal(reply, 400, 'invalid_grant');
    expect(await resourceServer.introspect(good[0]!.body.access_token)).toEqual({ active: false });
    expectRefusal(await refresh(app, good[0]!.body.refresh_token!), 400, 'invalid_grant');
  });

  it('belongs to its client: another one gets nothing and ends nothing', async () => {
    const { app, application, register } = await world();
    const first = await register();
    const other = await server.given.appInstance(application);
    expectRefusal(await refresh(other, first.refresh_token!), 400, 'invalid_grant');
    const second = await refresh(app, first.refresh_token!);
    expectRefusal(await refresh(other, first.refresh_token!), 400, 'invalid_grant');
    expect((await refresh(app, second.body.refresh_token!)).status).toBe(200);
  });

  it('is refused after thirty days, and every rotation begins anew', async () => {
    const { app, register } = await world();
    const { refresh_token } = await register();
    const days = 86_400;
    expectRefusal(await server.clock.later(30 * days + 1, () => refresh(app, refresh_token!)), 400, 'invalid_grant');
    const second = await server.clock.later(20 * days, () => refresh(app, refresh_token!));
    expect((await server.clock.later(40 * days, () => refresh(app, second.body.refresh_token!))).status).toBe(200);
  });

  it.each([
    ['the application is switched off', { enabled: false }],
    ['refresh tokens are switched off', { user_authentication: { ...EVERYTHING, refresh_tokens: false } }],
    ['the version is disabled', { versions: [{ platform: 'ios', version: '1.0', status: 'DISABLED' }] }],
    ['none of the scopes is allowed any more', { default_scopes: ['write'], additional_scopes: [] }],
  ])('is refused while %s', async (_, changes) => {
    const { app, application, register } = await world();
    const { refresh_token } = await register();
    await change(application, changes);
    expectRefusal(await refresh(app, refresh_token!), 400, 'invalid_grant');
  });

  it('leaves out scopes that the application no longer allows', async () => {
    const { app, application, register } = await world();
    const { refresh_token } = await register();
    await change(application, { default_scopes: ['profile'], additional_scopes: ['openid'] });
    expect((await refresh(app, refresh_token!)).body.scope).toBe('openid profile');
  });

  it('speaks of the person as they were last registered', async () => {
    const provider = await server.given.provider({
      scripts: { complete: 'function execute(data) { return { status: 2000, user: { id: "p", city: data } }; }' },
    });
    const application = await server.given.mobileApplication(provider, { user_authentication: EVERYTHING });
    const app = await server.given.appInstance(application);
    const register = (data: string) => app.complete(provider.identifier, { profile_id: 'AAAAAA', data });
    const first = (await register('Delft')).body.oauth_token!;
    await register('Leiden');
    const { body } = await refresh(app, first.refresh_token!);
    const resourceServer = await server.given.resourceServer();
    expect(await resourceServer.introspect(body.access_token)).toMatchObject({ user_details: { city: 'Leiden' } });
  });
});

describe('Client credentials', () => {
  it('give an API client its API scopes for a quarter of an hour, and no refresh token', async () => {
    const scopes = ['onegini_api_token_introspection' as const, 'onegini_api_events' as const];
    const api = await server.given.resourceServer({ scopes });
    const reply = await tokenOf(server.url, basic(api.clientId, api.secret), { grant_type: 'client_credentials' });
    expectTokenHeaders(reply);
    expect(TokenAnswer.parse(reply.body)).toEqual({
      token_type: 'bearer',
      access_token: expect.any(String) as string,
      expires_in: 900,
      scope: scopes.join(' '),
    });
    expect(await api.introspect(reply.body.access_token)).toMatchObject({
      sub: api.clientId,
      client_id: api.clientId,
      amr: ['CLIENT_CREDENTIALS'],
      user_details: {},
    });
    const less = await tokenOf(server.url, basic(api.clientId, api.secret), {
      grant_type: 'client_credentials',
      scope: 'onegini_api_events onegini_api_events',
    });
    expect(less.body.scope).toBe('onegini_api_events');
  });

  it('give an app instance scopes of its application, never openid', async () => {
    const { app } = await world();
    const form = { grant_type: 'client_credentials' };
    expect((await ask(app, form)).body).toMatchObject({ scope: 'profile', expires_in: 900 });
    expect((await ask(app, { ...form, scope: 'read write' })).body.scope).toBe('read write');
    expect((await ask(app, { ...form, scope: 'openid read unheard' })).body.scope).toBe('read');
    expectRefusal(await ask(app, { ...form, scope: 'openid' }), 400, 'invalid_scope');
    expectRefusal(await ask(app, { ...form, scope: 'unheard' }), 400, 'invalid_scope');
  });
});

describe('Implicit authentication', () => {
  it('gives a token without asking, with the scopes granted then or fewer', async () => {
    const { app, register, resourceServer } = await world();
    await register();
    const all = await implicit(app);
    expectTokenHeaders(all);
    expect(TokenAnswer.parse(all.body)).toMatchObject({ scope: 'openid profile read', profile_id: 'AAAAAA' });
    expect(all.body).not.toHaveProperty('refresh_token');
    expect((await implicit(app, { scope: 'read' })).body.scope).toBe('read');
    expect(await resourceServer.introspect(all.body.access_token)).toMatchObject({
      sub: 'person-anna',
      user_details: { city: 'Delft' },
      amr: ['IMPLICIT_AUTHENTICATION'],
    });
    expect((await implicit(app, { scope: 'read write' })).body.scope).toBe('read');
    expectRefusal(await implicit(app, { scope: 'write' }), 400, 'invalid_scope');
    expect(await eventsOf(app.clientId)).toContain('TOKEN_REQUEST_IMPLICIT_AUTHENTICATION_ACCESS_TOKEN_CREATED');
  });

  it('is refused for who only ever registered statelessly, and nothing says who that was', async () => {
    const { app, register } = await world();
    await register('AAAAAA', { grant_type: STATELESS_AUTHENTICATION_GRANT });
    expectRefusal(await implicit(app), 400, 'invalid_grant');
    expect(await eventsOf(app.clientId)).toContain('TOKEN_REQUEST_IMPLICIT_DEFAULT_ACCESS_TOKEN_NOT_FOUND');
    const rows = await server.database.dataSource.query<unknown[]>(
      'SELECT * FROM event WHERE client_id = $1 AND (user_id IS NOT NULL OR details::text LIKE $2)',
      [app.clientId, '%person-anna%'],
    );
    expect(rows).toEqual([]);
  });

  it('stands on a registration that lives: its token, or the means to get one', async () => {
    const { app, application, register } = await world();
    const token = await register();
    expect((await server.clock.later(901, () => implicit(app))).status).toBe(200);
    await refresh(app, token.refresh_token!);
    expectRefusal(await server.clock.later(30, () => refresh(app, token.refresh_token!)), 400, 'invalid_grant');
    expectRefusal(await implicit(app), 400, 'invalid_grant');
    await change(application, { user_authentication: { ...EVERYTHING, refresh_tokens: false } });
    await register();
    expect((await implicit(app)).status).toBe(200);
    expectRefusal(await server.clock.later(901, () => implicit(app)), 400, 'invalid_grant');
  });

  it('does not live off an implicit token', async () => {
    const { app, application, register } = await world();
    await change(application, { user_authentication: { ...EVERYTHING, refresh_tokens: false } });
    await register();
    const late = await server.clock.later(800, () => implicit(app));
    expect(late.status).toBe(200);
    expectRefusal(await server.clock.later(1000, () => implicit(app)), 400, 'invalid_grant');
  });

  it('is for this slot of this client only', async () => {
    const { app, application, register } = await world();
    await register();
    expectRefusal(await implicit(app, { profile_id: 'BBBBBB' }), 400, 'invalid_grant');
    expectRefusal(await implicit(await server.given.appInstance(application)), 400, 'invalid_grant');
  });

  it('is refused while it, or the application, is switched off', async () => {
    const { app, application, register } = await world();
    await register();
    await change(application, { user_authentication: { ...EVERYTHING, implicit_authentication: false } });
    expectRefusal(await implicit(app), 400, 'invalid_grant');
    await change(application, { user_authentication: EVERYTHING, enabled: false });
    expectRefusal(await implicit(app), 400, 'invalid_grant');
  });
});

describe('Clients authenticate', () => {
  const form = { grant_type: 'client_credentials' };

  it('as app instances with a secret', async () => {
    const { application } = await world();
    const app = await server.given.basicApp(application);
    expect((await tokenOf(server.url, basic(app.clientId, app.secret), form)).status).toBe(200);
  });

  it('by key: the issuer is the only audience, unless an exception holds', async () => {
    const key = await DeviceKey.generate();
    const body = {
      name: 'Signing back end',
      scopes: ['onegini_api_events' as const],
      token_endpoint_auth_method: 'private_key_jwt' as const,
      jwks: { keys: [key.publicJwk] as never[] },
    };
    const strict = await server.admin.call('createApiClient', { body });
    const lenient = await server.admin.call('createApiClient', { body });
    await server.admin.call('updateApiClient', {
      parameters: { client_id: lenient.client_id },
      body: { audience_policy: 'LEGACY', lenient_until: server.clock.now() + 86_400 },
      ifMatch: lenient.etag,
    });
    const asks = async (clientId: string, audience: string) =>
      tokenOf(server.url, await signed(key, clientId, audience, server.clock.now()), form);
    for (const audience of [`${server.url}/oauth/v1/token`, server.url]) {
      expectRefusal(await asks(strict.client_id, audience), 401, 'invalid_client');
      expect((await asks(lenient.client_id, audience)).status).toBe(200);
    }
    for (const { client_id } of [strict, lenient]) {
      expect((await asks(client_id, server.issuer)).status).toBe(200);
      expectRefusal(await asks(client_id, `${server.url}/oauth/v1/revoke`), 401, 'invalid_client');
      expectRefusal(await asks(client_id, 'https://other.example/oauth'), 401, 'invalid_client');
    }
  });

  it('also under the shorter address', async () => {
    const api = await server.given.resourceServer();
    const response = await fetch(`${server.url}/oauth/token`, {
      method: 'POST',
      headers: basic(api.clientId, api.secret).headers!,
      body: new URLSearchParams(form),
    });
    expect(response.status).toBe(200);
  });
});
