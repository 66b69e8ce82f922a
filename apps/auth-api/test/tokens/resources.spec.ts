import {
  type CreateApiClient,
  IMPLICIT_AUTHENTICATION_GRANT,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { expectRefusal } from '../support/expectations.js';
import { answerAcross } from '../support/held-requests.js';
import { codeOf } from '../support/relying-party.js';
import type { ResourceServer } from '../support/resource-server.js';
import { basic, revoke as revokeWith, signed, tokenOf } from '../support/token-client.js';
import { clientOfWeb, signIn } from '../support/web-world.js';

const PERSON_SCRIPT = `function execute(data) { return { status: 2000, user: { id: 'person-' + data } }; }`;
const EVERYTHING = {
  stateless_authentication: true,
  implicit_authentication: true,
  mobile_authentication: true,
  refresh_tokens: true,
};
const UNKNOWN = 'https://unknown.example.com';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

let made = 0;

/**
 * Two APIs, a mobile and a web application, and every kind of client that requests tokens. Each call uses new names.
 */
async function world() {
  made += 1;
  const orders = `https://orders-${made}.example.com`;
  const maps = `https://maps-${made}.example.com/api`;
  const provider = await server.given.provider({ scripts: { complete: PERSON_SCRIPT } });
  const application = await server.given.mobileApplication(provider, { user_authentication: EVERYTHING });
  const { client: site, application: portal } = await clientOfWeb(server, { provider });
  const applications = [application.identifier, portal.identifier];
  const api = (changes: Partial<CreateApiClient>) => server.given.resourceServer({ applications, ...changes });
  const app = await server.given.appInstance(application);
  const register = (more: object) =>
    app.complete(provider.identifier, { profile_id: 'AAAAAA', data: 'anna', scope: ['openid'], ...more });
  return {
    ...{ orders, maps, provider, application, portal, site, app, register },
    ordersApi: await api({ resources: [orders] }),
    mapsApi: await api({ resources: [maps], introspection_sight: 'RESOURCES' }),
  };
}
type World = Awaited<ReturnType<typeof world>>;

const seenBy = async (api: ResourceServer, token: string) => (await api.introspect(token)) as Record<string, unknown>;

const form = (fields: Record<string, string>, resources: string[]) => {
  const body = new URLSearchParams(fields);
  for (const resource of resources) body.append('resource', resource);
  return body;
};

/** Calls the token endpoint with a repeated parameter. */
async function askRepeatedly(authorization: string, fields: Record<string, string>, resources: string[]) {
  const response = await fetch(server.url + PATHS.token, {
    method: 'POST',
    headers: { authorization },
    body: form(fields, resources),
  });
  return (await response.json()) as Record<string, string>;
}

/** Every way to get a token, with the requested resource. */
const WAYS: [string, (there: World, resource: string) => Promise<{ status: number; token?: string; reply: never }>][] =
  [
    [
      'a stateless registration',
      async ({ register }, resource) => {
        const reply = await register({ resource: [resource], grant_type: STATELESS_AUTHENTICATION_GRANT });
        return answer(reply, (reply.body as { oauth_token?: { access_token: string } }).oauth_token?.access_token);
      },
    ],
    [
      'a registration with a profile',
      async ({ register }, resource) => {
        const reply = await register({ resource: [resource] });
        return answer(reply, (reply.body as { oauth_token?: { access_token: string } }).oauth_token?.access_token);
      },
    ],
    [
      'an implicit authentication',
      async (there, resource) => {
        await there.register({});
        const reply = await implicitly(there, { resource });
        return answer(reply, reply.body.access_token);
      },
    ],
    [
      'client credentials',
      async ({ application }, resource) => {
        const app = await server.given.basicApp(application);
        const reply = await tokenOf(server.url, basic(app.clientId, app.secret), {
          ...{ grant_type: 'client_credentials', resource },
        });
        return answer(reply, reply.body.access_token);
      },
    ],
    [
      'a code that was asked for the resource',
      async ({ site }, resource) => {
        const first = await new Browser(server.url).open(site.request({ scope: 'openid', resource }));
        if (first.location) return { status: 400, reply: { error: first.answer.error } as never };
        const consent = await first.send('answer', { data: 'anna' });
        const reply = await site.exchange(codeOf(await consent.send('consent')));
        return answer(reply, reply.body.access_token);
      },
    ],
    [
      'a code that is exchanged for the resource',
      async ({ site }, resource) => {
        const reply = await site.exchange(await signIn(server, site, 'anna', { scope: 'openid' }), { resource });
        return answer(reply, reply.body.access_token);
      },
    ],
    [
      'a refresh',
      async ({ site }, resource) => {
        const { body } = await site.exchange(await signIn(server, site, 'anna', { scope: 'openid' }));
        const fields = { grant_type: 'refresh_token', refresh_token: body.refresh_token!, resource };
        const reply = await tokenOf(server.url, site.proof, fields);
        return answer(reply, reply.body.access_token);
      },
    ],
  ];

/** An implicit authentication of the person who registered. */
async function implicitly({ app }: World, more: Record<string, string> = {}) {
  const proof = await signed(app.key, app.clientId, server.issuer, server.clock.now());
  const fields = { grant_type: IMPLICIT_AUTHENTICATION_GRANT, profile_id: 'AAAAAA', ...more };
  return tokenOf(server.url, proof, fields);
}

function answer(reply: { status: number; body: unknown }, token: string | undefined) {
  return { status: reply.status, ...(token === undefined ? {} : { token }), reply: reply.body as never };
}

describe('A token that is asked for a resource', () => {
  it.each(WAYS)('is for it, and introspection says so: %s', async (_, ask) => {
    const there = await world();
    const { status, token } = await ask(there, there.orders);
    expect(status).toBe(200);
    expect(await seenBy(there.ordersApi, token!)).toMatchObject({ active: true, aud: there.orders });
    expect(await seenBy(there.mapsApi, token!)).toEqual({ active: false });
  });

  it.each(WAYS)('is refused where nobody has that name: %s', async (_, ask) => {
    const { status, token, reply } = await ask(await world(), UNKNOWN);
    expect({ status, token, error: (reply as { error: string }).error }).toEqual({
      status: 400,
      error: 'invalid_target',
    });
  });

  it.each([
    ['is no URI', () => 'orders'],
    ['is relative', () => '/orders'],
    ['has a fragment', ({ orders }: World) => `${orders}#part`],
    ['has a slash more', ({ orders }: World) => `${orders}/`],
    ['is in capitals', ({ orders }: World) => orders.toUpperCase()],
  ])('is refused where the name %s', async (_, resource) => {
    const there = await world();
    const asked = { resource: [resource(there)], grant_type: STATELESS_AUTHENTICATION_GRANT };
    expectRefusal(await there.register(asked), 400, 'invalid_target');
  });

  it('is refused where the resource is of another application, or its API client is disabled', async () => {
    const [there, elsewhere] = [await world(), await world()];
    expectRefusal(await there.register({ resource: [elsewhere.orders] }), 400, 'invalid_target');
    const parameters = { client_id: there.ordersApi.clientId };
    await server.admin.request('updateApiClient', { parameters, body: { enabled: false }, ifMatch: '*' });
    expectRefusal(await there.register({ resource: [there.orders] }), 400, 'invalid_target');
    expect((await there.register({ resource: [there.maps] })).status).toBe(200);
  });

  it('is refused where all API clients that have one are disabled, so that no token becomes one for everybody', async () => {
    const there = await world();
    for (const { clientId } of [there.ordersApi, there.mapsApi]) {
      const parameters = { client_id: clientId };
      await server.admin.request('updateApiClient', { parameters, body: { enabled: false }, ifMatch: '*' });
    }
    expectRefusal(await there.register({ resource: [there.orders] }), 400, 'invalid_target');
    expect((await there.register({})).status).toBe(200);
  });

  it('may be for several, each named by a parameter or a member of its own', async () => {
    const there = await world();
    const both = [there.orders, there.maps];
    const registered = (await there.register({ resource: both })).body.oauth_token!.access_token;
    expect(await seenBy(there.mapsApi, registered)).toMatchObject({ active: true, aud: both });
    const { site } = there;
    const address = `${site.request({ scope: 'openid' })}&${form({}, both).toString()}`;
    const consent = await (await new Browser(server.url).open(address)).send('answer', { data: 'anna' });
    const code = codeOf(await consent.send('consent'));
    const { access_token: all } = (await site.exchange(code)).body;
    expect(await seenBy(there.ordersApi, all)).toMatchObject({ aud: both });
    const app = await server.given.basicApp(there.application);
    const own = await askRepeatedly(app.basic, { grant_type: 'client_credentials' }, both);
    expect(await seenBy(there.ordersApi, own.access_token!)).toMatchObject({ aud: both });
  });

  it('names ten at most, and each once', async () => {
    const there = await world();
    const eleven = Array.from({ length: 11 }, () => there.orders);
    expectRefusal(await there.register({ resource: eleven }), 400, 'invalid_request');
    const token = (await there.register({ resource: eleven.slice(1) })).body.oauth_token!.access_token;
    expect(await seenBy(there.ordersApi, token)).toMatchObject({ aud: there.orders });
  });

  it('names ten at most where a person is asked, too, and none that is endless, whoever has a name', async () => {
    const there = await world();
    const { client: alone } = await clientOfWeb(server, { provider: there.provider });
    for (const site of [there.site, alone]) {
      const ask = async (resources: string[]) => {
        const address = `${site.request({ scope: 'openid' })}&${form({}, resources).toString()}`;
        return new Browser(server.url).open(address);
      };
      const many = (count: number) => Array.from({ length: count }, () => there.orders);
      expect((await ask(many(11))).answer).toMatchObject({ error: 'invalid_request' });
      expect((await ask([`${there.orders}/${'x'.repeat(2048)}`])).answer).toMatchObject({ error: 'invalid_request' });
      expect((await ask(many(10))).status).toBe(200);
    }
  });

  it('of a code is for some of what the code was asked for, and never for more', async () => {
    const there = await world();
    const { site, orders, maps } = there;
    const code = await signIn(server, site, 'anna', { scope: 'openid', resource: orders });
    expectRefusal(await site.exchange(code, { resource: maps }), 400, 'invalid_target');
    const { refresh_token } = (await site.exchange(code)).body;
    const refresh = (more: Record<string, string>) =>
      tokenOf(server.url, site.proof, { grant_type: 'refresh_token', refresh_token: refresh_token!, ...more });
    expectRefusal(await refresh({ resource: maps }), 400, 'invalid_target');
    const refreshed = await refresh({});
    expect(await seenBy(there.ordersApi, refreshed.body.access_token)).toMatchObject({ aud: orders });
  });

  it('of a refresh is for what the first token was for, where the code was for nothing', async () => {
    const there = await world();
    const { site, orders, maps } = there;
    const code = await signIn(server, site, 'anna', { scope: 'openid' });
    const { refresh_token } = (await site.exchange(code, { resource: orders })).body;
    const refresh = (more: Record<string, string>) =>
      tokenOf(server.url, site.proof, { grant_type: 'refresh_token', refresh_token: refresh_token!, ...more });
    expectRefusal(await refresh({ resource: maps }), 400, 'invalid_target');
    expect(await seenBy(there.ordersApi, (await refresh({})).body.access_token)).toMatchObject({ aud: orders });
  });

  it('of an implicit authentication is for what the registration lives on, and never for more', async () => {
    const there = await world();
    const { orders, maps, register } = there;
    const { access_token: first } = (await register({ resource: [orders] })).body.oauth_token!;
    expect(await seenBy(there.ordersApi, first)).toMatchObject({ aud: orders });
    expectRefusal(await implicitly(there, { resource: maps }), 400, 'invalid_target');
    const token = (await implicitly(there)).body.access_token;
    expect(await seenBy(there.ordersApi, token)).toMatchObject({ active: true, aud: orders });
    // Whoever registered anew may have what they registered for.
    await register({ resource: [maps] });
    const both = (await implicitly(there)).body.access_token;
    expect(await seenBy(there.ordersApi, both)).toMatchObject({ aud: [maps, orders] });
    await register({});
    expect((await seenBy(there.ordersApi, (await implicitly(there)).body.access_token)).aud).toBeUndefined();
    expect((await implicitly(there, { resource: maps })).status).toBe(200);
  });

  it('of an implicit authentication is refused, rather than for everybody, once the resource has lost its name', async () => {
    const there = await world();
    await there.register({ resource: [there.orders] });
    for (const { clientId } of [there.ordersApi, there.mapsApi]) {
      const body = { resources: [], introspection_sight: 'APPLICATIONS' };
      await server.admin.request('updateApiClient', { parameters: { client_id: clientId }, body, ifMatch: '*' });
      expectRefusal(await implicitly(there), 400, 'invalid_target');
    }
  });

  it.each([
    ['all of the registration is revoked', 'refused', [0, 1]],
    ['what was for that resource is revoked', 'refused', [0]],
    ['what was for another resource is revoked', 'given', [1]],
  ])('of an implicit authentication, if %s while it is under way, is %s', async (_, outcome, revoked) => {
    const there = await world();
    const { orders, maps, register, app } = there;
    const tokens = [await register({ resource: [orders] }), await register({ resource: [maps] })];
    const revoke = async () => {
      for (const index of revoked) {
        const proof = await signed(app.key, app.clientId, server.issuer, server.clock.now());
        const reply = await revokeWith(server.url, proof, { token: tokens[index]!.body.oauth_token!.refresh_token! });
        expect(reply.status).toBe(200);
      }
    };
    const reply = await answerAcross(server, () => implicitly(there, { resource: orders }), revoke);
    if (outcome === 'given') expect(reply.status).toBe(200);
    else expectRefusal(reply, 400, 'invalid_grant');
  });

  it('of a refresh is refused, rather than for everybody, once the resource has lost its name', async () => {
    const there = await world();
    const { site, orders } = there;
    const code = await signIn(server, site, 'anna', { scope: 'openid', resource: orders });
    const { refresh_token } = (await site.exchange(code)).body;
    for (const { clientId } of [there.ordersApi, there.mapsApi]) {
      const body = { resources: [], introspection_sight: 'APPLICATIONS' };
      await server.admin.request('updateApiClient', { parameters: { client_id: clientId }, body, ifMatch: '*' });
      const fields = { grant_type: 'refresh_token', refresh_token: refresh_token! };
      expectRefusal(await tokenOf(server.url, site.proof, fields), 400, 'invalid_target');
    }
  });

  it('is no credential at this server, unless it is for this server as well', async () => {
    const there = await world();
    const userInfo = async (resource?: string[]) => {
      const token = (await there.register(resource ? { resource } : {})).body.oauth_token!.access_token;
      return send('GET', server.url + PATHS.userInfo, { headers: { authorization: `Bearer ${token}` } });
    };
    expectRefusal(await userInfo([there.orders]), 401, 'invalid_token');
    expect((await userInfo([there.orders, server.issuer])).status).toBe(200);
    expect((await userInfo()).status).toBe(200);
  });

  it('ends when its client is disabled, and is not brought back with it; what it may ask for anew is as before', async () => {
    const there = await world();
    const { orders, app, site } = there;
    const token = (await there.register({ resource: [orders] })).body.oauth_token!.access_token;
    const switched = async (client_id: string, enabled: boolean) =>
      server.admin.call('updateAppInstallation', { parameters: { client_id }, body: { enabled } });
    await switched(app.clientId, false);
    expect(await seenBy(there.ordersApi, token)).toEqual({ active: false });
    expectRefusal(await there.register({ resource: [orders] }), 400, 'invalid_client');
    await switched(app.clientId, true);
    expect(await seenBy(there.ordersApi, token)).toEqual({ active: false });
    const anew = (await there.register({ resource: [orders] })).body.oauth_token!.access_token;
    expect(await seenBy(there.ordersApi, anew)).toMatchObject({ active: true, aud: orders });
    // Grants outlast it: nobody has to sign in again.
    const code = await signIn(server, site, 'anna', { scope: 'openid', resource: orders });
    const { access_token, refresh_token } = (await site.exchange(code)).body;
    const turn = async (enabled: boolean) => {
      const parameters = { client_id: site.clientId };
      await server.admin.request('updateWebClient', { parameters, body: { enabled }, ifMatch: '*' });
      return tokenOf(server.url, site.proof, { grant_type: 'refresh_token', refresh_token: refresh_token! });
    };
    expectRefusal(await turn(false), 401, 'invalid_client');
    const back = await turn(true);
    expect(await seenBy(there.ordersApi, back.body.access_token)).toMatchObject({ active: true, aud: orders });
    expect(await seenBy(there.ordersApi, access_token)).toEqual({ active: false });
  });

  it('ends by revocation like any other', async () => {
    const there = await world();
    const { site, orders } = there;
    const code = await signIn(server, site, 'anna', { scope: 'openid', resource: orders });
    const { access_token } = (await site.exchange(code)).body;
    await send('POST', server.url + PATHS.revoke, { ...site.proof, form: { token: access_token } });
    expect(await seenBy(there.ordersApi, access_token)).toEqual({ active: false });
  });
});

describe('A token that is asked for no resource', () => {
  it('is for none in particular: who sees its application sees it, who sees its resource alone does not', async () => {
    const there = await world();
    const token = (await there.register({})).body.oauth_token!.access_token;
    const seen = await seenBy(there.ordersApi, token);
    expect(seen).toMatchObject({ active: true });
    expect(seen).not.toHaveProperty('aud');
    expect(await seenBy(there.mapsApi, token)).toEqual({ active: false });
  });

  it('of an application all of whose APIs see only their own is seen by none of them, and good at this server', async () => {
    const there = await world();
    const parameters = { client_id: there.ordersApi.clientId };
    const body = { introspection_sight: 'RESOURCES' };
    await server.admin.request('updateApiClient', { parameters, body, ifMatch: '*' });
    const { site } = there;
    const reply = (await site.exchange(await signIn(server, site, 'anna', { scope: 'openid' }))).body;
    const asked = { grant_type: 'refresh_token', refresh_token: reply.refresh_token! };
    const refreshed = (await tokenOf(server.url, site.proof, asked)).body;
    for (const token of [reply.access_token, refreshed.access_token]) {
      for (const api of [there.ordersApi, there.mapsApi]) expect(await seenBy(api, token)).toEqual({ active: false });
      const userInfo = await send('GET', server.url + PATHS.userInfo, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(userInfo.status).toBe(200);
    }
    // The grant is for no resource in particular, so a refresh may still name one.
    const named = await tokenOf(server.url, site.proof, {
      ...{ grant_type: 'refresh_token', refresh_token: refreshed.refresh_token!, resource: there.orders },
    });
    expect(await seenBy(there.ordersApi, named.body.access_token)).toMatchObject({ active: true, aud: there.orders });
  });

  it('is given as ever where nobody has a name yet, whatever is named', async () => {
    const provider = await server.given.provider({ scripts: { complete: PERSON_SCRIPT } });
    const application = await server.given.mobileApplication(provider);
    const app = await server.given.appInstance(application);
    const api = await server.given.resourceServer({ applications: [application.identifier] });
    const request = { profile_id: 'AAAAAA', data: 'anna', scope: ['openid'], resource: ['not even a URI', UNKNOWN] };
    const { oauth_token } = (await app.complete(provider.identifier, request)).body;
    expect(await seenBy(api, oauth_token!.access_token)).not.toHaveProperty('aud');
  });
});

describe('An identifier of an API', () => {
  const BAD = [
    'orders',
    '/orders',
    'http://über.example.com',
    'https://orders.example.com/%zz',
    'https://orders.example.com#a',
    'https://orders@orders.example.com',
    'https://orders.example.com:443',
    'https:orders.example.com',
    'app:///orders',
    'urn:',
  ];
  const refusal = { fields: { resources: expect.any(String) as string } };

  it.each([...BAD, 'issuer', 'issuer/v1/token', 'issuer/../api'])('cannot be %s', async (written) => {
    const resource = written.replace(/^issuer\/\.\./, server.url).replace(/^issuer/, server.issuer);
    const { clientId } = await server.given.resourceServer();
    const body = { name: 'API', scopes: ['onegini_api_token_introspection'], resources: [resource] };
    const created = await server.admin.request('createApiClient', { body });
    expectRefusal(created, 400, 'invalid_request');
    expect(created.body).toMatchObject(refusal);
    const parameters = { client_id: clientId };
    const changed = await server.admin.request('updateApiClient', {
      parameters,
      body: { resources: [resource] },
      ifMatch: '*',
    });
    expect(changed.body).toMatchObject(refusal);
    const query: [string, string][] = [['resource', resource]];
    const preview = await server.admin.request('previewApiClientSight', { parameters, query });
    expectRefusal(preview, 400, 'invalid_request');
    expect(preview.body).toMatchObject({ fields: { resource: expect.any(String) as string } });
  });

  it('is one of ten at most, in a preview as well', async () => {
    const { clientId } = await server.given.resourceServer();
    const query = Array.from({ length: 11 }, (_, index): [string, string] => ['resource', `urn:api:${index}`]);
    const parameters = { client_id: clientId };
    const preview = await server.admin.request('previewApiClientSight', { parameters, query });
    expectRefusal(preview, 400, 'invalid_request');
    await server.admin.call('previewApiClientSight', { parameters, query: query.slice(1) });
  });

  it('that is older than a rule stays, and is in the way of no other change', async () => {
    const { clientId } = await server.given.resourceServer({ resources: ['urn:api'] });
    const old = ['https://Orders.example.com'];
    await server.database.dataSource.query('UPDATE client SET resources = $1 WHERE client_id = $2', [old, clientId]);
    // Every change makes the server read its configuration.
    await server.given.resourceServer();
    const parameters = { client_id: clientId };
    const change = (body: object) => server.admin.request('updateApiClient', { parameters, body, ifMatch: '*' });
    expect((await change({ name: 'Renamed' })).status).toBe(200);
    expect((await change({ resources: [...old, 'urn:api:2'] })).status).toBe(200);
    expect((await change({ resources: [] })).status).toBe(200);
    expectRefusal(await change({ resources: old }), 400, 'invalid_request');
  });
});

describe('An API client that sees only tokens for its resources', () => {
  const create = (body: object) =>
    server.admin.request('createApiClient', {
      body: { name: 'API', scopes: ['onegini_api_token_introspection'], ...body },
    });

  it.each([
    ['needs one', { introspection_sight: 'RESOURCES' }, 'introspection_sight'],
    ['names no relative address', { resources: ['/orders'] }, 'resources'],
    ['names no fragment', { resources: ['https://orders.example.com#a'] }, 'resources'],
    ['names nothing with a space', { resources: ['https://orders.example.com/a b'] }, 'resources'],
    ['names ten at most', { resources: Array.from({ length: 11 }, (_, index) => `urn:api:${index}`) }, 'resources'],
  ])('%s', async (_, body, member) => {
    const reply = await create(body);
    expectRefusal(reply, 400, 'invalid_request');
    expect(reply.body).toMatchObject({ fields: { [member]: expect.any(String) } });
  });

  it('keeps its names, and cannot lose the last one', async () => {
    const client = (await create({ resources: ['urn:api:1', 'urn:api:1'], introspection_sight: 'RESOURCES' })).body as {
      client_id: string;
    };
    expect(client).toMatchObject({ resources: ['urn:api:1'], introspection_sight: 'RESOURCES' });
    const parameters = { client_id: client.client_id };
    const emptied = await server.admin.request('updateApiClient', {
      parameters,
      body: { resources: [] },
      ifMatch: '*',
    });
    expectRefusal(emptied, 400, 'invalid_request');
    const body = { resources: [], introspection_sight: 'APPLICATIONS' };
    await server.admin.request('updateApiClient', { parameters, body, ifMatch: '*' });
    expect(await server.admin.call('readApiClient', { parameters })).toMatchObject(body);
  });

  it('is counted before, application by application: what it sees now, would keep, and what nobody named', async () => {
    const there = await world();
    const { orders, maps, application } = there;
    for (const resource of [[orders], [orders, maps], [maps], undefined]) {
      await there.register({ ...(resource ? { resource } : {}), grant_type: STATELESS_AUTHENTICATION_GRANT });
    }
    const parameters = { client_id: there.ordersApi.clientId };
    const preview = (query?: [string, string][]) =>
      server.admin.call('previewApiClientSight', { parameters, ...(query ? { query } : {}) });
    const of = (kept: number) => ({
      complete: true,
      applications: [{ application: application.identifier, seen: 4, kept, unnamed: 1 }],
    });
    expect(await preview()).toEqual(of(2));
    expect(await preview([['resource', maps]])).toEqual(of(2));
    expect(
      await preview([
        ['resource', orders],
        ['resource', maps],
      ]),
    ).toEqual(of(3));
    expect(await preview([['resource', UNKNOWN]])).toEqual(of(0));
    const unknown = await server.admin.request('previewApiClientSight', { parameters: { client_id: 'nobody' } });
    expectRefusal(unknown, 404, 'not_found');
  });
});
