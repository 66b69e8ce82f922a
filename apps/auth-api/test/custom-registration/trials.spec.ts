import {
  type Application,
  type CreateIdentityProvider,
  STATELESS_AUTHENTICATION_GRANT,
  type StartTrial,
  TRIAL_LIFETIME,
  TRIAL_REGISTRATIONS,
} from '@passant/contracts';
import { MobileApp, send } from '@passant/mobile-client';
import { ClientSweeper } from '../../src/upkeep/client-sweeper.js';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal, expectTokenHeaders } from '../support/expectations.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

/** A mobile application, and what a trial of it takes. */
async function world(changes: Partial<CreateIdentityProvider> = {}) {
  const provider = await server.given.provider(changes);
  const application = await server.given.mobileApplication(provider);
  const { identifier } = application;
  return {
    provider,
    application,
    start: (body: StartTrial = {}) => server.admin.call('startTrial', { parameters: { identifier }, body }),
    end: (id: string) => server.admin.request('endTrial', { parameters: { identifier, id } }),
    ask: (id: string, token: string) =>
      server.admin.call('introspectInTrial', { parameters: { identifier, id }, body: { token } }),
    complete: (app: MobileApp, request: object = STATELESS) => app.complete(provider.identifier, request),
  };
}

const install = (application: Application, initialAccessToken: string) =>
  MobileApp.install({
    serverUrl: server.url,
    now: () => server.clock.now(),
    initialAccessToken,
    application: application.identifier,
    kind: 'mobile',
    platform: 'ios',
    version: '1.0',
  });

const isThere = async (clientId: string) => (await server.store.clients.find(clientId)) !== undefined;
const sweep = () => server.app.get(ClientSweeper).sweep();
const trialsOf = async (application: Application) => {
  const { items } = await server.admin.call('listInitialAccessTokens', {
    query: { application: application.identifier },
  });
  return items.filter(({ trial }) => trial);
};

describe('A trial of a mobile application', () => {
  it('begins with an initial access token, and its installations pass through like all others', async () => {
    const { application, start, ask, complete } = await world();
    const [trial, now] = await server.clock.standing(async () => [await start(), server.clock.now()] as const);
    expect(trial).toMatchObject({ registrations: TRIAL_REGISTRATIONS, expires_at: now + TRIAL_LIFETIME });
    const app = await install(application, trial.initial_access_token);
    expect(app.registration.status).toBe(201);
    const { status, body } = await complete(app);
    expect({ status, body }).toMatchObject({ status: 200, body: { status: 2000 } });
    expect(await ask(trial.id, body.oauth_token!.access_token)).toMatchObject({
      active: true,
      client_id: app.clientId,
      sub: 'TestClientUserId',
      user_details: { firstName: 'John' },
      app_identifier: application.identifier,
      amr: ['STATELESS_AUTHENTICATION'],
    });
  });

  it('tells its sample resource server exactly what an API client of the application is told', async () => {
    const { application, start, ask, complete } = await world();
    const trial = await start();
    const app = await install(application, trial.initial_access_token);
    const token = (await complete(app)).body.oauth_token!.access_token;
    const resourceServer = await server.given.resourceServer({ applications: [application.identifier] });
    expect(await ask(trial.id, token)).toEqual(await resourceServer.introspect(token));
  });

  it('answers with the headers of an answer that contains a token', async () => {
    const { application } = await world();
    const parameters = { identifier: application.identifier };
    const reply = await server.admin.request('startTrial', { parameters, body: {} });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expectTokenHeaders(
      await server.admin.request('introspectInTrial', {
        parameters: { ...parameters, id: (reply.body as { id: string }).id },
        body: { token: 'x' },
      }),
    );
  });

  it('marks its token and its installations wherever they are shown', async () => {
    const { application, start } = await world();
    const trial = await start();
    const app = await install(application, trial.initial_access_token);
    expect(await trialsOf(application)).toMatchObject([{ id: trial.id, uses: 1, clients: 1 }]);
    const read = await server.admin.call('readAppInstallation', { parameters: { client_id: app.clientId } });
    expect(read).toMatchObject({ trial: true, expires_at: trial.expires_at });
    const other = await server.given.appInstance(application);
    const ordinary = await server.admin.call('readAppInstallation', { parameters: { client_id: other.clientId } });
    expect(ordinary).not.toHaveProperty('trial');
  });

  it('is not counted among the runs of the scripts', async () => {
    const { application, provider, start, complete } = await world();
    const app = await install(application, (await start()).initial_access_token);
    expect((await complete(app)).status).toBe(200);
    const parameters = { identifier: provider.identifier };
    expect((await server.admin.call('readScriptActivity', { parameters })).outcomes).toEqual([]);
    expect((await complete(await server.given.appInstance(application))).status).toBe(200);
    expect((await server.admin.call('readScriptActivity', { parameters })).outcomes).toMatchObject([{ runs: 1 }]);
  });
});

describe('A trial with the switch off', () => {
  it('is refused as if stateless authentication were off, and nobody else is', async () => {
    const { application, start, complete } = await world();
    const tried = await install(application, (await start({ stateless_off: true })).initial_access_token);
    const { error_id } = expectRefusal(await complete(tried), 400, 'unauthorized_client');
    const { checks } = await server.admin.call('readRefusal', { parameters: { error_id } });
    expect(checks.at(-1)).toEqual({
      check: 'grant allowed',
      expected: 'stateless grant for this client',
      actual: 'Stateless authentication is not enabled for this application.',
      passed: false,
    });
    expect((await complete(await server.given.appInstance(application))).status).toBe(200);
  });
});

describe('The end of a trial', () => {
  it('takes its installations and their tokens along, and leaves the others', async () => {
    const { application, start, end, ask, complete } = await world();
    const trial = await start();
    const another = await start();
    const app = await install(application, trial.initial_access_token);
    const stays = await install(application, another.initial_access_token);
    const token = (await complete(app)).body.oauth_token!.access_token;
    const resourceServer = await server.given.resourceServer();
    expect((await end(trial.id)).status).toBe(204);
    expect(await isThere(app.clientId)).toBe(false);
    expect(await isThere(stays.clientId)).toBe(true);
    expect(await resourceServer.introspect(token)).toEqual({ active: false });
    expect(await ask(trial.id, token)).toEqual({ active: false });
    expect(await trialsOf(application)).toMatchObject([{ id: another.id }]);
    const late = await install(application, trial.initial_access_token);
    expectRefusal(late.registration, 401, 'invalid_token');
    expectRefusal(await end(trial.id), 404, 'not_found');
  });

  it('comes by itself, whether its installations were used, have a profile or hold a live token', async () => {
    const { application, start, complete } = await world();
    const trial = await start();
    const app = await install(application, trial.initial_access_token);
    const unused = await install(application, trial.initial_access_token);
    await server.clock.later(TRIAL_LIFETIME - 60, async () => {
      expect((await complete(app)).status).toBe(200);
      expect((await complete(app, { profile_id: 'AAAAAA' })).status).toBe(200);
      await server.noted();
      await sweep();
    });
    expect(await isThere(app.clientId)).toBe(true);
    await server.clock.later(TRIAL_LIFETIME, sweep);
    expect(await isThere(app.clientId)).toBe(false);
    expect(await isThere(unused.clientId)).toBe(false);
    expect(await trialsOf(application)).toEqual([]);
    const { items } = await server.admin.call('listEvents', { query: { client_id: app.clientId } });
    expect(items[0]).toMatchObject({ name: 'DYNAMIC_REG_DELETED', details: { reason: 'trial over' } });
  });

  it('is there when its time is over, whether or not anything has been deleted yet', async () => {
    const { start, application, complete } = await world();
    const trial = await start();
    const app = await install(application, trial.initial_access_token);
    const given: string[] = [];
    await server.clock.later(TRIAL_LIFETIME - 60, async () => {
      for (const request of [STATELESS, { profile_id: 'AAAAAA' }]) {
        const { access_token, expires_in } = (await complete(app, request)).body.oauth_token!;
        expect(expires_in).toBeLessThanOrEqual(60);
        given.push(access_token);
      }
    });
    const resourceServer = await server.given.resourceServer();
    await server.clock.later(TRIAL_LIFETIME, async () => {
      expect(await isThere(app.clientId)).toBe(true);
      // The session of the administrator is over as well.
      const admin = await AdminApi.signIn(server.url, ADMIN);
      const parameters = { identifier: application.identifier, id: trial.id };
      for (const token of given) {
        expect(await resourceServer.introspect(token)).toEqual({ active: false });
        expect(await admin.call('introspectInTrial', { parameters, body: { token } })).toEqual({ active: false });
      }
      expectRefusal(await complete(app), 400, 'invalid_client');
      expectRefusal(
        await send('GET', app.registration.body.registration_client_uri, {
          headers: { authorization: `Bearer ${app.registration.body.registration_access_token}` },
        }),
        401,
        'invalid_token',
      );
    });
  });

  it('is no reason to keep an application', async () => {
    const { application, start } = await world();
    const app = await install(application, (await start()).initial_access_token);
    const parameters = { identifier: application.identifier };
    expect((await server.admin.request('deleteApplication', { parameters })).status).toBe(204);
    expect(await isThere(app.clientId)).toBe(false);
  });

  it('does not come when the application cannot be deleted because of others', async () => {
    const { application, start } = await world();
    const app = await install(application, (await start()).initial_access_token);
    await server.given.appInstance(application);
    const parameters = { identifier: application.identifier };
    expectRefusal(await server.admin.request('deleteApplication', { parameters }), 409, 'conflict');
    expect(await isThere(app.clientId)).toBe(true);
  });
});

describe('What a trial refuses', () => {
  it('is to look at tokens that are not its own', async () => {
    const { application, start, ask, complete } = await world();
    const trial = await start();
    const another = await start();
    const app = await install(application, another.initial_access_token);
    const others = (await complete(app)).body.oauth_token!.access_token;
    const everyday = (await complete(await server.given.appInstance(application))).body.oauth_token!.access_token;
    for (const token of [others, everyday, 'no token']) expect(await ask(trial.id, token)).toEqual({ active: false });
    expect(await ask(another.id, others)).toMatchObject({ active: true });
    const elsewhere = await world();
    expect(await elsewhere.ask(another.id, others)).toEqual({ active: false });
  });

  it.each([
    ['an application that is none', 'nobody', 404, 'not_found'],
    ['a web application', 'web', 409, 'conflict'],
  ] as const)('is %s', async (_, which, status, code) => {
    const { provider } = await world();
    const identifier = which === 'web' ? (await server.given.webApplication(provider)).identifier : which;
    expectRefusal(await server.admin.request('startTrial', { parameters: { identifier }, body: {} }), status, code);
  });

  it('is to end with the trial of another application, or with an initial access token that is none', async () => {
    const { application, start } = await world();
    const trial = await start();
    const elsewhere = await world();
    expectRefusal(await elsewhere.end(trial.id), 404, 'not_found');
    const ordinary = await server.admin.call('createInitialAccessToken', {
      body: { application: application.identifier },
    });
    const parameters = { identifier: application.identifier, id: ordinary.id };
    expectRefusal(await server.admin.request('endTrial', { parameters }), 404, 'not_found');
  });
});
