import { type CreateWebHook, STATELESS_AUTHENTICATION_GRANT, type WebHook } from '@passant/contracts';
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { send } from '@passant/mobile-client';
import { EventLog } from '../../src/observation/event-log.js';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { HookServer } from '../support/hook-server.js';
import { deliveriesOf, givenHook, hookedApp } from '../support/hooked-app.js';
import type { ResourceServer } from '../support/resource-server.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

let server: AuthServer;
let hookServer: HookServer;
let resourceServer: ResourceServer;
beforeAll(async () => {
  server = await AuthServer.start();
  resourceServer = await server.given.resourceServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  hookServer = await HookServer.start();
});
afterEach(() => hookServer.close());

const hook = (changes: Partial<CreateWebHook> = {}): Promise<WebHook> => givenHook(server, hookServer, changes);
const hooked = (hooks: WebHook[]) => hookedApp(server, hooks);
const deliveries = (id: string) => deliveriesOf(server, id);

async function introspected(token: { access_token: string } | undefined) {
  return resourceServer.introspect(token!.access_token);
}

async function events(): Promise<{ name: string; user_id: string | null; details: Record<string, unknown> }[]> {
  await server.app.get(EventLog).flush();
  return server.database.dataSource.query(`SELECT * FROM event WHERE name LIKE 'WEB_HOOK%' ORDER BY id`);
}

describe('A hook that customises access tokens', () => {
  it('is told who registers with what', async () => {
    const { app, complete } = await hooked([await hook()]);
    const hook_context_custom_params = { channel: ['app', 'web'] };
    await complete({ ...STATELESS, scope: ['read', 'write'], hook_context_custom_params });
    expect(hookServer.requests).toHaveLength(1);
    expect(hookServer.last).toMatchObject({ path: '/v1/customize-access-token' });
    expect(hookServer.last.body).toEqual({
      client: { id: app.clientId },
      scopes: ['read', 'write'],
      user: { id: 'TestClientUserId' },
      userClaims: { firstName: 'John', lastName: 'Doe' },
      contextCustomParams: hook_context_custom_params,
    });
  });

  it.each([
    ['stateless', STATELESS],
    ['default', { profile_id: '123EXI' }],
  ])('takes scopes away from a %s token, and ignores those it did not have', async (_, grant) => {
    hookServer.answers({ removeScopes: ['write', 'invented'], additionalClaims: null });
    const { complete } = await hooked([await hook()]);
    const { body } = await complete({ ...grant, scope: ['read', 'write'] });
    expect(body.oauth_token!.scope).toBe('read');
    expect(await introspected(body.oauth_token)).toMatchObject({ active: true, scope: 'read' });
  });

  it('cannot give scopes', async () => {
    hookServer.answers({ addScopes: ['write'], scopes: ['write'], removeScopes: [] });
    const { complete } = await hooked([await hook()]);
    expect((await complete({ ...STATELESS, scope: ['read'] })).body.oauth_token!.scope).toBe('read');
  });

  it('that takes openid away takes the ID token along', async () => {
    hookServer.answers({ removeScopes: ['openid'] });
    const { complete } = await hooked([await hook()]);
    const { body } = await complete({ ...STATELESS, scope: ['openid', 'profile'] });
    expect(body.oauth_token).not.toHaveProperty('id_token');
  });

  it('that leaves no scope fails the request with invalid_scope, and nothing is issued', async () => {
    hookServer.answers({ removeScopes: ['read'] });
    const { app, complete } = await hooked([await hook()]);
    expectRefusal(await complete({ ...STATELESS, scope: ['read'] }), 400, 'invalid_scope');
    const tokens = await server.database.dataSource.query('SELECT 1 FROM access_token WHERE client_id = $1', [
      app.clientId,
    ]);
    expect(tokens).toEqual([]);
  });

  it('adds claims that introspection shows, but none of the protocol', async () => {
    hookServer.answers({
      additionalClaims: { department: 'Parking', level: 3, sub: 'somebody', active: false, scope: 'write', none: null },
    });
    const { complete } = await hooked([await hook()]);
    const { body } = await complete({ ...STATELESS, scope: ['read'] });
    const active = await introspected(body.oauth_token);
    expect(active).toMatchObject({
      active: true,
      sub: 'TestClientUserId',
      scope: 'read',
      department: 'Parking',
      level: 3,
    });
    expect(active).not.toHaveProperty('none');
    expect((await events()).filter(({ name }) => name === 'WEB_HOOK_CLAIM_CONFLICT').at(-1)!.details.claims).toEqual([
      'sub',
      'active',
      'scope',
    ]);
  });

  it('adds claims that only the token brings to light', async () => {
    hookServer.answers({ additionalClaims: { badge: 'secret-badge-number' } });
    const { app, complete } = await hooked([await hook()]);
    await complete(STATELESS);
    const [row] = await server.database.dataSource.query('SELECT * FROM access_token WHERE client_id = $1', [
      app.clientId,
    ]);
    expect(Buffer.from(row.sealed as Buffer).toString('latin1')).not.toContain('secret-badge-number');
  });
});

describe('A hook that customises user details', () => {
  const detailsHook = () => hook({ type: 'USER_DETAILS_CUSTOMIZATION', name: 'Details' });

  it('replaces and extends them, in the ID token and in introspection', async () => {
    hookServer.answers({ claims: { firstName: 'Jane', city: 'Bern', nothing: null } });
    const { complete } = await hooked([await detailsHook()]);
    const { body } = await complete({ ...STATELESS, scope: ['openid'] });
    expect(hookServer.last).toMatchObject({ path: '/v1/customize-user-details' });
    expect(hookServer.last.body).toEqual({
      user: { id: 'TestClientUserId' },
      scopes: ['openid'],
      claims: { firstName: 'John', lastName: 'Doe' },
      contextCustomParams: null,
    });
    const details = { firstName: 'Jane', lastName: 'Doe', city: 'Bern' };
    expect(await introspected(body.oauth_token)).toMatchObject({ user_details: details });
    expect(decodeJwt(body.oauth_token!.id_token!)).toMatchObject(details);
  });

  it('cannot say what the server says', async () => {
    hookServer.answers({
      claims: { sub: 'other', iss: 'x', verified_claims: {}, 'urn:onegini.com:oidc:app': 'x', city: 'Bern' },
    });
    const { complete } = await hooked([await detailsHook()]);
    const { body } = await complete({ ...STATELESS, scope: ['openid'] });
    expect(decodeJwt(body.oauth_token!.id_token!)).toMatchObject({ sub: 'TestClientUserId', iss: server.issuer });
    const active = await introspected(body.oauth_token);
    expect(active).toMatchObject({ user_details: { firstName: 'John', lastName: 'Doe', city: 'Bern' } });
    expect((active as { user_details: object }).user_details).not.toHaveProperty('verified_claims');
    expect((await events()).filter(({ name }) => name === 'WEB_HOOK_CLAIM_CONFLICT').at(-1)!.details.claims).toEqual([
      'sub',
      'iss',
      'verified_claims',
      'urn:onegini.com:oidc:',
    ]);
  });

  it('is asked after the token’s hook, about what is left', async () => {
    hookServer.behaves(({ path }, response) =>
      response.end(JSON.stringify(path.includes('access-token') ? { removeScopes: ['write'] } : { claims: {} })),
    );
    const { complete } = await hooked([await hook(), await detailsHook()]);
    await complete({ ...STATELESS, scope: ['read', 'write'] });
    expect(hookServer.requests.map(({ path }) => path)).toEqual([
      '/v1/customize-access-token',
      '/v1/customize-user-details',
    ]);
    expect(hookServer.last.body).toMatchObject({ scopes: ['read'] });
  });
});

describe('The server shows a hook who is calling', () => {
  it('with a short-lived JWT for this hook alone, which its public keys verify', async () => {
    const own = await hook({ name: 'My  Token Rules' });
    await (await hooked([own])).complete(STATELESS);
    const jwt = /^Bearer (\S+)$/.exec(hookServer.last.headers.authorization!)![1]!;
    const { body } = await send<JSONWebKeySet>('GET', `${server.url}/oauth/v1/keys`);
    const { payload } = await jwtVerify(jwt, createLocalJWKSet(body), {
      issuer: server.issuer,
      audience: own.base_uri,
    });
    expect(payload).toMatchObject({
      sub: 'onewelcomeAccessWebHookClient',
      cid: 'onewelcomeAccessWebHookClient',
      scope: 'onewelcome_webhooks onewelcome_webhook_my_token_rules',
    });
    expect(payload.jti).toMatch(/^AT\.[0-9a-f-]{36}$/);
    expect(payload.exp! - payload.iat!).toBe(300);
  });

  it('with Basic', async () => {
    const own = await hook({ authentication_method: 'BASIC', username: 'passant', password: 'gehe:im' });
    await (await hooked([own])).complete(STATELESS);
    const basic = `Basic ${Buffer.from('passant:gehe:im').toString('base64')}`;
    expect(hookServer.last.headers.authorization).toBe(basic);
  });

  it('or not at all', async () => {
    await (await hooked([await hook({ authentication_method: 'NONE' })])).complete(STATELESS);
    expect(hookServer.last.headers.authorization).toBeUndefined();
  });
});

describe('A hook that does not do its part', () => {
  it.each<[string, string, (target: HookServer) => void]>([
    ['answers 500', 'refused', (target) => target.answers({}, 500)],
    ['answers 401', 'refused', (target) => target.answers({}, 401)],
    ['answers 204', 'refused', (target) => target.behaves((_, response) => response.writeHead(204).end())],
    ['answers no JSON', 'invalid_answer', (target) => target.behaves((_, response) => response.end('<html>'))],
    ['answers a list', 'invalid_answer', (target) => target.answers([])],
    ['removes no list', 'invalid_answer', (target) => target.answers({ removeScopes: 'read' })],
    ['removes numbers', 'invalid_answer', (target) => target.answers({ removeScopes: [1] })],
    ['gives claims as a list', 'invalid_answer', (target) => target.answers({ additionalClaims: [] })],
    ['answers NUL', 'invalid_answer', (target) => target.answers({ additionalClaims: { a: '\0' } })],
    [
      'nests claims deeper than anybody reads them',
      'invalid_answer',
      (target) =>
        target.behaves((_, response) =>
          response.end(`{"additionalClaims":{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}}`),
        ),
    ],
    ['answers too much', 'too_large', (target) => target.answers({ additionalClaims: { a: 'x'.repeat(70_000) } })],
    [
      'redirects',
      'redirected',
      (target) => target.behaves((_, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end()),
    ],
    ['hangs up', 'unreachable', (target) => target.behaves((_, response) => response.destroy())],
    ['says nothing for three seconds', 'timed_out', (target) => target.behaves(() => {})],
    [
      'never comes to an end',
      'timed_out',
      (target) =>
        target.behaves((_, response) => {
          const timer = setInterval(() => response.write(' '), 100);
          response.once('close', () => clearInterval(timer));
        }),
    ],
  ])('and %s fails the registration with 503', async (_, outcome, misbehave) => {
    misbehave(hookServer);
    const own = await hook();
    const { app, complete } = await hooked([own]);
    const reply = await complete(STATELESS);
    expectRefusal(reply, 503, 'temporarily_unavailable');
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await deliveries(own.id)).toMatchObject([{ outcome, removed_scopes: 0, claims: 0 }]);
    expect((await events()).at(-1)).toMatchObject({
      name: 'WEB_HOOK_CUSTOMIZE_ACCESS_TOKEN_FAILED',
      details: { hook: own.id, outcome },
    });
    const tokens = await server.database.dataSource.query('SELECT 1 FROM access_token WHERE client_id = $1', [
      app.clientId,
    ]);
    expect(tokens).toEqual([]);
  });

  it('leaves a transaction to be completed later, and no attempt counted', async () => {
    hookServer.answers({}, 500);
    const provider = await server.given.twoStepProvider();
    const application = await server.given.mobileApplication(provider, { access_token_web_hook: (await hook()).id });
    const app = await server.given.appInstance(application);
    const { body } = await app.init(provider.identifier, { data: 'x' });
    const request = { ...STATELESS, transaction_id: body.transaction_id!, data: 'right' };
    expectRefusal(await app.complete(provider.identifier, request), 503, 'temporarily_unavailable');
    hookServer.answers({});
    expect((await app.complete(provider.identifier, request)).body).toMatchObject({ status: 2000 });
  });

  it('is left alone after five failures, tried once half a minute later, and back when that succeeds', async () => {
    hookServer.answers({}, 500);
    const own = await hook();
    const { complete } = await hooked([own]);
    for (let i = 0; i < 7; i += 1) expectRefusal(await complete(STATELESS), 503, 'temporarily_unavailable');
    expect(hookServer.requests).toHaveLength(5);
    const read = () => server.admin.call('readWebHook', { parameters: { id: own.id } });
    expect((await read()).circuit).toBe('open');
    await server.clock.later(31, async () => {
      expect((await read()).circuit).toBe('half_open');
      expectRefusal(await complete(STATELESS), 503, 'temporarily_unavailable');
      expect(hookServer.requests).toHaveLength(6);
      expect((await read()).circuit).toBe('open');
      hookServer.answers({});
      expectRefusal(await complete(STATELESS), 503, 'temporarily_unavailable');
    });
    await server.clock.later(62, async () => {
      expect((await complete(STATELESS)).status).toBe(200);
      expect((await read()).circuit).toBe('closed');
      expect((await complete(STATELESS)).status).toBe(200);
    });
    expect((await deliveries(own.id)).filter(({ outcome }) => outcome === 'circuit_open')).toHaveLength(3);
  });

  describe('for one app', () => {
    /** Two installations of one application, a third one on demand, and the state of the hook's circuit. */
    async function twoApps() {
      const own = await hook();
      const { application, provider, complete } = await hooked([own]);
      const other = await server.given.appInstance(application);
      return {
        own,
        complete,
        asAnother: () => other.complete(provider.identifier, STATELESS),
        asThird: async () => (await server.given.appInstance(application)).complete(provider.identifier, STATELESS),
        circuit: async () => (await server.admin.call('readWebHook', { parameters: { id: own.id } })).circuit,
      };
    }

    it.each<[string, (target: HookServer) => void]>([
      ['400', (target) => target.answers({}, 400)],
      ['401', (target) => target.answers({}, 401)],
      ['429', (target) => target.answers({}, 429)],
      ['no JSON', (target) => target.behaves((_, response) => response.end('<html>'))],
      ['too much', (target) => target.answers({ additionalClaims: { a: 'x'.repeat(70_000) } })],
    ])('is asked as often as before where it answers %s: it is up', async (_, misbehave) => {
      misbehave(hookServer);
      const { complete, circuit } = await twoApps();
      for (let i = 0; i < 7; i += 1) expectRefusal(await complete(STATELESS), 503, 'temporarily_unavailable');
      expect(hookServer.requests).toHaveLength(7);
      expect(await circuit()).toBe('closed');
      hookServer.answers({});
      expect((await complete(STATELESS)).status).toBe(200);
    });

    it('is left alone by that app, and asked for others', async () => {
      hookServer.answers({}, 500);
      const { complete, asAnother, circuit } = await twoApps();
      for (let i = 0; i < 7; i += 1) expectRefusal(await complete(STATELESS), 503, 'temporarily_unavailable');
      expect(hookServer.requests).toHaveLength(5);
      expect(await circuit()).toBe('open');
      hookServer.answers({});
      expect((await asAnother()).status).toBe(200);
      expectRefusal(await complete(STATELESS), 503, 'temporarily_unavailable');
    });

    it('and another is asked for a third where it answers 5xx: nobody can keep it from others by what they send', async () => {
      hookServer.answers({}, 500);
      const { complete, asAnother, asThird } = await twoApps();
      for (let i = 0; i < 6; i += 1) {
        expectRefusal(await complete(STATELESS), 503, 'temporarily_unavailable');
        expectRefusal(await asAnother(), 503, 'temporarily_unavailable');
      }
      expect(hookServer.requests).toHaveLength(10);
      hookServer.answers({});
      expect((await asThird()).status).toBe(200);
    });

    it('and another is left alone by all where it is away, and not kept from them by the one that fails when it is back', async () => {
      hookServer.behaves((_, response) => response.destroy());
      const { complete, asAnother, asThird } = await twoApps();
      for (let i = 0; i < 4; i += 1) expectRefusal(await complete(STATELESS), 503, 'temporarily_unavailable');
      expectRefusal(await asAnother(), 503, 'temporarily_unavailable');
      expect(hookServer.requests).toHaveLength(5);
      expectRefusal(await asThird(), 503, 'temporarily_unavailable');
      expect(hookServer.requests).toHaveLength(5);
      await server.clock.later(31, async () => {
        expectRefusal(await complete(STATELESS), 503, 'temporarily_unavailable');
        hookServer.answers({});
        expect((await asAnother()).status).toBe(200);
      });
    });
  });

  it('does not slow down those that do without it', async () => {
    hookServer.behaves(() => {});
    const slow = await hooked([await hook()]);
    const other = await server.given.statelessWorld();
    let refused = 0;
    const waiting = Array.from({ length: 40 }, async () => {
      expectRefusal(await slow.complete(STATELESS), 503, 'temporarily_unavailable');
      refused += 1;
    });
    expect((await other.app.complete(other.provider.identifier, STATELESS)).status).toBe(200);
    // Whoever has to wait for the hook as well would come last.
    expect(refused).toBeLessThan(40);
    await Promise.all(waiting);
  });
});

describe('What is kept of a call', () => {
  it('is its shape: nothing of the person in delivery, event or log', async () => {
    hookServer.answers({ removeScopes: ['write'], additionalClaims: { badge: 'secret-badge-number' } });
    const own = await hook();
    const { complete } = await hooked([own]);
    await complete({ ...STATELESS, scope: ['read', 'write'] });
    hookServer.answers({ error: 'TestClientUserId is unknown here' }, 400);
    await complete(STATELESS);
    expect(await deliveries(own.id)).toMatchObject([
      { outcome: 'refused', http_status: 400, removed_scopes: 0, claims: 0 },
      { outcome: 'succeeded', http_status: 200, removed_scopes: 1, claims: 1 },
    ]);
    const noted = JSON.stringify([
      await server.database.dataSource.query('SELECT * FROM web_hook_delivery'),
      await events(),
      server.log,
    ]);
    for (const personal of ['TestClientUserId', 'secret-badge-number', 'badge', 'John']) {
      expect(noted).not.toContain(personal);
    }
  });

  it('and of who caused it a hash, whose key ends with the hour: nobody busy takes the places of others', async () => {
    const own = await hook();
    const [one, another] = [await hooked([own]), await hooked([own])];
    await server.clock.standing(async () => {
      for (const { complete } of [one, one, another]) expect((await complete(STATELESS)).status).toBe(200);
      await server.clock.later(3600, () => one.complete(STATELESS));
    });
    await server.admin.call('testWebHook', { parameters: { id: own.id }, body: {} });
    await deliveries(own.id);
    const kept = await server.database.dataSource.query<{ source: Uint8Array | null }[]>(
      'SELECT source FROM web_hook_delivery WHERE hook = $1 ORDER BY id',
      [own.id],
    );
    const [first, second, ofAnother, later, trial] = kept.map(
      ({ source }) => source && Buffer.from(source).toString('hex'),
    );
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toBe(first);
    expect(new Set([first, ofAnother, later]).size).toBe(3);
    expect(trial).toBeNull();
  });
});
