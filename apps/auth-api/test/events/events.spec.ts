import {
  ADMIN_ENDPOINTS,
  type AuditEvent,
  IMPLICIT_AUTHENTICATION_GRANT,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
  adminPath,
} from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

type StatelessWorld = Awaited<ReturnType<typeof server.given.statelessWorld>>;

const registered = (token: string, metadata: object): Promise<Response> =>
  fetch(server.url + PATHS.clients, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(metadata),
  });

type Query = Record<string, string> | [string, string][];

async function events(query: Query = {}): Promise<AuditEvent[]> {
  await server.noted();
  return (await server.admin.call('listEvents', { query })).items;
}

/** Names of the events that a client caused, oldest first. */
async function namesOf(clientId: string): Promise<string[]> {
  return (await events({ client_id: clientId, limit: '200' })).map((event) => event.name).reverse();
}

describe('Custom registration', () => {
  it('notes success and failure as the script says, and the person where a profile is made', async () => {
    const provider = await server.given.twoStepProvider();
    const application = await server.given.mobileApplication(provider, { user_authentication: {} });
    const app = await server.given.appInstance(application);
    await app.init(provider.identifier, { data: 'refuse' });
    const { body } = await app.init(provider.identifier, { data: 'x' });
    const request = { profile_id: '123EXI', transaction_id: body.transaction_id! };
    await app.complete(provider.identifier, { ...request, data: 'wrong' });
    await app.complete(provider.identifier, { ...request, data: 'right', scope: ['openid'] });
    expect(await namesOf(app.clientId)).toEqual([
      'DYNAMIC_REG_SUCCESS',
      'CUSTOM_REGISTRATION_INIT_FAILURE',
      'CUSTOM_REGISTRATION_INIT_SUCCESS',
      'CUSTOM_REGISTRATION_COMPLETE_FAILURE',
      'CUSTOM_REGISTRATION_COMPLETE_SUCCESS',
      'ID_TOKEN_CREATED',
    ]);
    const [, success, failure] = await events({ client_id: app.clientId });
    expect(success).toMatchObject({
      client_id: app.clientId,
      application: application.identifier,
      identity_provider: provider.identifier,
      user_id: 'TestClientUserId',
      client_ip: '127.0.0.1',
      user_agent: 'node',
      request_id: expect.any(String),
      details: { status: 2000 },
    });
    expect(failure).not.toHaveProperty('user_id');
  });

  it('has names of its own for stateless completions, and names nobody', async () => {
    const provider = await server.given.twoStepProvider();
    const application = await server.given.mobileApplication(provider);
    const app = await server.given.appInstance(application);
    const { body } = await app.init(provider.identifier, { data: 'x' });
    const request = { ...STATELESS, transaction_id: body.transaction_id! };
    await app.complete(provider.identifier, { ...request, data: 'wrong' });
    await app.complete(provider.identifier, { ...request, data: 'right' });
    // Events of requests that fail before they ask for anything stateless must not identify anybody either, because
    // they come from the same installation.
    await app.init(provider.identifier, { data: 'x'.repeat(33_000) });
    const expired = await app.authentication({ claims: { exp: 1 } });
    await send('POST', server.url + PATHS.customRegistrationV2(provider.identifier, 'init'), { json: expired });
    const found = await events({ client_id: app.clientId });
    expect(found.map((event) => event.name)).toEqual([
      'CLIENT_CREDENTIALS_CHECK_FAILED',
      'CUSTOM_REGISTRATION_BAD_REQUEST',
      'STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS',
      'STATELESS_CUSTOM_REGISTRATION_COMPLETE_FAILURE',
      'CUSTOM_REGISTRATION_INIT_SUCCESS',
      'DYNAMIC_REG_SUCCESS',
    ]);
    for (const event of found) {
      expect(event).not.toHaveProperty('user_id');
      expect(event).not.toHaveProperty('client_ip');
      expect(event).not.toHaveProperty('user_agent');
    }
  });

  it.each<[string, Record<string, string>, number]>([
    ['a refresh token that is none', { grant_type: 'refresh_token', refresh_token: 'none' }, 400],
    ['a grant that is off', { grant_type: IMPLICIT_AUTHENTICATION_GRANT, profile_id: 'AAAAAA' }, 400],
    ['a grant that is none', { grant_type: 'none' }, 400],
    ['an assertion that has expired', { grant_type: 'refresh_token' }, 401],
  ])('keeps not what a stateless installation calls a request at another endpoint: %s', async (_, form, status) => {
    const { app } = await server.given.statelessWorld();
    const proof = await app.authentication(status === 401 ? { claims: { exp: 1 } } : {});
    const headers = { 'x-request-id': 'canary-of-a-phone' };
    const reply = await send('POST', server.url + PATHS.token, { form: { ...form, ...proof }, headers });
    expect([reply.status, reply.headers.get('x-client-request-id')]).toEqual([status, 'canary-of-a-phone']);
    await server.noted();
    const parameters = { error_id: reply.headers.get('x-request-id')! };
    const refusal = await server.admin.call('readRefusal', { parameters });
    expect(refusal.client_id).toBe(app.clientId);
    expect(refusal).not.toHaveProperty('client_request_id');
    expect(JSON.stringify(server.log)).not.toContain('canary-of-a-phone');
  });

  it.each<[string, (world: StatelessWorld) => Promise<Response>]>([
    [
      'an app that comes with a token that is used up',
      async ({ application }) => {
        const token = await server.given.initialAccessToken(application);
        await registered(token, { software_id: 'another' });
        return registered(token, {});
      },
    ],
    [
      'an installation whose registration token is another by now',
      async ({ app }) =>
        fetch(`${server.url}${PATHS.clients}/${app.clientId}`, {
          headers: { authorization: `Bearer ${'x'.repeat(43)}` },
        }),
    ],
    [
      'an installation that is gone, and begins',
      async ({ provider, app }) => {
        await server.admin.call('deleteAppInstallation', { parameters: { client_id: app.clientId } });
        const body = JSON.stringify(await app.authentication());
        const headers = { 'content-type': 'application/json' };
        return fetch(server.url + PATHS.customRegistrationV2(provider.identifier, 'init'), {
          method: 'POST',
          headers,
          body,
        });
      },
    ],
  ])('names nobody either where it is refused before it is known: %s', async (_, ask) => {
    const reply = await ask(await server.given.statelessWorld());
    expect([400, 401]).toContain(reply.status);
    const found = await events({ request_id: reply.headers.get('x-request-id')! });
    expect(found).toHaveLength(1);
    expect(found[0]).not.toHaveProperty('client_ip');
    expect(found[0]).not.toHaveProperty('user_agent');
  });

  it('names nobody either where the body cannot be read that would say that it is stateless', async () => {
    const provider = await server.given.provider();
    const url = server.url + PATHS.customRegistrationV2(provider.identifier, 'complete');
    for (const body of ['{"grant_type":"stateless",}', '{"data":"\\u0000"}', `{"data":"${'x'.repeat(70_000)}"}`]) {
      const headers = { 'content-type': 'application/json', 'x-request-id': 'canary-of-a-person' };
      const reply = await fetch(url, { method: 'POST', headers, body });
      const request_id = reply.headers.get('x-request-id')!;
      const [event] = await events({ request_id });
      expect(event).toMatchObject({ name: 'CUSTOM_REGISTRATION_BAD_REQUEST' });
      expect(event).not.toHaveProperty('client_ip');
      expect(event).not.toHaveProperty('user_agent');
      const refusal = await server.admin.call('readRefusal', { parameters: { error_id: request_id } });
      expect(refusal).not.toHaveProperty('client_request_id');
    }
    expect(JSON.stringify(server.log)).not.toContain('canary-of-a-person');
  });

  it('notes every refusal by its name', async () => {
    const throwing = await server.given.provider({
      scripts: { complete: "function execute() { throw new Error('down'); }" },
    });
    const twoStep = await server.given.twoStepProvider();
    const disabled = await server.given.provider({ enabled: false });
    const fine = await server.given.provider();
    const application = await server.given.mobileApplication(fine, {
      user_authentication: {},
      identity_providers: [fine, throwing, twoStep, disabled].map((provider) => provider.identifier),
    });
    const app = await server.given.appInstance(application);
    const other = await server.given.appInstance(application);
    const complete = (provider: { identifier: string }, changes: object = {}) =>
      app.complete(provider.identifier, { profile_id: '123EXI', ...changes });
    await complete({ identifier: 'nowhere' });
    await complete(disabled);
    await complete(fine, { scope: ['admin'] });
    await complete(fine, { scope: 'profile' });
    await complete(fine, { profile_id: undefined });
    await complete(fine, { profile_id: '12' });
    await complete(fine, { grant_type: 'password' });
    await complete(fine, STATELESS);
    await complete(twoStep, { transaction_id: 'A'.repeat(64) });
    await complete(throwing);
    await app.complete(
      fine.identifier,
      { profile_id: '123EXI' },
      await other.authentication({ claims: { iss: app.clientId } }),
    );
    expect((await namesOf(app.clientId)).slice(1)).toEqual([
      'CUSTOM_REGISTRATION_INVALID_IDENTITY_PROVIDER',
      'CUSTOM_REGISTRATION_DISABLED_IDENTITY_PROVIDER',
      'CUSTOM_REGISTRATION_INVALID_SCOPE',
      'CUSTOM_REGISTRATION_BAD_REQUEST',
      'CUSTOM_REGISTRATION_BAD_REQUEST',
      'TOKEN_REQUEST_INVALID_PROFILE_ID',
      'CUSTOM_REGISTRATION_INVALID_GRANT_TYPE',
      'CUSTOM_REGISTRATION_INVALID_GRANT_TYPE',
      'CUSTOM_REGISTRATION_INVALID_TRANSACTION',
      'CUSTOM_REGISTRATION_SCRIPT_ERROR',
      'CLIENT_CREDENTIALS_CHECK_FAILED',
    ]);
  });

  it('notes that a profile is taken, and which claims of a script were dropped', async () => {
    const provider = await server.given.provider({
      scripts: { complete: 'function execute(id) { return { status: 2000, user: { id: id, iss: "x", name: "n" } }; }' },
    });
    const app = await server.given.appInstance(await server.given.mobileApplication(provider));
    await app.complete(provider.identifier, { profile_id: '123EXI', data: 'one' });
    expectRefusal(
      await app.complete(provider.identifier, { profile_id: '123EXI', data: 'another' }),
      400,
      'invalid_request',
    );
    expect((await namesOf(app.clientId)).slice(1)).toEqual([
      'CUSTOM_REGISTRATION_PROTECTED_CLAIM_DROPPED',
      'CUSTOM_REGISTRATION_COMPLETE_SUCCESS',
      'CUSTOM_REGISTRATION_PROTECTED_CLAIM_DROPPED',
      'TOKEN_REQUEST_INVALID_PROFILE_ID',
    ]);
    const [dropped] = await events({ client_id: app.clientId, name: 'CUSTOM_REGISTRATION_PROTECTED_CLAIM_DROPPED' });
    expect(dropped!.details).toEqual({ claims: ['iss'] });
  });
});

describe('A stateless registration', () => {
  it('leaves no event and no log line that says who the person is, however it ends', async () => {
    const canary = `canary-${crypto.randomUUID()}`;
    const provider = await server.given.twoStepProvider({
      scripts: {
        init: 'function execute(data) { return { status: 2000, responsePayload: data, registrationData: data }; }',
        complete: `function execute(data, user, registrationData, params) {
          if (data.indexOf('throw') >= 0) throw new Error(data);
          if (data.indexOf('retry') >= 0) return { status: 4000, responsePayload: data };
          return { status: 2000, responsePayload: data, user: { id: data, iss: data, name: data, amr: [data] } };
        }`,
      },
    });
    const { app, resourceServer } = await server.given.statelessWorld(provider);
    const init = await app.init(provider.identifier, { data: canary });
    const request = {
      ...STATELESS,
      transaction_id: init.body.transaction_id!,
      hook_context_custom_params: { [canary]: [canary] },
    };
    const attempt = (changes: object) => app.complete(provider.identifier, { ...request, data: canary, ...changes });
    await attempt({ data: `throw ${canary}` });
    await attempt({ data: `retry ${canary}` });
    await attempt({ data: { [canary]: canary } });
    await attempt({ profile_id: canary });
    await attempt({ scope: [canary.replaceAll('-', ' ')] });
    await attempt({ transaction_id: canary });
    await attempt({ hook_context_custom_params: { [canary]: canary } });
    const { body } = await attempt({});
    const token = body.oauth_token!.access_token;
    expect(await resourceServer.introspect(token)).toMatchObject({ active: true, sub: canary });
    await server.noted();
    const rows = await server.database.dataSource.query<{ text: string }[]>('SELECT event::text AS text FROM event');
    const all = rows.map((row) => row.text).join('\n');
    expect(all).toContain('STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS');
    expect(all).toContain('STATELESS_CUSTOM_REGISTRATION_COMPLETE_FAILURE');
    expect(all).toContain('CUSTOM_REGISTRATION_PROTECTED_CLAIM_DROPPED');
    expect(all).not.toContain(canary);
    expect(all).not.toContain(token);
    expect(JSON.stringify(server.log)).not.toContain(canary);
    const ofThisApp = await events({ client_id: app.clientId, identity_provider: provider.identifier });
    expect(ofThisApp.map((event) => event.client_ip)).toEqual(ofThisApp.map(() => undefined));
  });
});

describe('Callers', () => {
  it('are noted when their authentication or their rights do not suffice', async () => {
    const able = await server.given.resourceServer();
    const unable = await server.given.resourceServer({ scopes: ['onegini_api_events'] });
    const wrong = `Basic ${Buffer.from(`${able.clientId}:wrong`).toString('base64')}`;
    await able.request({ token: 'x' }, { headers: { authorization: wrong } });
    expectRefusal(await unable.request({ token: 'x' }), 403, 'insufficient_scope');
    expect(await namesOf(able.clientId)).toEqual(['ADMIN_API_CLIENT_CREATED', 'CLIENT_CREDENTIALS_CHECK_FAILED']);
    expect(await namesOf(unable.clientId)).toEqual([
      'ADMIN_API_CLIENT_CREATED',
      'API_ACCESS_NOT_ALLOWED_INVALID_SCOPES',
    ]);
  });

  it('are not named by what they merely claim', async () => {
    const claimed = 'anna@example.com';
    const { resourceServer } = await server.given.statelessWorld();
    const authorization = `Basic ${Buffer.from(`${claimed}:secret`).toString('base64')}`;
    const reply = await resourceServer.request({ token: 'x' }, { headers: { authorization } });
    const [event] = await events({ request_id: reply.headers.get('x-request-id')! });
    expect(event!.name).toBe('CLIENT_CREDENTIALS_CHECK_FAILED');
    expect(JSON.stringify(event)).not.toContain('anna');
  });

  it('are noted when they introspect, without the person of a stateless token', async () => {
    const { provider, application, app, resourceServer } = await server.given.statelessWorld();
    const stateless = await app.complete(provider.identifier, STATELESS);
    await resourceServer.introspect(stateless.body.oauth_token!.access_token);
    const remembered = await app.complete(provider.identifier, { profile_id: '123EXI' });
    await resourceServer.introspect(remembered.body.oauth_token!.access_token);
    await resourceServer.introspect('F'.repeat(64));
    const found = await events({ client_id: resourceServer.clientId });
    const { request_id, ...inactive } = found.find(({ name }) => name === 'TOKEN_INTROSPECTION_FAILED')!;
    expect(request_id).toMatch(/^[\w-]{16}$/);
    expect(inactive).not.toHaveProperty('count');
    const active = found.filter(({ name }) => name === 'TOKEN_INTROSPECTION_SUCCESS');
    for (const token_type of ['DEFAULT', 'STATELESS_AUTHENTICATION']) {
      const { id, occurred, ...count } = active.find(({ details }) => details?.token_type === token_type)!;
      expect(count).toEqual({
        name: 'TOKEN_INTROSPECTION_SUCCESS',
        client_id: resourceServer.clientId,
        application: application.identifier,
        details: { token_type },
        count: 1,
      });
      expect([Number(id) > 0, occurred % 60_000]).toEqual([true, 0]);
    }
  });

  it('that register are noted, also when they fail', async () => {
    const application = await server.given.mobileApplication(await server.given.provider());
    const token = await server.given.initialAccessToken(application);
    const register = (bearer: string) =>
      send('POST', server.url + PATHS.clients, {
        headers: { authorization: `Bearer ${bearer}` },
        json: { software_id: 'another' },
      });
    await register(token);
    await register('unknown');
    const found = await events({ application: application.identifier });
    expect(found[0]).toMatchObject({ name: 'DYNAMIC_REG_FAILED_INVALID_METADATA' });
    const [newest] = await events({ name: 'DYNAMIC_REG_FAILED' });
    expect(newest).toMatchObject({ details: { error: 'invalid_token' } });
  });
});

describe('Administrators', () => {
  it('are noted when they sign in, or fail to', async () => {
    const signIn = (email: string, password: string, search = '') =>
      send('POST', server.url + adminPath(ADMIN_ENDPOINTS.signIn) + search, { json: { email, password } });
    await signIn(ADMIN.email, 'wrong');
    // Only a registration can be tried out.
    await signIn('somebody@example.com', 'wrong', '?dry_run=true');
    await signIn(ADMIN.email, ADMIN.password);
    const names: Query = [
      ['name', 'ADMIN_AUTHENTICATION_SUCCESS'],
      ['name', 'ADMIN_AUTHENTICATION_FAILURE'],
    ];
    const [success, unknown, failure] = await events(names);
    expect(success).toMatchObject({
      name: 'ADMIN_AUTHENTICATION_SUCCESS',
      admin: ADMIN.email,
      details: { role: 'Admin' },
    });
    expect(failure).toMatchObject({ name: 'ADMIN_AUTHENTICATION_FAILURE', admin: ADMIN.email });
    expect(unknown).toMatchObject({ name: 'ADMIN_AUTHENTICATION_FAILURE' });
    expect(JSON.stringify(unknown)).not.toContain('somebody');
  });

  it('leave each change with what was before and after', async () => {
    const provider = await server.given.provider({ name: 'Before' });
    const application = await server.given.mobileApplication(provider);
    const change = { name: 'After', user_authentication: { stateless_authentication: false } };
    const { etag: ifMatch } = application;
    const parameters = { identifier: application.identifier };
    await server.admin.call('updateApplication', { parameters, body: change, ifMatch });
    await server.admin.call('deleteApplication', { parameters });
    const found = await events([
      ['application', application.identifier],
      ['exclude_name', 'ADMIN_SCOPE_CREATED'],
    ]);
    expect(found.map((event) => event.name)).toEqual([
      'ADMIN_MOBILE_APP_DELETED',
      'ADMIN_MOBILE_APP_UPDATED',
      'ADMIN_MOBILE_APP_CREATED',
    ]);
    expect(found[1]).toMatchObject({
      admin: ADMIN.email,
      before: { name: application.name, user_authentication: { stateless_authentication: true } },
      after: { name: 'After', user_authentication: { stateless_authentication: false } },
    });
    expect(found[2]).not.toHaveProperty('before');
    expect(found[0]).not.toHaveProperty('after');

    const its = { identifier: provider.identifier };
    await server.admin.call('updateIdentityProvider', {
      parameters: its,
      body: { name: 'After' },
      ifMatch: provider.etag,
    });
    await server.admin.call('deleteIdentityProvider', { parameters: its });
    const [deleted, updated] = await events({ identity_provider: provider.identifier });
    expect(updated).toMatchObject({ before: { name: 'Before' }, after: { name: 'After' } });
    expect(deleted!.name).toBe('ADMIN_IDENTITY_PROVIDER_DELETED');
  });

  it('leave no event of a change that did not happen', async () => {
    const provider = await server.given.provider();
    const body = { identifier: provider.identifier, name: 'Again', flow: 'ONE_STEP', scripts: provider.scripts };
    expectRefusal(await server.admin.request('createIdentityProvider', { body }), 409, 'conflict');
    const outdated = { parameters: { identifier: provider.identifier }, body: { name: 'Late' }, ifMatch: '"7"' };
    expectRefusal(await server.admin.request('updateIdentityProvider', outdated), 412, 'precondition_failed');
    expect(await events({ identity_provider: provider.identifier })).toHaveLength(1);
  });

  it('see no secret in it, and those of tokens and clients are none', async () => {
    const application = await server.given.mobileApplication(await server.given.provider());
    const made = await server.admin.call('createInitialAccessToken', { body: { application: application.identifier } });
    await server.admin.call('revokeInitialAccessToken', { parameters: { id: made.id } });
    const client = await server.given.resourceServer();
    await server.admin.call('deleteApiClient', { parameters: { client_id: client.clientId } });
    const app = await server.given.appInstance(application);
    await server.admin.call('deleteAppInstallation', { parameters: { client_id: app.clientId } });
    const all = JSON.stringify(await events({ limit: '200' }));
    for (const name of [
      'ADMIN_INITIAL_ACCESS_TOKEN_CREATED',
      'ADMIN_INITIAL_ACCESS_TOKEN_REVOKED',
      'ADMIN_API_CLIENT_DELETED',
      'ADMIN_CLIENT_DELETED',
    ]) {
      expect(all).toContain(name);
    }
    expect(all).not.toContain(made.initial_access_token);
    expect(all).not.toContain(client.secret);
  });
});
