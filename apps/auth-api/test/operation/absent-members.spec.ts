import { PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import type { BasicApp } from '../support/basic-app.js';
import { expectRefusal } from '../support/expectations.js';
import { MASTER_TOKEN, PRO_FORMA, Registrar } from '../support/registrar.js';

let server: AuthServer;
let world: Awaited<ReturnType<AuthServer['given']['statelessWorld']>>;
let basic: BasicApp;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  world = await server.given.statelessWorld();
  basic = await server.given.basicApp(world.application);
}, 60_000);
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

describe('A member that is empty', () => {
  it('is what it says', async () => {
    const reply = await basic.step(world.provider.identifier, 'complete', { ...STATELESS, data: '', scope: [] });
    expect(reply.status).toBe(200);
    const wrong = await basic.step(world.provider.identifier, 'complete', { ...STATELESS, profile_id: '' });
    expectRefusal(wrong, 400, 'invalid_request');
  });
});
