import { Approval, type Overview, PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { DeviceKey, send } from '@passant/mobile-client';
import { hashPassword } from '../../src/admin-access/password.js';
import { WebHooks } from '../../src/web-hooks/web-hooks.js';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { PASSWORD } from '../support/given.js';
import { HookServer } from '../support/hook-server.js';
import { givenHook, hookedApp } from '../support/hooked-app.js';
import { basic, signed, tokenOf } from '../support/token-client.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
const DAY = 86_400;

let server: AuthServer;
let hookServer: HookServer;
beforeAll(async () => {
  hookServer = await HookServer.start();
  server = await AuthServer.start();
});
afterAll(async () => {
  await server.close();
  await hookServer.close();
});

async function overview(admin = server.admin): Promise<Overview> {
  await server.noted();
  return admin.call('readOverview');
}

async function concerns<Kind extends Overview['concerns'][number]['kind']>(kind: Kind, admin = server.admin) {
  return (await overview(admin)).concerns.filter((concern) => concern.kind === kind);
}

/** The session of an administrator ends sooner than what is tested here. */
const later = (seconds: number, work: (admin: AdminApi) => Promise<void>) =>
  server.clock.later(seconds, async () => work(await AdminApi.signIn(server.url, ADMIN)));

const latestHour = async () => (await overview()).hours.at(-1)!;

describe('The overview of what runs', () => {
  it('is empty on a new server', async () => {
    expect(await server.admin.call('readOverview')).toEqual({
      concerns: [],
      hours: [],
      in_progress: { scripts_executing: 0, scripts_waiting: 0, writes_waiting: expect.any(Number) as number },
      refusals: [],
    });
  });

  it('counts registrations by outcome and the time of scripts, hour by hour, for a week', async () => {
    const complete = `function execute(data) {
      if (data === 'x') throw new Error('down');
      return data === 'again' ? { status: 4001 } : { status: 2000, user: { id: data } };
    }`;
    const { app, provider } = await server.given.statelessWorld(
      await server.given.provider({
        flow: 'TWO_STEP',
        scripts: { init: 'function execute() { return { status: 2000 }; }', complete },
      }),
    );
    const registered = async (data: string) => {
      const { transaction_id } = (await app.init(provider.identifier)).body;
      return app.complete(provider.identifier, { ...STATELESS, transaction_id, data });
    };
    const now = await server.clock.standing(async () => {
      for (const data of ['canary-person', 'canary-person', 'again', 'x']) await registered(data);
      return server.clock.now();
    });
    const { hours } = await server.admin.call('readOverview');
    expect(hours).toEqual([
      {
        hour: now - (now % 3600),
        registrations: { valid: 2, retry: 1, unrecoverable: 0, failed: 1 },
        runs: 8,
        mean_ms: expect.any(Number) as number,
        longest_ms: expect.any(Number) as number,
        turned_away: 0,
        introspections: { active: 0, inactive: 0 },
        refusals: [{ error: 'server_error', times: 1 }],
      },
    ]);
    expect(hours[0]!.mean_ms).toBeGreaterThan(0);
    expect(hours[0]!.longest_ms).toBeGreaterThanOrEqual(Math.floor(hours[0]!.mean_ms!));
    await later(8 * DAY, async (admin) => expect((await admin.call('readOverview')).hours).toEqual([]));
  });

  it('counts introspections and refusals by code, however many, but not what the console is refused', async () => {
    const { app, provider } = await server.given.statelessWorld();
    const { body } = await app.complete(provider.identifier, STATELESS);
    const asking = await server.given.resourceServer();
    const before = await latestHour();
    for (let i = 0; i < 8; i += 1) await app.complete('nowhere', STATELESS);
    await asking.introspect(body.oauth_token!.access_token);
    await asking.introspect('no token');
    await send('GET', `${server.url}/admin/api/v1/overview`);
    await send('GET', `${server.url}/no/such/address`);
    const after = await latestHour();
    expect(after.introspections.active - before.introspections.active).toBe(1);
    expect(after.introspections.inactive - before.introspections.inactive).toBe(1);
    expect(after.refusals).toContainEqual({ error: 'invalid_idp_identifier', times: 8 });
    expect(after.refusals.map(({ error }) => error)).not.toContain('unauthorized');
    expect(after.refusals.map(({ error }) => error)).not.toContain('not_found');
  });
});

describe('The overview of what is wrong now', () => {
  it('names a provider whose scripts fail, with how many of its runs, for a day', async () => {
    const script = "function execute(data) { if (data === 'x') throw new Error('down'); return { status: 4001 }; }";
    const { app, provider } = await server.given.statelessWorld(
      await server.given.provider({ name: 'Shaky scheme', scripts: { complete: script } }),
    );
    const named = async (admin?: AdminApi) =>
      (await concerns('failing_scripts', admin)).filter(
        (concern) => 'name' in concern && concern.name === provider.name,
      );
    await app.complete(provider.identifier, { ...STATELESS, data: 'a person who is told to try again' });
    expect(await named()).toEqual([]);
    await app.complete(provider.identifier, { ...STATELESS, data: 'x' });
    const failing = {
      kind: 'failing_scripts',
      identity_provider: provider.identifier,
      name: 'Shaky scheme',
      runs: 2,
      failed: 1,
    };
    expect(await named()).toEqual([failing]);
    await later(DAY + 3600, async (admin) => expect(await named(admin)).toEqual([]));
  });

  it('names an exception that ends soon and that somebody needs', async () => {
    const key = await DeviceKey.generate();
    const { client_id } = await server.admin.call('createApiClient', {
      body: {
        name: 'Old back end',
        scopes: ['onegini_api_events'],
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [key.publicJwk] },
      },
    });
    const ends = server.clock.now() + 29 * DAY;
    await server.admin.call('updateApiClient', {
      parameters: { client_id },
      body: { audience_policy: 'LEGACY', lenient_until: ends },
      ifMatch: '*',
    });
    expect(await concerns('ending_exception')).toEqual([]);
    const proof = await signed(key, client_id, server.url + PATHS.token, server.clock.now());
    expect((await tokenOf(server.url, proof, { grant_type: 'client_credentials' })).status).toBe(200);
    expect(await concerns('ending_exception')).toEqual([
      {
        kind: 'ending_exception',
        of: 'api',
        identifier: client_id,
        name: 'Old back end',
        clients_in_need: 1,
        ends_at: ends,
      },
    ]);
  });

  it('names an initial access token in its last week, unless it is used up, revoked or was made for a week', async () => {
    const create = (label: string, days: number) =>
      server.admin.call('createInitialAccessToken', { body: { label, expires_in: days * DAY } });
    const lasting = await create('Lasting', 30);
    const revoked = await create('Revoked', 30);
    await create('Short', 7);
    await server.admin.call('revokeInitialAccessToken', { parameters: { id: revoked.id } });
    expect(await concerns('ending_token')).toEqual([]);
    await later(24 * DAY, async (admin) =>
      expect(await concerns('ending_token', admin)).toEqual([
        { kind: 'ending_token', id: lasting.id, label: 'Lasting', ends_at: lasting.expires_at },
      ]),
    );
  });

  it('names keys that have signed for almost a year', async () => {
    expect(await concerns('aged_key')).toEqual([]);
    await later(335 * DAY, async (admin) => {
      const aged = await concerns('aged_key', admin);
      expect(aged.map((concern) => 'algorithm' in concern && concern.algorithm).sort()).toEqual(['ES256', 'RS256']);
    });
  });

  it('shows the latest refusals, newest first, with the check that failed, for fifteen minutes', async () => {
    const { app, provider, application } = await server.given.statelessWorld();
    const first = await app.complete('nowhere', STATELESS);
    const second = await app.complete(provider.identifier, { ...STATELESS, scope: ['admin'] });
    const [newest, before] = (await overview()).refusals;
    expect(newest).toEqual({
      error_id: second.headers.get('x-request-id'),
      error: 'invalid_scope',
      description: expect.any(String) as string,
      check: 'scope',
      application: application.identifier,
      occurred: expect.any(Number) as number,
    });
    expect(before).toMatchObject({ error_id: first.headers.get('x-request-id'), check: 'identity provider' });
    await later(901, async (admin) => {
      const ids = (await overview(admin)).refusals.map(({ error_id }) => error_id);
      expect(ids).not.toContain(newest!.error_id);
    });
  });

  it('shows no question of the console whether somebody is signed in, but whatever else is asked without a session', async () => {
    const question = await send('GET', `${server.url}/admin/api/v1/session`);
    const request = await send('GET', `${server.url}/admin/api/v1/applications`);
    expectRefusal(question, 401, 'unauthorized');
    const shown = (await overview()).refusals.map(({ error_id }) => error_id);
    expect(shown).toContain(request.headers.get('x-request-id'));
    expect(shown).not.toContain(question.headers.get('x-request-id'));
  });

  it('says nothing about a person', async () => {
    const { app, provider } = await server.given.statelessWorld();
    await app.complete(provider.identifier, { ...STATELESS, data: 'canary-person', scope: ['canary-scope'] });
    expect(JSON.stringify(await overview())).not.toMatch(/canary-person|client_id|user/);
  });

  it('says how many requests wait for a second administrator, to those who may approve them', async () => {
    const own = await AuthServer.start();
    try {
      const start = own.clock.now();
      const { email } = await own.given.administrator('Admin');
      own.clock.moveOn(7 * DAY + 1);
      const asking = await AdminApi.signIn(own.url, ADMIN);
      const approving = await AdminApi.signIn(own.url, { email, password: PASSWORD });
      const given = own.givenBy(asking);
      const [auditor, operator] = [await given.administrator('Auditor'), await given.administrator('Operator')];
      const young = await given.administrator('Admin');
      const { clientId, secret } = await given.resourceServer({ scopes: ['onegini_api_config'] });
      const { body: token } = await tokenOf(own.url, basic(clientId, secret), { grant_type: 'client_credentials' });
      const byClient = () =>
        send<Overview>('GET', `${own.url}/admin/api/v1/overview`, {
          headers: { authorization: `Bearer ${token.access_token}` },
        });
      const told = (admin: AdminApi) => concerns('waiting_approvals', admin);
      await asking.call('updateSecondApproval', { body: { required: true } });
      const ask = async (identifier: string) => {
        await asking.call('createScope', { body: { identifier, description: 'canary-scope' } });
        return Approval.parse((await asking.request('deleteScope', { parameters: { identifier } })).body);
      };
      expect(await told(approving)).toEqual([]);
      const first = await ask('first');
      expect(first.asked_at).toBeGreaterThan(start);
      own.clock.moveOn(60);
      const second = await ask('second');
      const waiting = { kind: 'waiting_approvals', requests: 2, ends_at: first.expires_at };
      expect(await told(approving)).toEqual([waiting]);
      for (const other of [asking, young, auditor, operator]) expect(await told(other)).toEqual([]);
      expect((await byClient()).body.concerns).toEqual([]);
      await approving.call('refuseRequest', { parameters: { id: first.id } });
      expect(await told(approving)).toEqual([{ ...waiting, requests: 1, ends_at: second.expires_at }]);
      own.clock.moveOn(DAY + 1);
      expect(await told(await AdminApi.signIn(own.url, { email, password: PASSWORD }))).toEqual([]);
    } finally {
      await own.close();
    }
  });

  it('is for administrators who run the server', async () => {
    const account = { email: 'helper@example.com', password: 'correct-horse-battery' };
    await server.database.dataSource.query(
      `INSERT INTO admin_account (email, password_hash, role, created_at) VALUES ($1, $2, 'Helpdesk', 1)`,
      [account.email, await hashPassword(account.password)],
    );
    const helpdesk = await AdminApi.signIn(server.url, account);
    expectRefusal(await helpdesk.request('readOverview'), 403, 'forbidden');
    expectRefusal(await send('GET', `${server.url}/admin/api/v1/overview`), 401, 'unauthorized');
  });

  it('names a hook whose breaker is open, at whichever instance, until it may be asked again', async () => {
    const hook = await givenHook(server, hookServer, { name: 'Silent rules' });
    const { complete } = await hookedApp(server, [hook]);
    hookServer.answers({}, 500);
    const beside = await AdminApi.signIn(await server.startBeside(), ADMIN);
    for (let i = 0; i < 5; i += 1) expectRefusal(await complete(STATELESS), 503, 'temporarily_unavailable');
    const open = { kind: 'open_breaker', hook: hook.id, name: 'Silent rules' };
    expect(await concerns('open_breaker')).toEqual([open]);
    // The other instance knows of it once a call was stopped, which is written down.
    expectRefusal(await complete(STATELESS), 503, 'temporarily_unavailable');
    await server.app.get(WebHooks).flush();
    expect(await concerns('open_breaker', beside)).toEqual([open]);
    await later(31, async (admin) => expect(await concerns('open_breaker', admin)).toEqual([]));
  });
});
