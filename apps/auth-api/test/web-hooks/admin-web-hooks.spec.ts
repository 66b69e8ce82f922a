import { type Application, type CreateWebHook, STATELESS_AUTHENTICATION_GRANT, type WebHook } from '@passant/contracts';
import { Configuration } from '../../src/platform/configuration.js';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { HookServer } from '../support/hook-server.js';
import { deliveriesOf, givenHook, hookedApp } from '../support/hooked-app.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

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

const hook = (changes: Partial<CreateWebHook> = {}): Promise<WebHook> => givenHook(server, hookServer, changes);
const hooked = (hooks: WebHook[]) => hookedApp(server, hooks);
const deliveries = (id: string) => deliveriesOf(server, id);

describe('Administration of web hooks', () => {
  const parametersOf = ({ id }: WebHook) => ({ parameters: { id } });

  it('never shows a password, and keeps it unreadable', async () => {
    const own = await hook({ authentication_method: 'BASIC', username: 'passant', password: 'a-very-secret-password' });
    expect(own).toMatchObject({ username: 'passant', has_password: true });
    const page = await server.admin.call('listWebHooks');
    expect(JSON.stringify(page)).not.toContain('a-very-secret-password');
    const [row] = await server.database.dataSource.query('SELECT * FROM web_hook WHERE id = $1', [own.id]);
    expect(Buffer.from(row.sealed_password as Buffer).toString('latin1')).not.toContain('a-very-secret-password');
    const told = await server.database.dataSource.query(`SELECT * FROM event WHERE name LIKE 'ADMIN_WEB_HOOK%'`);
    expect(told.length).toBeGreaterThan(0);
    expect(JSON.stringify(told)).not.toContain('a-very-secret-password');
  });

  it.each([
    ['an unknown type', { type: 'OTHER' }],
    ['no URL', { base_uri: 'nonsense' }],
    ['a query', { base_uri: 'https://hook.example/?a=b' }],
    ['credentials in the URL', { base_uri: 'https://a:b@hook.example/' }],
    ['plain http to another machine', { base_uri: 'http://hook.example/' }],
    ['an address in a private network', { base_uri: 'https://10.0.0.1' }],
    ['a link-local address', { base_uri: 'https://169.254.169.254' }],
    ['a private IPv6 address', { base_uri: 'https://[fd00::1]' }],
    ['BASIC without a password', { authentication_method: 'BASIC', username: 'a' }],
    ['BASIC without a user', { authentication_method: 'BASIC', password: 'a' }],
    ['a user with a colon', { authentication_method: 'BASIC', username: 'a:b', password: 'a' }],
    ['an unknown member', { secret: 'x' }],
  ])('with %s is 400', async (_, changes) => {
    const body = { type: 'CUSTOMIZE_TOKEN', name: 'Hook', base_uri: 'https://hook.example', ...changes };
    expectRefusal(await server.admin.request('createWebHook', { body }), 400, 'invalid_request');
  });

  it('takes an identifier once', async () => {
    const { id } = await hook({ id: 'my-hook' });
    const body = { id, type: 'CUSTOMIZE_TOKEN', name: 'Hook', base_uri: 'https://hook.example' };
    expectRefusal(await server.admin.request('createWebHook', { body }), 409, 'conflict');
  });

  it('changes a hook that nobody else changed', async () => {
    const own = await hook();
    const changed = await server.admin.call('updateWebHook', {
      ...parametersOf(own),
      body: { name: 'Renamed', base_uri: `${hookServer.url}/base/` },
      ifMatch: own.etag,
    });
    expect(changed).toMatchObject({ name: 'Renamed', base_uri: `${hookServer.url}/base` });
    const stale = { ...parametersOf(own), body: { name: 'Other' } };
    expectRefusal(
      await server.admin.request('updateWebHook', { ...stale, ifMatch: own.etag }),
      412,
      'precondition_failed',
    );
    expectRefusal(await server.admin.request('updateWebHook', stale), 428, 'precondition_required');
    await (await hooked([changed])).complete(STATELESS);
    expect(hookServer.last.path).toBe('/base/v1/customize-access-token');
  });

  it('asks for the password again before it goes to another host, and forgets it with the method', async () => {
    const own = await hook({ authentication_method: 'BASIC', username: 'a', password: 'b' });
    const change = (body: unknown, ifMatch = own.etag) =>
      server.admin.request('updateWebHook', { ...parametersOf(own), body, ifMatch });
    const refused = expectRefusal(await change({ base_uri: 'https://other.example' }), 400, 'invalid_request');
    expect(refused.fields).toHaveProperty('password');
    const jwt = (await change({ authentication_method: 'JWT' })).body as WebHook;
    expect(jwt).toMatchObject({ username: null, has_password: false });
    expectRefusal(await change({ authentication_method: 'BASIC', username: 'a' }, jwt.etag), 400, 'invalid_request');
  });

  it('is linked by applications to hooks of the right type only', async () => {
    const own = await hook();
    const provider = await server.given.provider();
    const body = { identifier: 'wrong-hook', name: 'A', identity_providers: [provider.identifier] };
    for (const wrong of [{ user_details_web_hook: own.id }, { access_token_web_hook: 'no-such-hook' }]) {
      const reply = await server.admin.request('createApplication', { body: { ...body, ...wrong } });
      expect(expectRefusal(reply, 400, 'invalid_request').fields).toHaveProperty(Object.keys(wrong)[0]!);
    }
  });

  it('takes a deleted hook out of the applications that used it', async () => {
    const own = await hook();
    const { application, complete } = await hooked([own]);
    expect((await server.admin.call('readWebHook', parametersOf(own))).used_by).toEqual([application.identifier]);
    await server.admin.call('deleteWebHook', parametersOf(own));
    expect(await readApplication(application)).toMatchObject({ access_token_web_hook: null });
    expect((await complete(STATELESS)).status).toBe(200);
    expect(hookServer.requests).toHaveLength(0);
    expectRefusal(await server.admin.request('readWebHook', parametersOf(own)), 404, 'not_found');
  });

  async function readApplication({ identifier }: Application): Promise<Application> {
    return server.admin.call('readApplication', { parameters: { identifier } });
  }

  it('puts a hook into an application and takes it out again', async () => {
    const own = await hook();
    const { application } = await hooked([]);
    const parameters = { identifier: application.identifier };
    const put = (access_token_web_hook: string | null, ifMatch: string) =>
      server.admin.call('updateApplication', { parameters, body: { access_token_web_hook }, ifMatch });
    const linked = await put(own.id, application.etag);
    expect(linked.access_token_web_hook).toBe(own.id);
    expect((await put(null, linked.etag)).access_token_web_hook).toBeNull();
  });
});

describe('A test call', () => {
  it('asks about a person who does not exist, and shows what came back but no value', async () => {
    hookServer.answers({ removeScopes: ['profile', 'other'], additionalClaims: { department: 'a value' } });
    const own = await hook();
    const result = await server.admin.call('testWebHook', { parameters: { id: own.id }, body: {} });
    expect(result).toMatchObject({
      outcome: 'succeeded',
      http_status: 200,
      removed_scopes: ['profile'],
      claims: ['department'],
    });
    expect(JSON.stringify(result)).not.toContain('a value');
    expect(hookServer.last.body).toMatchObject({ user: { id: 'test-person' }, scopes: ['openid', 'profile'] });
    expect(await deliveries(own.id)).toHaveLength(1);
  });

  it('tells in a sentence what went wrong', async () => {
    const own = await hook();
    await hookServer.close();
    const result = await server.admin.call('testWebHook', { parameters: { id: own.id }, body: { scopes: ['read'] } });
    expect(result).toMatchObject({ outcome: 'unreachable', error: expect.stringContaining('ECONNREFUSED') as string });
    hookServer = await HookServer.start();
  });

  it('does not reach private addresses, were they saved when they were allowed', async () => {
    for (const base_uri of ['https://10.0.0.1', 'https://169.254.169.254', 'https://[fd00::1]']) {
      const own = await hook();
      await server.database.dataSource.query('UPDATE web_hook SET base_uri = $1 WHERE id = $2', [base_uri, own.id]);
      await server.app.get(Configuration).refresh();
      const result = await server.admin.call('testWebHook', { parameters: { id: own.id }, body: {} });
      expect(result).toMatchObject({ outcome: 'address_refused' });
    }
  });
});

it('A hook is asked by apps of every kind', async () => {
  hookServer.answers({ removeScopes: ['write'] });
  const { application, provider } = await hooked([await hook()]);
  const basic = await server.given.basicApp(application);
  const reply = await basic.step(provider.identifier, 'complete', { ...STATELESS, scope: ['read', 'write'] });
  expect(reply.body.oauth_token!.scope).toBe('read');
  expect(hookServer.last.body).toMatchObject({ client: { id: basic.clientId } });
});

// This must be the last test: the sweep also removes the administrator's session.
it('What is kept of a call is forgotten after a day', async () => {
  const own = await hook();
  await (await hooked([own])).complete(STATELESS);
  expect(await deliveries(own.id)).toHaveLength(1);
  await server.store.expiry.sweep(server.clock.now() + 86_401);
  expect(await server.database.dataSource.query('SELECT 1 FROM web_hook_delivery WHERE hook = $1', [own.id])).toEqual(
    [],
  );
});
