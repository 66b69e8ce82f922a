import {
  type Application,
  type ClientInformation,
  type CompleteRegistrationResponse,
  IMPLICIT_AUTHENTICATION_GRANT,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
  TokenAnswer,
  type UserAuthentication,
  UserInfo,
} from '@passant/contracts';
import { AuthenticationDevice, DeviceKey, type MobileApp, send } from '@passant/mobile-client';
import { decodeJwt } from 'jose';
import { EventLog } from '../../src/observation/event-log.js';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal, expectTokenHeaders } from '../support/expectations.js';
import { HookServer } from '../support/hook-server.js';
import {
  DURATION,
  type WorldChanges,
  changeApplication,
  changeProvider,
  leftOf as leftOfAt,
  proofOf as proofOfAt,
  refreshOf,
  sessionWorld,
} from '../support/session-world.js';
import { revoke, signed, tokenOf } from '../support/token-client.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

const EVERYTHING = {
  stateless_authentication: true,
  stateless_session: true,
  implicit_authentication: true,
  mobile_authentication: true,
};

const world = (changes?: WorldChanges) => sessionWorld(server, changes);
const proofOf = (app: MobileApp) => proofOfAt(server, app);
const refresh = (app: MobileApp, token?: string, more?: object) => refreshOf(server, app, token, more);
const change = (application: Application, body: object) => changeApplication(server, application, body);
const leftOf = (app: MobileApp) => leftOfAt(server, app);

const rows = <Row>(statement: string, parameters: unknown[] = []) =>
  server.database.dataSource.query<Row[]>(statement, parameters);

describe('Without a stateless session', () => {
  it.each<[string, Partial<UserAuthentication>]>([
    ['by default', { stateless_session: undefined }],
    ['while its switch is off, whatever is on beside it', { stateless_session: false, refresh_tokens: true }],
  ])('no refresh token comes with a stateless token, %s', async (_, switches) => {
    const { application, register } = await world({ switches });
    expect(application.user_authentication.stateless_session).toBe(false);
    const token = await register();
    expect(token).not.toHaveProperty('refresh_token');
    expect(token.expires_in).toBe(600);
  });

  it('an application that has refresh tokens gives them with a profile only', async () => {
    const { register } = await world({ switches: { stateless_session: false, refresh_tokens: true } });
    expect(await register({ grant_type: undefined })).toHaveProperty('refresh_token');
  });
});

describe('The settings of a stateless session', () => {
  it('have an hour as the longest duration, unless an administrator chose another', async () => {
    const provider = await server.given.provider();
    expect((await server.given.mobileApplication(provider)).stateless_session_duration).toBe(3600);
    const { application } = await world();
    await change(application, { stateless_session_duration: 120 });
    const parameters = { identifier: application.identifier };
    expect(await server.admin.call('readApplication', { parameters })).toMatchObject({
      stateless_session_duration: 120,
      user_authentication: EVERYTHING,
    });
  });

  it.each([59, 86_401, 1.5, '3600'])('refuse a duration of %p', async (stateless_session_duration) => {
    const body = { identifier: 'never', name: 'Never', stateless_session_duration };
    expectRefusal(await server.admin.request('createApplication', { body }), 400, 'invalid_request');
  });
});

describe('A stateless session', () => {
  it('gives another stateless token about the same person, and leaves no profile and no user', async () => {
    const { app, register, resourceServer, application } = await world();
    const first = await register({ data: 'dora' });
    expect(first.refresh_token).toMatch(/^[0-9A-F]{64}$/);
    const reply = await refresh(app, first.refresh_token);
    expect(reply.status).toBe(200);
    expectTokenHeaders(reply);
    const second = TokenAnswer.parse(reply.body);
    expect(second).toMatchObject({ token_type: 'bearer', expires_in: 600, scope: 'openid profile read' });
    expect(second).not.toHaveProperty('profile_id');
    expect(second.refresh_token).not.toBe(first.refresh_token);
    for (const { access_token } of [first, second]) {
      expect(await resourceServer.introspect(access_token)).toMatchObject({
        active: true,
        sub: 'person-dora',
        user_details: { city: 'Delft' },
        app_identifier: application.identifier,
        amr: ['STATELESS_AUTHENTICATION'],
      });
    }
    expect(await rows('SELECT 1 FROM profile WHERE client_id = $1', [app.clientId])).toEqual([]);
    expect(await rows("SELECT 1 FROM registered_user WHERE user_id = 'person-dora'")).toEqual([]);
  });

  it('begins with the last of two steps as well', async () => {
    const { provider, app, application, resourceServer } = await world();
    const scheme = await server.given.twoStepProvider();
    await change(application, { identity_providers: [provider.identifier, scheme.identifier] });
    const { body } = await app.init(scheme.identifier, { data: 'x' });
    const request = { profile_id: 'AAAAAA', grant_type: STATELESS_AUTHENTICATION_GRANT, data: 'right' };
    const done = await app.complete(scheme.identifier, { ...request, transaction_id: body.transaction_id! });
    const second = await refresh(app, done.body.oauth_token!.refresh_token);
    expect(await resourceServer.introspect(second.body.access_token)).toMatchObject({ sub: 'TestClientUserId' });
  });

  it('is kept so that the database alone cannot say who it is about', async () => {
    const { app, register } = await world();
    const first = await register();
    const second = (await refresh(app, first.refresh_token)).body;
    const kept = await rows<Record<string, unknown>>('SELECT * FROM refresh_token WHERE client_id = $1', [
      app.clientId,
    ]);
    expect(kept).toMatchObject([{ profile: null, sealed: expect.any(Buffer), replaced_sealed: expect.any(Buffer) }]);
    const everything = Buffer.concat(
      Object.values(kept[0]!).map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value)))),
    );
    for (const trace of ['person-anna', 'Delft', 'mfa']) expect(everything.includes(trace)).toBe(false);
    for (const token of [first, second]) {
      expect(everything.includes(Buffer.from(token.refresh_token!, 'hex'))).toBe(false);
    }
  });

  it('says in ID tokens when the person was really asked, and how', async () => {
    const { app, register } = await world();
    const first = decodeJwt((await register()).id_token!);
    const { refresh_token } = await register();
    const reply = await server.clock.later(500, () => refresh(app, refresh_token));
    const claims = decodeJwt(reply.body.id_token!);
    expect(claims).toMatchObject({ sub: 'person-anna', city: 'Delft', amr: ['mfa'], aud: app.clientId });
    expect(claims.auth_time as number).toBeLessThan((first.iat as number) + 60);
    expect(claims.iat as number).toBeGreaterThanOrEqual((first.iat as number) + 500);
  });

  it('may narrow the scope of an access token, and the next one has all of it again', async () => {
    const { app, register } = await world();
    const narrow = await refresh(app, (await register()).refresh_token, { scope: 'read' });
    expect(narrow.body.scope).toBe('read');
    expect(narrow.body).not.toHaveProperty('id_token');
    const wide = await refresh(app, narrow.body.refresh_token);
    expect(wide.body.scope).toBe('openid profile read');
    expectRefusal(await refresh(app, wide.body.refresh_token, { scope: 'write' }), 400, 'invalid_scope');
  });

  it('rotates: a token used before ends it, its access tokens included', async () => {
    const { app, register, resourceServer } = await world();
    const bystander = await register({ data: 'bert' });
    const first = await register();
    const second = (await refresh(app, first.refresh_token)).body;
    const third = (await refresh(app, second.refresh_token)).body;
    expectRefusal(await refresh(app, first.refresh_token), 400, 'invalid_grant');
    for (const token of [first, second, third]) {
      expect(await resourceServer.introspect(token.access_token)).toEqual({ active: false });
      expectRefusal(await refresh(app, token.refresh_token), 400, 'invalid_grant');
    }
    const other = await refresh(app, bystander.refresh_token);
    expect(await resourceServer.introspect(other.body.access_token)).toMatchObject({ sub: 'person-bert' });
  });

  it.each([
    ['within the grace', 15, 200],
    ['after the grace', 30, 400],
  ])('takes a token again %s: %s seconds → %s', async (_, seconds, status) => {
    const { app, register, resourceServer } = await world();
    const { refresh_token } = await register();
    const lost = (await refresh(app, refresh_token)).body;
    const again = await server.clock.later(seconds, () => refresh(app, refresh_token));
    expect(again.status).toBe(status);
    expectRefusal(await refresh(app, lost.refresh_token), 400, 'invalid_grant');
    if (status !== 200) return;
    expect(await resourceServer.introspect(again.body.access_token)).toMatchObject({ sub: 'person-anna' });
    const next = await refresh(app, again.body.refresh_token);
    expect(await resourceServer.introspect(next.body.access_token)).toMatchObject({ sub: 'person-anna' });
  });

  it.each([
    ['once where a token may not be sent again', 0, 1],
    ['every time within the grace, where one successor lives', 30, 10],
  ])('that is refreshed many times at once answers %s', async (_, refresh_token_grace, answers) => {
    const { app, register } = await world({ application: { refresh_token_grace } });
    const { refresh_token } = await register();
    const proofs = await Promise.all(Array.from({ length: 10 }, () => proofOf(app)));
    const replies = await Promise.all(
      proofs.map((proof) => tokenOf(server.url, proof, { grant_type: 'refresh_token', refresh_token: refresh_token! })),
    );
    const good = replies.filter(({ status }) => status === 200);
    expect(good).toHaveLength(answers);
    const used: number[] = [];
    for (const { body } of good) used.push((await refresh(app, body.refresh_token)).status);
    expect(used.filter((status) => status === 200)).toHaveLength(refresh_token_grace === 0 ? 0 : 1);
  });

  it('belongs to its client: another one gets nothing and ends nothing', async () => {
    const { app, application, register } = await world();
    const { refresh_token } = await register();
    const other = await server.given.appInstance(application);
    expectRefusal(await refresh(other, refresh_token), 400, 'invalid_grant');
    expect((await refresh(app, refresh_token)).status).toBe(200);
  });

  it('asks the web hooks each time, and keeps nothing of what they leave out', async () => {
    const hooks = await HookServer.start();
    try {
      const body = { type: 'CUSTOMIZE_TOKEN' as const, name: 'Rules of sessions', base_uri: hooks.url };
      const access_token_web_hook = (await server.admin.call('createWebHook', { body })).id;
      const { app, register, resourceServer } = await world({ application: { access_token_web_hook } });
      hooks.answers({});
      const first = await register();
      hooks.answers({ removeScopes: ['read'], additionalClaims: { tier: 'gold' } });
      const second = await refresh(app, first.refresh_token);
      expect(second.body.scope).toBe('openid profile');
      expect(await resourceServer.introspect(second.body.access_token)).toMatchObject({ tier: 'gold' });
      hooks.answers({}, 500);
      expectRefusal(await refresh(app, second.body.refresh_token), 503, 'temporarily_unavailable');
      hooks.answers({});
      const third = await refresh(app, second.body.refresh_token);
      expect(third.body.scope).toBe('openid profile read');
      expect(await resourceServer.introspect(third.body.access_token)).not.toHaveProperty('tier');
    } finally {
      await hooks.close();
    }
  });
});

describe('The longest duration of a stateless session', () => {
  it('is counted from the registration: no refresh moves it, and no access token outlives it', async () => {
    const { app, register, resourceServer } = await world();
    let token = await register();
    for (const [second, lives] of [
      [900, 600],
      [1500, 300],
      [1700, 100],
    ] as const) {
      const { refresh_token } = token;
      const reply = await server.clock.later(second, () => refresh(app, refresh_token));
      expect(reply.status).toBe(200);
      // A second more or less may have passed since the registration.
      expect(Math.abs(reply.body.expires_in - lives)).toBeLessThanOrEqual(5);
      token = { ...token, ...reply.body };
    }
    const last = token;
    const over = DURATION + 1;
    expectRefusal(await server.clock.later(over, () => refresh(app, last.refresh_token)), 400, 'invalid_grant');
    const answer = await server.clock.later(over, () => resourceServer.introspect(last.access_token));
    expect(answer).toEqual({ active: false });
  });

  it('shortens the first access token where it is shorter', async () => {
    const { register } = await world({ application: { stateless_session_duration: 60 } });
    expect((await register()).expires_in).toBe(60);
  });
});

describe('A stateless session ends for good', () => {
  type World = Awaited<ReturnType<typeof world>>;

  it.each<[string, (given: World) => Promise<void>]>([
    [
      'with its switch, even if it is turned on again',
      async ({ application }) => {
        await change(application, { user_authentication: { stateless_session: false } });
        await change(application, { user_authentication: { stateless_session: true } });
      },
    ],
    [
      'with stateless authentication, even if it is turned on again',
      async ({ application }) => {
        await change(application, { user_authentication: { stateless_authentication: false } });
        await change(application, { user_authentication: { stateless_authentication: true } });
      },
    ],
    [
      'with its provider, even if another takes its identifier',
      async ({ application, provider }) => {
        const { identifier } = provider;
        await change(application, { identity_providers: [] });
        await server.admin.call('deleteIdentityProvider', { parameters: { identifier } });
        await server.given.provider({ identifier, scripts: provider.scripts });
        await change(application, { identity_providers: [identifier] });
      },
    ],
    [
      'with all tokens of its application',
      async ({ application: { identifier } }) => {
        const ended = await server.admin.call('endApplicationTokens', {
          parameters: { identifier },
          body: { reason: 'a device was lost' },
        });
        expect(ended).toEqual({ access_tokens: 2, refresh_tokens: 1, codes: 0, transactions: 0 });
      },
    ],
    [
      'with all tokens of its provider',
      async ({ provider: { identifier } }) => {
        const ended = await server.admin.call('endIdentityProviderTokens', {
          parameters: { identifier },
          body: { reason: 'the scheme was broken into' },
        });
        expect(ended).toEqual({ access_tokens: 2, refresh_tokens: 1, codes: 0, transactions: 0 });
      },
    ],
  ])('%s', async (_, end) => {
    const given = await world();
    const { app, register, resourceServer } = given;
    const first = await register();
    const second = (await refresh(app, first.refresh_token)).body;
    await end(given);
    expectRefusal(await refresh(app, second.refresh_token), 400, 'invalid_grant');
    for (const { access_token } of [first, second]) {
      expect(await resourceServer.introspect(access_token)).toEqual({ active: false });
    }
    expect(await leftOf(app)).toEqual({ sessions: 0, tokens: 0 });
    expect((await refresh(app, (await register()).refresh_token)).status).toBe(200);
  });

  it('with its client', async () => {
    const { app, register, resourceServer } = await world();
    const { access_token } = await register();
    await server.admin.call('deleteAppInstallation', { parameters: { client_id: app.clientId } });
    expect(await leftOf(app)).toEqual({ sessions: 0, tokens: 0 });
    expect(await resourceServer.introspect(access_token)).toEqual({ active: false });
  });

  it('while those of other applications, and registrations with a profile, go on', async () => {
    const given = await world({ switches: { refresh_tokens: true } });
    const other = await world();
    const [remembered, elsewhere] = [await given.register({ grant_type: undefined }), await other.register()];
    await change(given.application, { user_authentication: { stateless_session: false } });
    expect((await refresh(given.app, remembered.refresh_token)).status).toBe(200);
    expect((await refresh(other.app, elsewhere.refresh_token)).status).toBe(200);
  });
});

describe('A stateless session waits', () => {
  type World = Awaited<ReturnType<typeof world>>;
  const ON = [{ platform: 'ios', version: '1.0', status: 'LOGIN_REGISTRATION' }];

  it.each<[string, (given: World, on: boolean) => Promise<void>]>([
    ['its application is off', ({ application }, enabled) => change(application, { enabled })],
    [
      'its version is off',
      ({ application }, on) => change(application, { versions: on ? ON : [{ ...ON[0], status: 'DISABLED' }] }),
    ],
    ['its provider is off', ({ provider }, enabled) => changeProvider(server, provider, { enabled })],
    [
      'its provider serves another application',
      ({ application, provider }, on) => change(application, { identity_providers: on ? [provider.identifier] : [] }),
    ],
    [
      'none of its scopes is allowed',
      ({ application }, on) =>
        change(application, { default_scopes: [on ? 'profile' : 'write'], additional_scopes: on ? ['openid'] : [] }),
    ],
  ])('while %s', async (_, turn) => {
    const given = await world();
    const { refresh_token } = await given.register();
    await turn(given, false);
    const refused = await refresh(given.app, refresh_token);
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.body).not.toHaveProperty('access_token');
    await turn(given, true);
    expect((await refresh(given.app, refresh_token)).status).toBe(200);
  });
});

describe('A token of a stateless session', () => {
  /** The access token of a session that has been refreshed, with its refresh token. */
  async function refreshed() {
    const given = await world();
    const { body } = await refresh(given.app, (await given.register()).refresh_token);
    return { ...given, token: body };
  }

  it('enrols no device for mobile authentication', async () => {
    const { app, token } = await refreshed();
    const device = new AuthenticationDevice(server.url, app.key, token.access_token);
    expectRefusal(await device.enrol('AAAAAA', 'A phone'), 403, 'stateless_access_token');
    const headers = { authorization: `Bearer ${token.access_token}` };
    expectRefusal(await send('GET', server.url + PATHS.mobileTransactions, { headers }), 403, 'stateless_access_token');
  });

  it('authenticates nobody implicitly', async () => {
    const { app } = await refreshed();
    const form = { grant_type: IMPLICIT_AUTHENTICATION_GRANT, profile_id: 'AAAAAA' };
    expectRefusal(await tokenOf(server.url, await proofOf(app), form), 400, 'invalid_grant');
  });

  it('makes nobody known to administrators', async () => {
    const { app, register } = await world();
    await refresh(app, (await register({ data: 'emma' })).refresh_token);
    expect((await server.admin.request('readUser', { parameters: { id: 'person-emma' } })).status).toBe(404);
  });

  it('tells userinfo what the token itself contains; the refresh token is no access token', async () => {
    const { token } = await refreshed();
    const info = (bearer: string) =>
      send('GET', server.url + PATHS.userInfo, { headers: { authorization: `Bearer ${bearer}` } });
    expect(UserInfo.parse((await info(token.access_token)).body)).toEqual({ sub: 'person-anna', city: 'Delft' });
    expectRefusal(await info(token.refresh_token!), 401, 'invalid_token');
  });

  it('ends alone where the access token is revoked, and the session with the refresh token', async () => {
    const { app, token, resourceServer } = await refreshed();
    expect((await revoke(server.url, await proofOf(app), { token: token.access_token })).status).toBe(200);
    expect(await resourceServer.introspect(token.access_token)).toEqual({ active: false });
    const next = (await refresh(app, token.refresh_token)).body;
    expect((await revoke(server.url, await proofOf(app), { token: next.refresh_token! })).status).toBe(200);
    expect(await resourceServer.introspect(next.access_token)).toEqual({ active: false });
    expectRefusal(await refresh(app, next.refresh_token), 400, 'invalid_grant');
    expect(await leftOf(app)).toEqual({ sessions: 0, tokens: 0 });
  });
});

describe('A client that is registered for', () => {
  it.each([
    ['stateless registrations alone gets no refresh token', [STATELESS_AUTHENTICATION_GRANT], false],
    ['both gets one', [STATELESS_AUTHENTICATION_GRANT, 'refresh_token'], true],
  ])('%s', async (_, grant_types, expected) => {
    const { provider, application } = await world();
    const key = await DeviceKey.generate();
    const registration = await send<ClientInformation>('POST', server.url + PATHS.clients, {
      headers: { authorization: `Bearer ${await server.given.initialAccessToken(application)}` },
      json: {
        ...{ application_type: 'native', software_version: '1.0', app_platform: 'ios', grant_types },
        ...{ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.publicJwk] } },
      },
    });
    const { client_id: clientId } = registration.body;
    const proof = () => signed(key, clientId, server.issuer, server.clock.now());
    const path = PATHS.customRegistrationV2(provider.identifier, 'complete');
    const { body } = await send<CompleteRegistrationResponse>('POST', server.url + path, {
      json: { profile_id: 'AAAAAA', grant_type: STATELESS_AUTHENTICATION_GRANT, ...(await proof()).form },
    });
    const { refresh_token } = body.oauth_token!;
    expect(refresh_token !== undefined).toBe(expected);
    if (!refresh_token) return;
    const reply = await tokenOf(server.url, await proof(), { grant_type: 'refresh_token', refresh_token });
    expect(reply.status).toBe(200);
  });
});

describe('The events of a stateless session', () => {
  it('name neither the person nor where a request came from, whether it is granted or refused', async () => {
    const { app, register } = await world();
    const first = await register();
    const second = (await refresh(app, first.refresh_token)).body;
    await refresh(app, second.refresh_token, { scope: 'write' });
    const third = (await refresh(app, second.refresh_token)).body;
    await refresh(app, first.refresh_token);
    await refresh(app, third.refresh_token);
    await server.app.get(EventLog).flush();
    const events = await rows<Record<string, unknown>>('SELECT * FROM event WHERE client_id = $1', [app.clientId]);
    expect(events.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'TOKEN_REQUEST_ACCESS_TOKEN_REFRESHED',
        'TOKEN_REQUEST_SCOPE_INVALID',
        'TOKEN_REQUEST_REFRESH_TOKEN_REUSED',
        'TOKEN_REQUEST_INVALID_REFRESH_TOKEN',
      ]),
    );
    for (const event of events) expect(event).toMatchObject({ user_id: null, client_ip: null, user_agent: null });
    expect(JSON.stringify(events)).not.toMatch(/person-anna|Delft/);
    expect(events.find(({ name }) => name === 'TOKEN_REQUEST_ACCESS_TOKEN_REFRESHED')!.details).toEqual({
      token_type: 'STATELESS_AUTHENTICATION',
      scope: 'openid profile read',
    });
  });
});
