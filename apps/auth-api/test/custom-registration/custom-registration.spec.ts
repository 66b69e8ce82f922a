import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { AuthServer } from '../support/auth-server.js';
import { atHashOf, expectRefusal, expectTokenHeaders } from '../support/expectations.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

describe('A stateless registration', () => {
  it('gives a token that introspects with every documented member, and leaves no row about the person', async () => {
    const { provider, app, application, resourceServer } = await server.given.statelessWorld();
    const reply = await app.complete(provider.identifier, { ...STATELESS, scope: ['openid', 'profile'], data: 'in' });
    expect(reply.status).toBe(200);
    expectTokenHeaders(reply);
    const token = reply.body.oauth_token!;
    expect(reply.body).toMatchObject({ status: 2000, data: expect.stringContaining('"payload":"in"') as string });
    expect(token).toMatchObject({ token_type: 'bearer', expires_in: 900, scope: 'openid profile' });
    expect(token.access_token).toMatch(/^[0-9A-F]{64}$/);
    expect(token).not.toHaveProperty('refresh_token');

    const answer = await resourceServer.introspect(token.access_token);
    expect(answer).toEqual({
      active: true,
      scope: 'openid profile',
      client_id: app.clientId,
      token_type: 'Bearer',
      exp: (answer as { iat: number }).iat + 900,
      iat: expect.any(Number) as number,
      nbf: (answer as { iat: number }).iat,
      sub: 'TestClientUserId',
      iss: server.issuer,
      app_identifier: application.identifier,
      app_version: '1.0',
      app_platform: 'ios',
      usage_limit: 0,
      user_details: { firstName: 'John', lastName: 'Doe' },
      amr: ['STATELESS_AUTHENTICATION'],
    });
    for (const table of ['profile', 'registered_user', 'refresh_token']) {
      expect(await server.database.dataSource.query(`SELECT 1 FROM ${table}`)).toEqual([]);
    }
  });

  it('is kept so that the database alone cannot say who it is about', async () => {
    const { provider, app } = await server.given.statelessWorld();
    const { body } = await app.complete(provider.identifier, STATELESS);
    const [row] = await server.database.dataSource.query<Record<string, unknown>[]>(
      'SELECT * FROM access_token WHERE client_id = $1',
      [app.clientId],
    );
    const everything = Buffer.concat(
      Object.values(row!).map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value)))),
    );
    for (const trace of ['TestClientUserId', 'John', 'Doe', body.oauth_token!.access_token]) {
      expect(everything.includes(trace)).toBe(false);
    }
    expect(everything.includes(Buffer.from(body.oauth_token!.access_token, 'hex'))).toBe(false);
  });

  it('ends with its lifetime', async () => {
    await server.clock.standing(async () => {
      const { provider, app, resourceServer } = await server.given.statelessWorld();
      const { body } = await app.complete(provider.identifier, STATELESS);
      const introspect = () => resourceServer.introspect(body.oauth_token!.access_token);
      expect(await server.clock.later(899, introspect)).toMatchObject({ active: true });
      expect(await server.clock.later(900, introspect)).toEqual({ active: false });
    });
  });

  it('gets an ID token where openid is granted, and keeps no one for it', async () => {
    const { provider, app } = await server.given.statelessWorld();
    const { body } = await app.complete(provider.identifier, { ...STATELESS, scope: ['openid'] });
    const keys = createRemoteJWKSet(new URL(`${server.issuer}/v1/keys`));
    const { payload } = await jwtVerify(body.oauth_token!.id_token!, keys, {
      issuer: server.issuer,
      audience: app.clientId,
      algorithms: ['ES256'],
    });
    expect(payload).toMatchObject({ sub: 'TestClientUserId', firstName: 'John', azp: app.clientId });
    expect(payload.at_hash).toBe(atHashOf(body.oauth_token!.access_token));
  });

  it('stops with the switch, and works again with it', async () => {
    const { provider, app, application } = await server.given.statelessWorld();
    const flip = async (on: boolean) => {
      const { etag } = await server.admin.call('readApplication', {
        parameters: { identifier: application.identifier },
      });
      await server.admin.call('updateApplication', {
        parameters: { identifier: application.identifier },
        body: { user_authentication: { stateless_authentication: on } },
        ifMatch: etag,
      });
    };
    await flip(false);
    expectRefusal(await app.complete(provider.identifier, STATELESS), 400, 'unauthorized_client');
    await flip(true);
    expect((await app.complete(provider.identifier, STATELESS)).status).toBe(200);
  });
});

describe('The documented requests', () => {
  it('v1 complete, as printed, with the header Authentication', async () => {
    const provider = await server.given.provider({ identifier: 'example-custom-registration-idp' });
    const app = await server.given.basicApp(await server.given.mobileApplication(provider));
    const body = {
      scope: ['openid', 'profile'],
      profile_id: '123EXI',
      grant_type: 'urn:onewelcome:oauth2:grant_type:stateless_authentication',
    };
    const reply = await app.step(provider.identifier, 'complete', body, { authentication: app.basic });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('deprecation')).toMatch(/^@\d+$/);
    expectTokenHeaders(reply);
    const resourceServer = await server.given.resourceServer();
    expect(await resourceServer.introspect(reply.body.oauth_token!.access_token)).toMatchObject({
      active: true,
      amr: ['STATELESS_AUTHENTICATION'],
    });
    expect((await app.step(provider.identifier, 'complete', body)).headers.get('deprecation')).toBeNull();
  });

  it('v2 init and complete, as printed, of a client that is no app instance', async () => {
    const provider = await server.given.twoStepProvider({
      scripts: {
        init: "function execute(data) { return { status: 2000, responsePayload: '12349876' }; }",
        complete: "function execute(data) { return { status: 2000, responsePayload: data, user: { id: 'u' } }; }",
      },
    });
    const application = await server.given.webApplication(provider, {
      user_authentication: { refresh_tokens: true },
      access_token_validity: 3600,
      additional_scopes: ['openid', 'read', 'write'],
    });
    const app = await server.given.appInstanceOfWeb(application);
    const init = await app.init(provider.identifier, { data: '{"custom_json_key":"custom json data"}' });
    expect(init.status).toBe(200);
    expectTokenHeaders(init);
    expect(init.body).toEqual({
      transaction_id: expect.stringMatching(/^[0-9A-F]{64}$/) as string,
      data: '12349876',
      status: 2000,
    });
    const complete = await app.complete(provider.identifier, {
      transaction_id: init.body.transaction_id!,
      data: '{"custom_json_key":"custom_ json data"}',
      scope: ['read', 'write'],
      hook_context_custom_params: { on_behalf_of: ['user'] },
    });
    expect(complete.status).toBe(200);
    expectTokenHeaders(complete);
    expect(complete.body).toEqual({
      status: 2000,
      oauth_token: {
        token_type: 'bearer',
        access_token: expect.stringMatching(/^[0-9A-F]{64}$/) as string,
        refresh_token: expect.stringMatching(/^[0-9A-F]{64}$/) as string,
        expires_in: 3600,
        scope: 'read write',
      },
      data: '{"custom_json_key":"custom_ json data"}',
    });
  });
});

describe('A default registration', () => {
  it('makes a profile, which only the same person can register again', async () => {
    const provider = await server.given.provider({
      scripts: { complete: 'function execute(data) { return { status: 2000, user: { id: data, city: "Delft" } }; }' },
    });
    const application = await server.given.mobileApplication(provider, {
      user_authentication: { refresh_tokens: true },
    });
    const app = await server.given.appInstance(application);
    const register = (profileId: string, data: string) =>
      app.complete(provider.identifier, { profile_id: profileId, data });
    const first = await register('AAAAAA', 'anna');
    expect(first.status).toBe(200);
    expect(first.body.oauth_token!.refresh_token).toMatch(/^[0-9A-F]{64}$/);
    const resourceServer = await server.given.resourceServer();
    expect(await resourceServer.introspect(first.body.oauth_token!.access_token)).toMatchObject({
      sub: 'anna',
      user_details: { city: 'Delft' },
      amr: ['DEFAULT'],
    });
    expect((await register('AAAAAA', 'anna')).status).toBe(200);
    expectRefusal(await register('AAAAAA', 'bert'), 400, 'invalid_request');
    expect((await register('BBBBBB', 'bert')).status).toBe(200);
    const profiles = await server.database.dataSource.query(
      'SELECT profile_id, user_id FROM profile WHERE client_id = $1 ORDER BY profile_id',
      [app.clientId],
    );
    expect(profiles).toEqual([
      { profile_id: 'AAAAAA', user_id: 'anna' },
      { profile_id: 'BBBBBB', user_id: 'bert' },
    ]);
  });

  it('hands the script the context parameters', async () => {
    const { provider, app } = await server.given.statelessWorld();
    const { body } = await app.complete(provider.identifier, {
      ...STATELESS,
      hook_context_custom_params: { on_behalf_of: ['user'] },
    });
    expect(JSON.parse(body.data!)).toMatchObject({ params: { on_behalf_of: ['user'] } });
  });
});

describe('A client assertion', () => {
  it('is good for one use, also of many at once', async () => {
    const { provider, app } = await server.given.statelessWorld();
    const authentication = await app.authentication();
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => app.complete(provider.identifier, STATELESS, authentication)),
    );
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
    for (const reply of replies.filter((entry) => entry.status !== 200)) expectRefusal(reply, 400, 'invalid_client');
  });

  it('burns nothing when its signature is wrong', async () => {
    const { provider, app } = await server.given.statelessWorld();
    const authentication = await app.authentication();
    const [head, payload] = authentication.client_assertion.split('.');
    const forged = { ...authentication, client_assertion: `${head}.${payload}.${'A'.repeat(86)}` };
    expectRefusal(await app.complete(provider.identifier, STATELESS, forged), 400, 'invalid_client');
    expect((await app.complete(provider.identifier, STATELESS, authentication)).status).toBe(200);
  });
});

describe('Scripts that misbehave', () => {
  it.each([
    ['throws', "function execute() { throw new Error('canary-in-message'); }"],
    ['never ends', 'function execute() { for (;;) {} }'],
    ['takes all memory', "function execute() { var a = []; for (;;) a.push('x'.repeat(1000000) + a.length); }"],
    ['returns no status', 'function execute() { return {}; }'],
    ['returns a status in no range', 'function execute() { return { status: 3000 }; }'],
    ['succeeds without a user', 'function execute() { return { status: 2000 }; }'],
    ['does not parse', 'function execute( {'],
    ['has no execute', 'var x = 1;'],
  ])('answer server_error when one %s, and the server goes on', async (_, complete) => {
    const { provider, app } = await server.given.statelessWorld(await server.given.provider({ scripts: { complete } }));
    expectRefusal(await app.complete(provider.identifier, STATELESS), 500, 'server_error');
    expect(JSON.stringify(server.log)).not.toContain('canary-in-message');
    const good = await server.given.statelessWorld();
    expect((await good.app.complete(good.provider.identifier, STATELESS)).status).toBe(200);
  });

  it('share a cache within their provider only', async () => {
    const scripts = {
      complete: `function execute(data) {
        if (data) { CACHE.store('key', data, 60); }
        return { status: 2000, responsePayload: String(CACHE.fetch('key')), user: { id: 'u' } };
      }`,
    };
    const one = await server.given.statelessWorld(await server.given.provider({ scripts }));
    const two = await server.given.statelessWorld(await server.given.provider({ scripts }));
    await one.app.complete(one.provider.identifier, { ...STATELESS, data: 'canary-cached' });
    expect((await one.app.complete(one.provider.identifier, STATELESS)).body.data).toBe('canary-cached');
    expect((await two.app.complete(two.provider.identifier, STATELESS)).body.data).toBe('null');
    const rows = await server.database.dataSource.query<{ sealed: Buffer }[]>('SELECT sealed FROM script_cache');
    for (const { sealed } of rows) expect(sealed.includes('canary-cached')).toBe(false);
  });
});
