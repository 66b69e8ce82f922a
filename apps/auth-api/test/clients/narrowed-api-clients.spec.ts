import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { type ApiScope, PATHS } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { NARROWING, type Narrowing } from '../../src/client-auth/api-scope.guard.js';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { MobileWorld } from '../support/mobile-world.js';
import type { ResourceServer } from '../support/resource-server.js';

const SCOPES: ApiScope[] = [
  'onegini_api_token_introspection',
  'onegini_api_events',
  'onegini_api_user_registration',
  'onegini_api_mobile_authentication',
  'onegini_api_config',
];
const SCRIPTS = {
  complete: `function execute() { return { status: 2000, user: { id: 'jane' } }; }`,
  backchannel: `function execute() { return { status: 2000 }; }`,
};

let server: AuthServer;
let world: MobileWorld;
/** A call of each endpoint, about something that belongs to `world`'s application. */
let probes: Record<string, { narrowing: Narrowing; ask: (caller: ResourceServer) => Promise<Exchange> }>;

beforeAll(async () => {
  server = await AuthServer.start();
  world = await MobileWorld.create(server);
  const provider = await server.given.provider({ scripts: SCRIPTS });
  const application = await server.given.mobileApplication(provider);
  const app = await server.given.appInstance(application);
  const reply = await app.complete(provider.identifier, {
    profile_id: 'AAAAAA',
    grant_type: 'urn:onewelcome:oauth2:grant_type:stateless_authentication',
  });
  const token = reply.body.oauth_token!.access_token;
  const { userId, enrolled } = await world.enrolledPerson();
  mine = [application.identifier, world.application.identifier];

  const form = (path: string, members: Record<string, string>) => (caller: ResourceServer) =>
    send('POST', server.url + path, { headers: { authorization: caller.basic }, form: members });
  const json = (path: string, body: unknown) => (caller: ResourceServer) =>
    send('POST', server.url + path, { headers: { authorization: caller.basic }, json: body });
  const get = (path: string) => (caller: ResourceServer) =>
    send('GET', server.url + path, { headers: { authorization: caller.basic } });
  const question = { type: 'push', user_id: userId, message: 'Pay?' };
  const started = (await form(PATHS.authenticateUser, question)(await caller(mine))).body as { transaction_id: string };
  probes = {
    'POST /oauth/api/v1/token/introspect': {
      narrowing: 'tokens',
      ask: form('/oauth/api/v1/token/introspect', { token }),
    },
    'POST /oauth/api/v2/token/introspect': {
      narrowing: 'tokens',
      ask: form('/oauth/api/v2/token/introspect', { token }),
    },
    'POST /oauth/api/v2/token/introspect/batch': {
      narrowing: 'tokens',
      ask: json('/oauth/api/v2/token/introspect/batch', { tokens: [token] }),
    },
    'GET /oauth/api/v2/token/ended': { narrowing: 'tokens', ask: get(PATHS.endedTokens) },
    'GET /oauth/api/v1/events': {
      narrowing: 'events',
      ask: async (who) => {
        await server.noted();
        return get(
          `/oauth/api/v1/events?client_id=${app.clientId}&event_type=STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS`,
        )(who);
      },
    },
    'POST /oauth/api/v3/custom-registration/:provider/backchannel': {
      narrowing: 'providers',
      ask: json(PATHS.customRegistrationBackchannel(provider.identifier), {}),
    },
    'POST /oauth/api/v4/authenticate/user': { narrowing: 'people', ask: form(PATHS.authenticateUser, question) },
    'GET /oauth/api/v4/authenticate/transaction/:id': {
      narrowing: 'people',
      ask: get(PATHS.authenticationResult(started.transaction_id)),
    },
    'GET /oauth/api/v4/authenticate/user/:user/enabled': {
      narrowing: 'people',
      ask: get(PATHS.authenticationOf(userId)),
    },
    'GET /oauth/api/v4/authenticate/user/:user/device/:device/enabled': {
      narrowing: 'people',
      ask: get(PATHS.authenticationOn(userId, enrolled.device_id)),
    },
  };
});
afterAll(() => server.close());

let mine: string[] = [];
const caller = (applications: string[]) => server.given.resourceServer({ scopes: SCOPES, applications });

/** Every endpoint for API clients, with the narrowing that its controller declares. */
function declared(): Record<string, Narrowing | undefined> {
  const endpoints: Record<string, Narrowing | undefined> = {};
  for (const module of server.app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      const base = String(Reflect.getMetadata(PATH_METADATA, metatype as object));
      if (!base.startsWith('oauth/api')) continue;
      const narrowing = Reflect.getMetadata(NARROWING, metatype as object) as Narrowing | undefined;
      const prototype = (metatype as { prototype: Record<string, object> }).prototype;
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const method = Reflect.getMetadata(METHOD_METADATA, prototype[name]!) as RequestMethod | undefined;
        if (method === undefined) continue;
        const path = String(Reflect.getMetadata(PATH_METADATA, prototype[name]!)).replace(/^\/$/, '');
        endpoints[`${RequestMethod[method]} /${base}${path && `/${path}`}`] = narrowing;
      }
    }
  }
  return endpoints;
}

describe('An endpoint for API clients', () => {
  it('says how it narrows, each of them', () => {
    const expected = Object.fromEntries(
      Object.entries(probes).map(([endpoint, { narrowing }]) => [endpoint, narrowing]),
    );
    expect(declared()).toEqual(expected);
  });

  it('answers one that is narrowed to the application as one that is narrowed to none', async () => {
    const [narrowed, wide] = [await caller(mine), await caller([])];
    for (const [endpoint, { ask }] of Object.entries(probes)) {
      // A transaction belongs to the portal that started it; what becomes of it has a spec of its own, mobile-portal.
      if (endpoint.includes('/transaction/')) continue;
      const [first, second] = [await ask(narrowed), await ask(wide)];
      expect({ endpoint, status: first.status }).toEqual({ endpoint, status: 200 });
      expect({ endpoint, status: second.status }).toEqual({ endpoint, status: 200 });
    }
  });

  it('keeps everything from one that is narrowed to another application', async () => {
    const other = await server.given.mobileApplication(await server.given.provider());
    const stranger = await caller([other.identifier]);
    const answers: Record<string, unknown> = {};
    for (const [endpoint, { ask }] of Object.entries(probes)) {
      const { status, body } = await ask(stranger);
      answers[endpoint] = status === 200 ? body : status;
    }
    expect(answers).toEqual({
      'POST /oauth/api/v1/token/introspect': { active: false },
      'POST /oauth/api/v2/token/introspect': { active: false },
      'POST /oauth/api/v2/token/introspect/batch': { results: [{ active: false }] },
      // Every new listener is told to forget everything.
      'GET /oauth/api/v2/token/ended': expect.objectContaining({ ended: [] }),
      'GET /oauth/api/v1/events': expect.objectContaining({ result_set: [] }),
      'POST /oauth/api/v3/custom-registration/:provider/backchannel': 403,
      'POST /oauth/api/v4/authenticate/user': 404,
      'GET /oauth/api/v4/authenticate/transaction/:id': 404,
      'GET /oauth/api/v4/authenticate/user/:user/enabled': expect.anything(),
      'GET /oauth/api/v4/authenticate/user/:user/device/:device/enabled': { enabled: [] },
    });
    expect(JSON.stringify(answers['GET /oauth/api/v4/authenticate/user/:user/enabled'])).not.toContain('push');
  });

  it('of the admin API is for none that is narrowed', async () => {
    const token = async ({ clientId, secret }: ResourceServer) => {
      const reply = await send<{ access_token: string }>('POST', server.url + PATHS.token, {
        headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
        form: { grant_type: 'client_credentials', scope: 'onegini_api_config' },
      });
      return reply.body.access_token;
    };
    const read = async (who: ResourceServer) =>
      send('GET', `${server.url}/admin/api/v1/applications`, {
        headers: { authorization: `Bearer ${await token(who)}` },
      });
    expect((await read(await caller([]))).status).toBe(200);
    expectRefusal(await read(await caller(mine)), 403, 'forbidden');
  });
});
