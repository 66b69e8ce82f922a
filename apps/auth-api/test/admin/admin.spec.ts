import { ADMIN_ENDPOINTS, CALLERS, type AdminEndpointName, CSRF_HEADER, adminPath } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

const SOME_UUID = '00000000-0000-4000-8000-000000000000';
const ANY = {
  identifier: 'any',
  name: 'any',
  version: '1',
  client_id: 'any',
  error_id: 'any',
  id: SOME_UUID,
  profile: SOME_UUID,
  email: 'anybody@example.com',
};
const GUARDED = (Object.keys(ADMIN_ENDPOINTS) as AdminEndpointName[]).filter((name) => CALLERS[name] !== 'anybody');
const CHANGING = GUARDED.filter((name) => ADMIN_ENDPOINTS[name].method !== 'GET');

describe('The admin API', () => {
  it.each(GUARDED)('%s answers no one who is not signed in', async (name) => {
    const { method } = ADMIN_ENDPOINTS[name];
    const url = server.url + adminPath(ADMIN_ENDPOINTS[name], ANY);
    expectRefusal(await send(method, url, { headers: { cookie: 'passant_session=forged' } }), 401, 'unauthorized');
  });

  it.each(CHANGING)('%s changes nothing without the CSRF token', async (name) => {
    const { method } = ADMIN_ENDPOINTS[name];
    const url = server.url + adminPath(ADMIN_ENDPOINTS[name], ANY);
    for (const headers of [{}, { 'x-csrf-token': '' }, { 'x-csrf-token': 'wrong' }]) {
      const reply = await send(method, url, { headers: { cookie: server.admin.cookie, ...headers } as never });
      const refusal = expectRefusal(reply, 403, 'forbidden');
      expect(refusal.fields).toEqual({ [CSRF_HEADER]: 'is missing or wrong' });
    }
  });
});

describe('Signing in', () => {
  const signIn = (body: unknown) => send('POST', server.url + adminPath(ADMIN_ENDPOINTS.signIn), { json: body });

  it('opens a session that says who one is', async () => {
    const reply = await signIn({ ...ADMIN, email: ADMIN.email.toUpperCase() });
    expect(reply.status).toBe(200);
    const cookie = reply.headers.get('set-cookie')!;
    expect(cookie).toMatch(/^passant_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(await server.admin.call('readSession')).toMatchObject({ email: ADMIN.email, role: 'Admin' });
  });

  it('is answered alike for a wrong password and a wrong address', async () => {
    const wrong = await signIn({ email: ADMIN.email, password: 'wrong' });
    const unknown = await signIn({ email: 'nobody@example.com', password: 'wrong' });
    const texts = [wrong, unknown].map((reply) => expectRefusal(reply, 401, 'unauthorized').error_description);
    expect(new Set(texts).size).toBe(1);
    await signIn(ADMIN);
  });

  it.each([
    ['no password', { email: ADMIN.email }],
    ['a password that is no text', { email: ADMIN.email, password: 7 }],
    ['an unknown member', { ...ADMIN, admin: true }],
  ])('is refused with %s', async (_, body) => {
    expectRefusal(await signIn(body), 400, 'invalid_request');
  });

  it('slows down whoever guesses', async () => {
    const guess = () => signIn({ email: 'guessed@example.com', password: 'wrong' });
    // Each wait is twice as long as the previous one, so even on a slow machine some guess comes too early.
    let reply = await guess();
    for (let guesses = 1; reply.status === 401 && guesses < 15; guesses += 1) reply = await guess();
    expectRefusal(reply, 429, 'temporarily_unavailable');
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('slows down many guesses at once just as well', async () => {
    const guess = () => signIn({ email: 'crowd@example.com', password: 'wrong' });
    const replies = await Promise.all(Array.from({ length: 24 }, guess));
    expect(replies.filter((reply) => reply.status === 401).length).toBeLessThan(12);
    expect(replies.filter((reply) => reply.status === 429).length).toBeGreaterThan(12);
  });

  it('ends with signing out, and after an hour without use', async () => {
    const cookieOf = async () => (await signIn(ADMIN)).headers.get('set-cookie')!.split(';')[0]!;
    const read = (cookie: string) =>
      send('GET', server.url + adminPath(ADMIN_ENDPOINTS.readSession), { headers: { cookie } });
    const cookie = await cookieOf();
    const { csrf_token } = (await read(cookie)).body as { csrf_token: string };
    const out = await send('DELETE', server.url + adminPath(ADMIN_ENDPOINTS.signOut), {
      headers: { cookie, 'x-csrf-token': csrf_token },
    });
    expect(out.status).toBe(204);
    expectRefusal(await read(cookie), 401, 'unauthorized');
    const idle = await cookieOf();
    await server.clock.later(3601, async () => expectRefusal(await read(idle), 401, 'unauthorized'));
  });
});

describe('Applications', () => {
  const create = (body: object) =>
    server.admin.request('createApplication', { body: { identifier: 'an-app', name: 'An app', ...body } });

  it('are made with sensible defaults', async () => {
    const application = await server.admin.call('createApplication', { body: { identifier: 'plain', name: 'Plain' } });
    expect(application).toMatchObject({
      client_type: 'mobile',
      enabled: true,
      user_authentication: { stateless_authentication: false },
      access_token_validity: 900,
      stateless_blockers: ['no_identity_provider'],
    });
  });

  it.each([
    ['an identifier with spaces', { identifier: 'an app' }, 'identifier'],
    ['an identifier that is an address of the console', { identifier: 'new' }, 'identifier'],
    ['no identifier', { identifier: '' }, 'identifier'],
    ['no name', { name: ' ' }, 'name'],
    ['a token that lives a second', { access_token_validity: 1 }, 'access_token_validity'],
    ['a scope twice', { default_scopes: ['a', 'a'] }, 'default_scopes'],
    ['a scope with a space', { additional_scopes: ['a b'] }, 'additional_scopes.0'],
    ['an unknown provider', { identity_providers: ['nowhere'] }, 'identity_providers'],
    ['a default provider that is not linked', { default_identity_provider: 'x' }, 'default_identity_provider'],
    ['an unknown client type', { client_type: 'desktop' }, 'client_type'],
    ['an unknown switch', { user_authentication: { magic: true } }, 'user_authentication'],
    [
      'stateless authentication of a web application',
      { client_type: 'web', user_authentication: { stateless_authentication: true } },
      'user_authentication.stateless_authentication',
    ],
    [
      'a version twice',
      {
        versions: [
          { platform: 'ios', version: '1', status: 'DISABLED' },
          { platform: 'ios', version: '1', status: 'LOGIN_ONLY' },
        ],
      },
      'versions',
    ],
    ['an unknown member', { invented: 1 }, 'body'],
  ])('are refused with %s, and the member is named', async (_, change, member) => {
    const body = expectRefusal(await create(change), 400, 'invalid_request');
    expect(Object.keys(body.fields!)).toContain(member);
  });

  it('keep their identifier to themselves', async () => {
    expect((await create({})).status).toBe(201);
    expectRefusal(await create({}), 409, 'conflict');
  });

  it('are changed only from the version one has seen', async () => {
    const application = await server.admin.call('createApplication', { body: { identifier: 'seen', name: 'Seen' } });
    const parameters = { identifier: 'seen' };
    const change = (name: string, ifMatch?: string) =>
      server.admin.request('updateApplication', {
        parameters,
        body: { name },
        ...(ifMatch === undefined ? {} : { ifMatch }),
      });
    expectRefusal(await change('unseen'), 428, 'precondition_required');
    expect((await change('first', application.etag)).status).toBe(200);
    expectRefusal(await change('second', application.etag), 412, 'precondition_failed');
    expect(await server.admin.call('readApplication', { parameters })).toMatchObject({ name: 'first' });
  });

  it('are changed by one of many at once', async () => {
    const { etag } = await server.admin.call('createApplication', { body: { identifier: 'raced', name: 'Raced' } });
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        server.admin.request('updateApplication', {
          parameters: { identifier: 'raced' },
          body: { name: `name ${index}` },
          ifMatch: etag,
        }),
      ),
    );
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
  });

  it('are found by identifier and name, page by page', async () => {
    for (const index of [1, 2, 3]) {
      await server.admin.call('createApplication', { body: { identifier: `paged-${index}`, name: `Paged ${index}` } });
    }
    const first = await server.admin.call('listApplications', { query: { q: 'PAGED', limit: '2' } });
    expect(first.items.map((item) => item.identifier)).toEqual(['paged-1', 'paged-2']);
    const second = await server.admin.call('listApplications', {
      query: { q: 'PAGED', limit: '2', cursor: first.next_cursor! },
    });
    expect(second.items.map((item) => item.identifier)).toEqual(['paged-3']);
    expect(second.next_cursor).toBeUndefined();
    expectRefusal(await server.admin.request('listApplications', { query: { cursor: '???' } }), 400, 'invalid_request');
    expectRefusal(await server.admin.request('listApplications', { query: { limit: '0' } }), 400, 'invalid_request');
  });

  it('say what keeps stateless authentication from working', async () => {
    const provider = await server.given.provider({ enabled: false });
    const application = await server.given.mobileApplication(provider, { enabled: false });
    expect(application.stateless_blockers).toEqual(['application_disabled', 'no_enabled_identity_provider']);
  });

  it('that are gone are gone', async () => {
    await server.admin.call('createApplication', { body: { identifier: 'gone', name: 'Gone' } });
    const parameters = { identifier: 'gone' };
    await server.admin.call('deleteApplication', { parameters });
    expectRefusal(await server.admin.request('readApplication', { parameters }), 404, 'not_found');
    expectRefusal(await server.admin.request('deleteApplication', { parameters }), 404, 'not_found');
  });
});

describe('Identity providers', () => {
  const complete = 'function execute() {}';
  const create = (body: object) =>
    server.admin.request('createIdentityProvider', {
      body: { identifier: 'an-idp', name: 'An IdP', flow: 'ONE_STEP', scripts: { complete }, ...body },
    });

  it.each([
    ['no complete script', { scripts: {} }, 'scripts.complete'],
    ['an empty complete script', { scripts: { complete: ' ' } }, 'scripts.complete'],
    ['no init script on TWO_STEP', { flow: 'TWO_STEP' }, 'scripts.init'],
    ['an unknown flow', { flow: 'THREE_STEP' }, 'flow'],
    ['an unknown type', { type: 'SAML' }, 'type'],
    ['a transaction of a second', { transaction_validity: 1 }, 'transaction_validity'],
    ['a host with a path', { allowed_hosts: ['example.com/path'] }, 'allowed_hosts.0'],
  ])('are refused with %s', async (_, change, member) => {
    const body = expectRefusal(await create(change), 400, 'invalid_request');
    expect(Object.keys(body.fields!)).toContain(member);
  });

  it('cannot become TWO_STEP without an init script', async () => {
    const provider = await server.given.provider();
    const reply = await server.admin.request('updateIdentityProvider', {
      parameters: { identifier: provider.identifier },
      body: { flow: 'TWO_STEP' },
      ifMatch: provider.etag,
    });
    expectRefusal(reply, 400, 'invalid_request');
  });

  it('have one default among them', async () => {
    const one = await server.given.provider({ default: true });
    const two = await server.given.provider({ default: true });
    const read = (identifier: string) => server.admin.call('readIdentityProvider', { parameters: { identifier } });
    expect((await read(one.identifier)).default).toBe(false);
    expect((await read(two.identifier)).default).toBe(true);
  });

  it('are not deleted while an application uses them', async () => {
    const provider = await server.given.provider();
    const application = await server.given.mobileApplication(provider);
    const parameters = { identifier: provider.identifier };
    expect(await server.admin.call('readIdentityProvider', { parameters })).toMatchObject({
      used_by: [application.identifier],
    });
    expectRefusal(await server.admin.request('deleteIdentityProvider', { parameters }), 409, 'conflict');
    await server.admin.call('deleteApplication', { parameters: { identifier: application.identifier } });
    await server.admin.call('deleteIdentityProvider', { parameters });
  });

  it.each([
    ['a user', "function execute(d) { LOG.info('got {}', d); return { status: 2000, user: { id: d } }; }", 'valid'],
    ['another attempt', 'function execute() { return { status: 4001 }; }', 'retry'],
    ['the end', 'function execute() { return { status: 5000 }; }', 'unrecoverable'],
    ['a status in no range', 'function execute() { return { status: 3000 }; }', 'invalid_result'],
    ['an exception', "function execute() {\n  throw new Error('no');\n}", 'threw'],
    ['nothing that parses', 'function execute( {', 'failed'],
  ])('try a script before it is saved: %s', async (_, script, outcome) => {
    const result = await server.admin.call('testRun', {
      parameters: { identifier: 'new' },
      body: { scripts: { complete: script }, step: 'complete', data: 'anna' },
    });
    expect(result.outcome).toBe(outcome);
    if (outcome === 'valid') expect(result.logs).toEqual([{ level: 'info', message: 'got anna' }]);
    else if (outcome === 'threw')
      expect(result).toMatchObject({ line: 2, error: expect.stringContaining('no') as string });
  });
});

describe('API clients', () => {
  it('show their secret once', async () => {
    const made = await server.admin.call('createApiClient', { body: { name: 'One', scopes: ['onegini_api_config'] } });
    expect(made.client_secret).toMatch(/^[\w-]{43}$/);
    const { items } = await server.admin.call('listApiClients', { query: { q: made.client_id } });
    expect(items).toHaveLength(1);
    expect(JSON.stringify(items)).not.toContain(made.client_secret);
    await server.admin.call('deleteApiClient', { parameters: { client_id: made.client_id } });
    expect((await server.admin.call('listApiClients', { query: { q: made.client_id } })).items).toEqual([]);
  });

  it.each([
    ['no scope', { scopes: [] }, 'scopes'],
    ['an unknown scope', { scopes: ['everything'] }, 'scopes.0'],
    ['an unknown application', { applications: ['nowhere'] }, 'applications'],
    ['no key for private_key_jwt', { token_endpoint_auth_method: 'private_key_jwt' }, 'jwks'],
  ])('are refused with %s', async (_, change, member) => {
    const reply = await server.admin.request('createApiClient', {
      body: { name: 'One', scopes: ['onegini_api_config'], ...change },
    });
    expect(Object.keys(expectRefusal(reply, 400, 'invalid_request').fields!)).toContain(member);
  });

  it('do not take the identifier of another client', async () => {
    const body = { client_id: 'taken', name: 'One', scopes: ['onegini_api_config' as const] };
    await server.admin.call('createApiClient', { body });
    expectRefusal(await server.admin.request('createApiClient', { body }), 409, 'conflict');
  });
});
