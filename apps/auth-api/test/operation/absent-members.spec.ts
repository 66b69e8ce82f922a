import { PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import type { BasicApp } from '../support/basic-app.js';
import { expectRefusal } from '../support/expectations.js';
import { ECHO_SCRIPT } from '../support/given.js';
import { MASTER_TOKEN, PRO_FORMA, Registrar } from '../support/registrar.js';

let server: AuthServer;
let world: Awaited<ReturnType<AuthServer['given']['statelessWorld']>>;
let basic: BasicApp;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  world = await server.given.statelessWorld();
  basic = await server.given.basicApp(world.application);
});
afterAll(() => server.close());

/** Every optional member of *complete*, as written by a serialiser that omits nothing. */
const NOTHING = {
  data: null,
  transaction_id: null,
  scope: null,
  hook_context_custom_params: null,
  client_assertion: null,
  client_assertion_type: null,
  client_secret: null,
  unknown: null,
};
const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

describe('A member that is null', () => {
  it.each(Object.keys(NOTHING))('is one that was left out, in v1 of custom registration: %s', async (member) => {
    const reply = await basic.step(world.provider.identifier, 'complete', { ...STATELESS, [member]: null });
    expect(reply.status).toBe(200);
    expect(reply.body.oauth_token!.scope).toBe('profile');
  });

  it('is one that was left out, in v1 and v2 of custom registration, all at once', async () => {
    const provider = await server.given.twoStepProvider();
    const application = await server.given.mobileApplication(provider);
    const v1 = await server.given.basicApp(application);
    expect((await v1.step(provider.identifier, 'init', { data: null })).status).toBe(200);
    const v2 = await server.given.appInstance(application);
    const path = server.url + PATHS.customRegistrationV2(provider.identifier, 'init');
    const init = await send('POST', path, { json: { data: null, ...(await v2.authentication()) } });
    expect(init.status).toBe(200);
    const all = { ...NOTHING, ...STATELESS };
    expect((await basic.step(world.provider.identifier, 'complete', all)).status).toBe(200);
    const { client_assertion: _, client_assertion_type: __, ...others } = all;
    expect((await world.app.complete(world.provider.identifier, others as object)).status).toBe(200);
  });

  it('is missed where it is required', async () => {
    const missing = await basic.step(world.provider.identifier, 'complete', { ...STATELESS, profile_id: null });
    const { error_description } = expectRefusal(missing, 400, 'invalid_request');
    expect(error_description).toMatch(/profile_id/);
    const unsigned = await send(
      'POST',
      server.url + PATHS.customRegistrationV2(world.provider.identifier, 'complete'),
      {
        json: { ...STATELESS, client_assertion: null, client_assertion_type: null },
      },
    );
    expectRefusal(unsigned, 400, 'invalid_request');
  });

  it('asks for the default grant, where it is the grant', async () => {
    const reply = await basic.step(world.provider.identifier, 'complete', { profile_id: '123EXI', grant_type: null });
    const token = await world.resourceServer.introspect(reply.body.oauth_token!.access_token);
    expect(token).toMatchObject({ amr: ['DEFAULT'] });
  });

  it('is one that was left out of a request for an initial access token, at any depth', async () => {
    const registrar = new Registrar(server);
    const { client_id } = await registrar.client(PRO_FORMA);
    const body = { sub: 'dev', client_id, scope: ['client-reg'], audience: [server.issuer], unknown: null };
    const times: (object | null)[] = [null, { lifetime: null, encoding: null }, { lifetime: 600, encoding: null }];
    for (const access_token of times) {
      const reply = (await registrar.directAuthorization({ ...body, access_token })) as Exchange<{
        expires_in: number;
      }>;
      expect({ status: reply.status, expires_in: reply.body.expires_in }).toEqual({ status: 200, expires_in: 600 });
    }
    expectRefusal(await registrar.directAuthorization({ ...body, sub: null }), 400, 'invalid_request');
  });

  it('is one that was left out of a question about many tokens, which keep their places', async () => {
    const reply = await send('POST', server.url + PATHS.introspectBatch, {
      headers: { authorization: world.resourceServer.basic },
      json: { tokens: [null, 'x'], client_id: null, client_secret: null, unknown: null },
    });
    expect(reply.body).toEqual({ results: [{ active: false }, { active: false }] });
  });

  it('takes a value away in the admin API', async () => {
    const { clientId } = await server.given.resourceServer({ introspection_signed_response_alg: 'ES256' });
    const parameters = { client_id: clientId };
    const { etag } = await server.admin.call('readApiClient', { parameters });
    const body = { introspection_signed_response_alg: null };
    const changed = await server.admin.call('updateApiClient', { parameters, body, ifMatch: etag });
    expect(changed.introspection_signed_response_alg).toBeNull();
    const name = null as unknown as string;
    const wrong = await server.admin.request('updateApiClient', { parameters, body: { name }, ifMatch: changed.etag });
    expectRefusal(wrong, 400, 'invalid_request');
  });
});

/** What the script was given. */
const given = (reply: Exchange) => JSON.parse((reply.body as { data: string }).data) as { payload: string | null };

describe('A member that is empty text', () => {
  const EMPTY = Object.fromEntries(Object.keys(NOTHING).map((name) => [name, '']));

  it.each(Object.keys(EMPTY))('is one that was left out, in v1 and v2 of custom registration: %s', async (member) => {
    const request = { ...STATELESS, [member]: '' };
    const v1 = await basic.step(world.provider.identifier, 'complete', request);
    expect({ status: v1.status, ...given(v1) }).toMatchObject({ status: 200, payload: null });
    if (member.startsWith('client_assertion')) return;
    const v2 = await world.app.complete(world.provider.identifier, request);
    expect({ status: v2.status, ...given(v2) }).toMatchObject({ status: 200, payload: null });
    for (const { body } of [v1, v2]) expect(body.oauth_token!.scope).toBe('profile');
  });

  it('is one that was left out, in both steps at once', async () => {
    const init = 'function execute(payload) { return { status: 2000, responsePayload: JSON.stringify({ payload }) }; }';
    const provider = await server.given.twoStepProvider({ scripts: { init, complete: ECHO_SCRIPT } });
    const application = await server.given.mobileApplication(provider);
    const v1 = await server.given.basicApp(application);
    const v2 = await server.given.appInstance(application);
    const ways = {
      init: [v1.step(provider.identifier, 'init', { data: '' }), v2.init(provider.identifier, { data: '' })],
      complete: (id: string, at: number) => {
        const { client_assertion: _, client_assertion_type: __, ...others } = EMPTY;
        const body = { ...others, ...STATELESS, grant_type: '', transaction_id: id };
        return at === 0 ? v1.step(provider.identifier, 'complete', body) : v2.complete(provider.identifier, body);
      },
    };
    for (const [at, starting] of ways.init.entries()) {
      const begun = await starting;
      expect({ status: begun.status, ...given(begun) }).toEqual({ status: 200, payload: null });
      const { transaction_id: id } = begun.body as { transaction_id: string };
      expectRefusal(await ways.complete('', at), 400, 'invalid_request');
      const done = await ways.complete(id, at);
      expect({ status: done.status, ...given(done) }).toMatchObject({ status: 200, payload: null });
      const token = await world.resourceServer.introspect(
        (done.body as { oauth_token: { access_token: string } }).oauth_token.access_token,
      );
      expect(token).toMatchObject({ amr: ['DEFAULT'] });
    }
  });

  it('asks for the default grant, where it is the grant', async () => {
    const request = { profile_id: '123EXI', grant_type: '' };
    const replies = [
      await basic.step(world.provider.identifier, 'complete', request),
      await world.app.complete(world.provider.identifier, request),
    ];
    for (const { body } of replies) {
      expect(await world.resourceServer.introspect(body.oauth_token!.access_token)).toMatchObject({ amr: ['DEFAULT'] });
    }
  });

  it('is missed where it is required, in every message', async () => {
    const missing = await basic.step(world.provider.identifier, 'complete', { ...STATELESS, profile_id: '' });
    expect(expectRefusal(missing, 400, 'invalid_request').error_description).toBe('profile_id is required.');
    const path = server.url + PATHS.customRegistrationV2(world.provider.identifier, 'complete');
    const unsigned = { ...STATELESS, client_assertion: '', client_assertion_type: '' };
    expectRefusal(await send('POST', path, { json: unsigned }), 400, 'invalid_request');
    const nobody = await new Registrar(server).directAuthorization({ sub: '', client_id: '', scope: [], audience: [] });
    expect(expectRefusal(nobody, 400, 'invalid_request').error_description).toBe('sub: is required');
  });

  it('is what it says within a member', async () => {
    const hook_context_custom_params = { a: [''] };
    const reply = await basic.step(world.provider.identifier, 'complete', { ...STATELESS, hook_context_custom_params });
    expect(given(reply)).toMatchObject({ params: hook_context_custom_params });
    const wrong = await basic.step(world.provider.identifier, 'complete', { ...STATELESS, scope: [''] });
    expectRefusal(wrong, 400, 'invalid_scope');
  });

  it('is what it says in the admin API', async () => {
    const { clientId } = await server.given.resourceServer();
    const parameters = { client_id: clientId };
    const { etag } = await server.admin.call('readApiClient', { parameters });
    const wrong = await server.admin.request('updateApiClient', { parameters, body: { name: '' }, ifMatch: etag });
    expectRefusal(wrong, 400, 'invalid_request');
  });
});

describe('A list that is empty', () => {
  it('asks for the default scopes', async () => {
    const reply = await basic.step(world.provider.identifier, 'complete', { ...STATELESS, scope: [] });
    expect(reply.body.oauth_token!.scope).toBe('profile');
  });
});
