import { request } from 'node:http';
import { type Application, PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { DeviceKey, type MobileApp } from '@passant/mobile-client';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { Registrar, repeated } from '../support/registrar.js';
import { signed, tokenOf } from '../support/token-client.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
const NEEDED = 'CLIENT_AUTHENTICATION_AUDIENCE_EXCEPTION_NEEDED';
const DAY = 86_400;
const YEAR = 366 * DAY;

let server: AuthServer;
let world: Awaited<ReturnType<AuthServer['given']['statelessWorld']>>;
let key: DeviceKey;
let admin: AdminApi;
beforeAll(async () => {
  server = await AuthServer.start();
  world = await server.given.statelessWorld();
  key = await DeviceKey.generate();
  admin = server.admin;
});
afterAll(() => server.close());

const now = () => server.clock.now();

/** Runs `work` that many seconds later. Administrator sessions have expired by then, so it signs in again. */
async function later(seconds: number, work: () => Promise<void>): Promise<void> {
  await server.clock.later(seconds, async () => {
    admin = await AdminApi.signIn(server.url, ADMIN);
    try {
      await work();
    } finally {
      admin = server.admin;
    }
  });
}

const inSomeDays = (days: number) => now() + days * DAY;

const signing = () => ({
  token_endpoint_auth_method: 'private_key_jwt' as const,
  jwks: { keys: [key.publicJwk] as never[] },
});

async function apiClient(): Promise<string> {
  const body = { name: 'Signing back end', scopes: ['onegini_api_events' as const], ...signing() };
  return (await admin.call('createApiClient', { body })).client_id;
}

const changeApiClient = (clientId: string, body: object) =>
  admin.request('updateApiClient', { parameters: { client_id: clientId }, body, ifMatch: '*' });

/** An API client that may use the endpoint as audience for that many days. */
async function excepted(days: number): Promise<string> {
  const clientId = await apiClient();
  const rule = { audience_policy: 'LEGACY', lenient_until: inSomeDays(days) };
  expect((await changeApiClient(clientId, rule)).status).toBe(200);
  return clientId;
}

const asks = async (clientId: string, audience = server.url + PATHS.token) =>
  tokenOf(server.url, await signed(key, clientId, audience, now()), { grant_type: 'client_credentials' });

async function changeApplication(identifier: string, body: object) {
  return admin.request('updateApplication', { parameters: { identifier }, body, ifMatch: '*' });
}

/** The status with which the token endpoint answers a request whose target is written exactly like this. */
async function statusAt(target: string, clientId: string, audience: string): Promise<number> {
  const { form } = await signed(key, clientId, server.url + audience, now());
  const { hostname, port } = new URL(server.url);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method: 'POST', path: target, headers }, (reply) => {
      reply.resume();
      reply.once('end', () => resolve(reply.statusCode!));
    });
    outgoing.once('error', reject);
    outgoing.end(new URLSearchParams({ ...form, grant_type: 'client_credentials' }).toString());
  });
}

const registersWith = async (app: MobileApp, audience: string) =>
  app.complete(world.provider.identifier, STATELESS, await app.authentication({ claims: { aud: audience } }));

async function eventsOf(clientId: string) {
  await server.noted();
  return (await admin.call('listEvents', { query: { client_id: clientId, name: NEEDED } })).items;
}

async function inNeed() {
  await server.noted();
  return (await admin.call('listClientsInNeed', { query: { limit: '200' } })).items;
}

const exceptions = async () => (await admin.call('listAudienceExceptions', { query: { limit: '200' } })).items;

describe('An exception to the one audience', () => {
  it.each([
    ['an application', 'createApplication', () => ({ identifier: 'newcomer', name: 'Newcomer' })],
    ['an API client', 'createApiClient', () => ({ name: 'New', scopes: ['onegini_api_events'], ...signing() })],
    ['a web client', 'createWebClient', () => ({ name: 'New', application: 'portal', ...signing() })],
  ] as const)('is not made with something new: %s', async (_, create, body) => {
    const reply = await admin.request(create, { body: { ...body(), audience_policy: 'LEGACY' } });
    expectRefusal(reply, 400, 'invalid_request');
    expect(reply.body).toMatchObject({ fields: { audience_policy: expect.stringMatching(/^must be STRICT/) } });
    const withEnd = await admin.request(create, { body: { ...body(), lenient_until: inSomeDays(1) } });
    expectRefusal(withEnd, 400, 'invalid_request');
  });

  it('is for the address of the endpoint, and for nothing that a caller writes behind it', async () => {
    const clientId = await excepted(3);
    for (const written of ['', '?here=1', '#here']) {
      const target = PATHS.token + written;
      expect([written, await statusAt(target, clientId, PATHS.token)]).toEqual([written, 200]);
      if (written !== '') expect([written, await statusAt(target, clientId, target)]).toEqual([written, 401]);
    }
  });

  it.each<[string, () => object]>([
    ['no end', () => ({ audience_policy: 'LEGACY' })],
    ['an end that is null', () => ({ audience_policy: 'LEGACY', lenient_until: null })],
    ['an end in the past', () => ({ audience_policy: 'LEGACY', lenient_until: now() - 60 })],
    ['an end more than a year ahead', () => ({ audience_policy: 'LEGACY', lenient_until: now() + YEAR + 60 })],
    ['an end as text', () => ({ audience_policy: 'LEGACY', lenient_until: '2030-01-01' })],
    ['an end alone', () => ({ lenient_until: inSomeDays(1) })],
    ['an end beside STRICT', () => ({ audience_policy: 'STRICT', lenient_until: inSomeDays(1) })],
  ])('is refused with %s, whoever is to have it', async (_, body) => {
    const portal = await server.given.webApplication(world.provider);
    const site = await admin.call('createWebClient', {
      body: { name: 'Site', application: portal.identifier, ...signing() },
    });
    const { clientId } = world.app;
    const replies = [
      await changeApiClient(await apiClient(), body()),
      await changeApplication(portal.identifier, body()),
      await admin.request('updateWebClient', {
        parameters: { client_id: site.client_id },
        body: body(),
        ifMatch: '*',
      }),
      await admin.request('updateAppInstallation', { parameters: { client_id: clientId }, body: body() }),
      await admin.request('updateRegisteredClient', { parameters: { client_id: clientId }, body: body() }),
    ];
    for (const reply of replies) {
      expectRefusal(reply, 400, 'invalid_request');
      expect(reply.body).toMatchObject({ fields: { lenient_until: expect.any(String) } });
    }
  });

  it('holds until its end, and then the strict rule does', async () => {
    const clientId = await excepted(10);
    expect((await asks(clientId)).status).toBe(200);
    await later(9 * DAY, async () => expect((await asks(clientId)).status).toBe(200));
    await later(10 * DAY + 1, async () => {
      const { error_id } = expectRefusal(await asks(clientId), 401, 'invalid_client');
      const { checks } = await admin.call('readRefusal', { parameters: { error_id } });
      const [failed] = checks.filter(({ passed }) => !passed);
      expect(failed).toMatchObject({ check: 'aud', actual: `"${server.url + PATHS.token}"` });
      expect(failed!.expected).toMatch(/^"[^"]+\/oauth"; the exception for others ended at \d+$/);
      expect((await asks(clientId, server.issuer)).status).toBe(200);
    });
  });

  it('of an application holds for its installations until its end', async () => {
    const { identifier } = world.application;
    const rule = { audience_policy: 'LEGACY', lenient_until: inSomeDays(10) };
    expect((await changeApplication(identifier, rule)).status).toBe(200);
    expect((await registersWith(world.app, server.url)).status).toBe(200);
    await later(10 * DAY + 1, async () => {
      expectRefusal(await registersWith(world.app, server.url), 400, 'invalid_client');
    });
    expect((await changeApplication(identifier, { audience_policy: 'STRICT' })).status).toBe(200);
    expectRefusal(await registersWith(world.app, server.url), 400, 'invalid_client');
  });

  it('of an application is never one of installations that register later, also where it is extended', async () => {
    const application = await server.given.mobileApplication(world.provider);
    const { identifier } = application;
    const before = await server.given.appInstance(application);
    const made = await changeApplication(identifier, { audience_policy: 'LEGACY', lenient_until: inSomeDays(10) });
    const { lenient_since } = made.body as Application;
    expect(lenient_since).toEqual(expect.any(Number));
    await later(2, async () => {
      const newer = await server.given.appInstance(application);
      const works = async (app: MobileApp) => (await registersWith(app, server.url)).status === 200;
      const { error_id } = expectRefusal(await registersWith(newer, server.url), 400, 'invalid_client');
      const { checks } = await admin.call('readRefusal', { parameters: { error_id } });
      expect(checks.find(({ check }) => check === 'aud')).toMatchObject({ expected: `"${server.issuer}"` });
      expect((await registersWith(newer, server.issuer)).status).toBe(200);
      const extended = await changeApplication(identifier, { lenient_until: inSomeDays(30) });
      expect(extended.body).toMatchObject({ lenient_since });
      expect([await works(before), await works(newer)]).toEqual([true, false]);
      const shown = (await exceptions()).find((one) => one.identifier === identifier);
      expect(shown).toMatchObject({ lenient_since, clients_in_need: 1 });
      // Made anew it is for those that are there by now.
      expect((await changeApplication(identifier, { audience_policy: 'STRICT' })).body).toMatchObject({
        lenient_since: null,
      });
      await changeApplication(identifier, { audience_policy: 'LEGACY', lenient_until: inSomeDays(10) });
      expect([await works(before), await works(newer)]).toEqual([true, true]);
    });
  });

  it('of an application tells who was there before it from who came after it, within one second as well', async () => {
    await server.clock.standing(async () => {
      const application = await server.given.mobileApplication(world.provider);
      const before = await server.given.appInstance(application);
      const rule = { audience_policy: 'LEGACY', lenient_until: inSomeDays(10) };
      expect((await changeApplication(application.identifier, rule)).status).toBe(200);
      const after = await server.given.appInstance(application);
      expect((await registersWith(before, server.url)).status).toBe(200);
      expectRefusal(await registersWith(after, server.url), 400, 'invalid_client');
      expect((await registersWith(after, server.issuer)).status).toBe(200);
    });
  });

  it('is extended by its end alone, even where it is over', async () => {
    const clientId = await excepted(10);
    await later(20 * DAY, async () => {
      expectRefusal(await asks(clientId), 401, 'invalid_client');
      expect((await changeApiClient(clientId, { lenient_until: inSomeDays(30) })).status).toBe(200);
      expect((await asks(clientId)).status).toBe(200);
      expect((await changeApiClient(clientId, { lenient_until: now() + YEAR })).status).toBe(200);
    });
  });

  it('stays as it is through every other change, and is gone with the policy', async () => {
    const clientId = await excepted(10);
    const until = (await admin.call('readApiClient', { parameters: { client_id: clientId } })).lenient_until;
    await later(20 * DAY, async () => {
      const renamed = await changeApiClient(clientId, { name: 'Another name' });
      expect(renamed.body).toMatchObject({ audience_policy: 'LEGACY', lenient_until: until });
    });
    const strict = await changeApiClient(clientId, { audience_policy: 'STRICT' });
    expect(strict.body).toMatchObject({ audience_policy: 'STRICT', lenient_until: null });
  });

  it('outlives what a client changes of itself', async () => {
    const { clientId } = world.app;
    const rule = { audience_policy: 'LEGACY', lenient_until: inSomeDays(10) };
    await admin.call('updateRegisteredClient', { parameters: { client_id: clientId }, body: rule });
    const { registration_client_uri: address, registration_access_token: token } = world.app.registration.body;
    const change = { ...repeated(world.app.registration.body), client_name: 'Renamed' };
    expect((await new Registrar(server).call('PUT', address, token, change)).status).toBe(200);
    const read = await admin.call('readRegisteredClient', { parameters: { client_id: clientId } });
    expect(read).toMatchObject(rule);
  });
});

describe('Who still needs an exception', () => {
  it('is told by an event whenever an exception let a request in, and not where the issuer was named', async () => {
    const clientId = await excepted(10);
    expect((await asks(clientId, server.issuer)).status).toBe(200);
    expect(await eventsOf(clientId)).toEqual([]);
    for (const [index, audience] of [server.url + PATHS.token, server.url, server.url].entries()) {
      expect((await asks(clientId, audience)).status).toBe(200);
      expect(await eventsOf(clientId)).toHaveLength(index + 1);
    }
    const { lenient_until } = await admin.call('readApiClient', { parameters: { client_id: clientId } });
    const [event] = await eventsOf(clientId);
    expect(event).toMatchObject({ name: NEEDED, details: { exception_of: 'client', lenient_until } });
    expect(event!.request_id).toMatch(/./);
  });

  it('is not told of a request that was refused for another reason', async () => {
    const clientId = await excepted(10);
    const stranger = await DeviceKey.generate();
    const proof = await signed(stranger, clientId, server.url, now(), { header: { kid: key.kid } });
    expectRefusal(await tokenOf(server.url, proof, { grant_type: 'client_credentials' }), 401, 'invalid_client');
    expect(await eventsOf(clientId)).toEqual([]);
    expect((await inNeed()).some(({ client_id }) => client_id === clientId)).toBe(false);
  });

  it('says nothing about where installations come from that may be stateless', async () => {
    const application: Application = await server.given.mobileApplication(world.provider);
    const app = await server.given.appInstance(application);
    const lenient_until = inSomeDays(10);
    await changeApplication(application.identifier, { audience_policy: 'LEGACY', lenient_until });
    expect((await registersWith(app, server.url)).status).toBe(200);
    const [event] = await eventsOf(app.clientId);
    expect(event).toMatchObject({
      application: application.identifier,
      details: { exception_of: 'application', lenient_until },
    });
    expect(event).not.toHaveProperty('client_ip');
    expect(event).not.toHaveProperty('user_agent');
  });

  it('is listed, the latest first, with whose exception it is and when that ends', async () => {
    const application = await server.given.mobileApplication(world.provider);
    const [needs, conforms] = [
      await server.given.appInstance(application),
      await server.given.appInstance(application),
    ];
    const lenient_until = inSomeDays(20);
    await changeApplication(application.identifier, { audience_policy: 'LEGACY', lenient_until });
    expect((await registersWith(needs, server.url)).status).toBe(200);
    expect((await registersWith(conforms, server.issuer)).status).toBe(200);
    const own = await excepted(30);
    await later(25 * DAY, async () => {
      await asks(own);
      expect((await inNeed())[0]).toMatchObject({ client_id: own, kind: 'api', exception_of: 'client' });
    });
    const listed = await inNeed();
    expect(listed.find(({ client_id }) => client_id === needs.clientId)).toMatchObject({
      ...{ kind: 'instance', application: application.identifier, app_platform: 'ios', app_version: '1.0' },
      ...{ exception_of: 'application', lenient_until },
    });
    expect(listed.some(({ client_id }) => client_id === conforms.clientId)).toBe(false);

    const found = await exceptions();
    expect(found.map((one) => one.lenient_until)).toEqual(
      found.map((one) => one.lenient_until).toSorted((a, b) => a - b),
    );
    expect(found.find((one) => one.identifier === application.identifier)).toMatchObject({
      ...{ of: 'application', name: application.name, lenient_until, clients_in_need: 1 },
      last_needed_at: expect.any(Number),
    });
    expect(found.find((one) => one.identifier === own)).toMatchObject({ of: 'api', clients_in_need: 1 });
  });

  it('leaves the lists when nothing was needed for thirty days, and shows a client that lost its exception', async () => {
    const clientId = await excepted(50);
    await asks(clientId);
    await changeApiClient(clientId, { audience_policy: 'STRICT' });
    const shown = (await inNeed()).find(({ client_id }) => client_id === clientId);
    expect(shown).toMatchObject({ client_id: clientId, last_needed_at: expect.any(Number) });
    expect(shown).not.toHaveProperty('exception_of');
    expect((await exceptions()).some(({ identifier }) => identifier === clientId)).toBe(false);
    await later(31 * DAY, async () => {
      expect((await inNeed()).some(({ client_id }) => client_id === clientId)).toBe(false);
    });
  });

  it('is read page by page, each line once', async () => {
    for (let made = 0; made < 3; made += 1) await asks(await excepted(3));
    await server.noted();
    for (const list of ['listAudienceExceptions', 'listClientsInNeed'] as const) {
      const whole = (await admin.call(list, { query: { limit: '200' } })).items;
      const pieces: unknown[] = [];
      let cursor: string | undefined;
      do {
        const page = await admin.call(list, { query: { limit: '2', ...(cursor ? { cursor } : {}) } });
        pieces.push(...page.items);
        cursor = page.next_cursor;
      } while (cursor !== undefined);
      expect(pieces).toEqual(whole);
      expectRefusal(await admin.request(list, { query: { cursor: 'e30' } }), 400, 'invalid_request');
    }
  });
});
