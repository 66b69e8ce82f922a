import { PATHS, STATELESS_AUTHENTICATION_GRANT, type TestClock } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { decodeJwt } from 'jose';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { AdminApi } from '../support/admin-api.js';
import { BasicApp } from '../support/basic-app.js';
import { Browser } from '../support/browser.js';
import { expectRefusal } from '../support/expectations.js';
import { Given } from '../support/given.js';
import { obedientWorld } from '../support/login-pages.js';
import { MobileWorld } from '../support/mobile-world.js';
import { BACK_END, MASTER_TOKEN, Registrar, informationOf, repeated } from '../support/registrar.js';
import { basic, signed, tokenOf } from '../support/token-client.js';
import { signIn } from '../support/web-world.js';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start({
    PASSANT_TEST_CLOCK: 'on',
    PASSANT_MASTER_TOKEN: MASTER_TOKEN,
    PASSANT_EVENT_RETENTION_DAYS: '20',
  });
});
afterAll(() => server.close());

const moveTo = (body: unknown, headers: Record<string, string> = {}): Promise<Exchange<TestClock>> =>
  send('PUT', server.url + PATHS.testClock, { json: body, headers });

/** Whether the thing is still good. Call it once only, because some things can be used only once. */
type Probe = () => Promise<boolean>;

const isActive = async (token: string): Promise<Probe> => {
  const resourceServer = await server.given.resourceServer();
  return async () => (await resourceServer.introspect(token)).active;
};

/** Everything that ends by itself: when it is last good, when it is over (seconds on the clock), and how it is made. */
const ENDING: [what: string, lastGood: number, over: number, make: () => Promise<Probe>][] = [
  [
    'what a script has stored for a minute',
    30,
    90,
    async () => {
      const complete = `async function execute(data) {
        if (data === 'store') await CACHE.store('key', 'kept', 60);
        return { status: 2000, responsePayload: await CACHE.fetch('key'), user: { id: 'anna' } };
      }`;
      const { app, provider } = await server.given.statelessWorld(
        await server.given.provider({ scripts: { complete } }),
      );
      const run = (data: string) =>
        app.complete(provider.identifier, { profile_id: 'AAAAAA', grant_type: STATELESS_AUTHENTICATION_GRANT, data });
      await run('store');
      return async () => (await run('look')).body.data === 'kept';
    },
  ],
  [
    'an authorization code',
    30,
    90,
    async () => {
      const { client } = await obedientWorld(server);
      const code = await signIn(server, client, 'anna');
      return async () => (await client.exchange(code)).status === 200;
    },
  ],
  [
    'a registration transaction',
    4 * MINUTE,
    6 * MINUTE,
    async () => {
      const { app, provider } = await server.given.statelessWorld(await server.given.twoStepProvider());
      const { transaction_id } = (await app.init(provider.identifier, { data: 'x' })).body;
      return async () =>
        (await app.complete(provider.identifier, { transaction_id, profile_id: 'AAAAAA', data: 'right' })).status ===
        200;
    },
  ],
  [
    'a client assertion',
    4 * MINUTE,
    6 * MINUTE,
    async () => {
      const app = await server.given.appInstance(await server.given.mobileApplication(await server.given.provider()));
      const proof = await signed(app.key, app.clientId, server.issuer, server.clock.now());
      const form = { grant_type: 'refresh_token', refresh_token: 'unknown' };
      return async () => (await tokenOf(server.url, proof, form)).status === 400;
    },
  ],
  [
    'a question to a person’s phone',
    4 * MINUTE,
    6 * MINUTE,
    async () => {
      const world = await MobileWorld.create(server);
      const { device, userId } = await world.enrolledPerson();
      await world.portal.ask({ user_id: userId, message: 'Is it you?' });
      return async () => (await device.pending()).body.transactions.length === 1;
    },
  ],
  [
    'a login page',
    9 * MINUTE,
    11 * MINUTE,
    async () => {
      const { client } = await obedientWorld(server);
      const page = await new Browser(server.url).open(client.request());
      return async () => (await page.send('answer', { data: 'anna' })).status === 200;
    },
  ],
  [
    'an initial access token of ten minutes',
    9 * MINUTE,
    11 * MINUTE,
    async () => {
      const application = await server.given.mobileApplication(await server.given.provider());
      const token = await server.given.initialAccessToken(application, { expires_in: 600 });
      return async () =>
        (await new Registrar(server).register(token, { software_id: application.identifier })).status !== 401;
    },
  ],
  [
    'an access token',
    14 * MINUTE,
    16 * MINUTE,
    async () => {
      const { app, provider } = await server.given.statelessWorld();
      const request = { profile_id: 'AAAAAA', grant_type: STATELESS_AUTHENTICATION_GRANT };
      return isActive((await app.complete(provider.identifier, request)).body.oauth_token!.access_token);
    },
  ],
  [
    'an access token of an API client',
    14 * MINUTE,
    16 * MINUTE,
    async () => {
      const { clientId, secret } = await server.given.resourceServer({ scopes: ['onegini_api_admin'] });
      const proof = basic(clientId, secret);
      const { body } = await tokenOf(server.url, proof, { grant_type: 'client_credentials' });
      const headers = { authorization: `Bearer ${(body as { access_token: string }).access_token}` };
      return async () => (await send('GET', `${server.url}/admin/api/v1/scopes`, { headers })).status === 200;
    },
  ],
  [
    'the checks of a refusal',
    14 * MINUTE,
    16 * MINUTE,
    async () => {
      const { app } = await server.given.statelessWorld();
      const { body } = await app.complete('nowhere', { profile_id: 'AAAAAA' });
      const parameters = { error_id: (body as unknown as { error_id: string }).error_id };
      await server.noted();
      return async () => {
        const admin = await AdminApi.signIn(server.url, ADMIN);
        return (await admin.request('readRefusal', { parameters })).status === 200;
      };
    },
  ],
  [
    'a client secret that was replaced',
    29 * MINUTE,
    31 * MINUTE,
    async () => {
      const registrar = new Registrar(server);
      const client = await registrar.client(BACK_END);
      const change = { ...repeated(client), client_secret: client.client_secret };
      informationOf(await registrar.change(client, change));
      return () => registrar.authenticates(client, client.client_secret!);
    },
  ],
  [
    'an administrator’s session that nobody uses',
    59 * MINUTE,
    61 * MINUTE,
    async () => {
      const admin = await AdminApi.signIn(server.url, ADMIN);
      return async () => (await admin.request('readSession')).status === 200;
    },
  ],
  [
    'a client that was given a day',
    DAY - HOUR,
    DAY + HOUR,
    async () => {
      const application = await server.given.mobileApplication(await server.given.provider());
      const body = { application: application.identifier, client_lifetime: DAY };
      const { initial_access_token } = await server.admin.call('createInitialAccessToken', { body });
      const app = await BasicApp.install(server.url, application, initial_access_token);
      return isKnown(app.clientId);
    },
  ],
  [
    'an event',
    20 * DAY,
    21 * DAY,
    async () => {
      const app = await server.given.appInstance(await server.given.mobileApplication(await server.given.provider()));
      await server.noted();
      return async () => (await server.store.events.count({ clientId: app.clientId }, 10)) > 0;
    },
  ],
  [
    'an installation that nobody uses',
    29 * DAY,
    31 * DAY,
    async () => {
      const app = await server.given.appInstance(await server.given.mobileApplication(await server.given.provider()));
      return isKnown(app.clientId);
    },
  ],
  [
    'a refresh token',
    29 * DAY,
    31 * DAY,
    async () => {
      const application = await server.given.mobileApplication(await server.given.provider(), {
        user_authentication: { refresh_tokens: true },
      });
      const app = await server.given.appInstance(application);
      const [provider] = application.identity_providers;
      const { oauth_token } = (await app.complete(provider!, { profile_id: 'AAAAAA' })).body;
      const form = { grant_type: 'refresh_token', refresh_token: oauth_token!.refresh_token! };
      return async () => {
        const proof = await signed(app.key, app.clientId, server.issuer, server.clock.now());
        return (await tokenOf(server.url, proof, form)).status === 200;
      };
    },
  ],
];

const isKnown =
  (clientId: string): Probe =>
  async () =>
    (await server.store.clients.find(clientId)) !== undefined;

/** Of these, administrators can see that they are over. */
const LISTED_WHEN_OVER = ['initial_access_token'];

describe('Moving the clock', () => {
  // Everything is made twice at the same moment, and the clock moves past all the ends in order, so it never has to go
  // back.
  const seen = new Map<string, { good: boolean; over: boolean }>();
  beforeAll(async () => {
    const moments: { ahead: number; look: () => Promise<void> }[] = [];
    for (const [what, lastGood, over, make] of ENDING) {
      const result = { good: false, over: false };
      seen.set(what, result);
      const [before, after] = [await make(), await make()];
      moments.push({ ahead: lastGood, look: async () => void (result.good = await before()) });
      moments.push({ ahead: over, look: async () => void (result.over = !(await after())) });
    }
    for (const { ahead, look } of moments.sort((one, other) => one.ahead - other.ahead)) {
      if ((await moveTo({ ahead })).status !== 200) throw new Error(`The clock was not moved to ${ahead}.`);
      await look();
    }
  });

  it.each(ENDING.map(([what]) => what))('%s is good before its end and over after it', (what) => {
    expect(seen.get(what)).toEqual({ good: true, over: true });
  });

  it('deletes at once what is over by then, in every table', async () => {
    await moveTo({ ahead: 400 * DAY });
    const tables = await server.database.dataSource.query<{ name: string }[]>(
      `SELECT table_name AS name FROM information_schema.columns JOIN information_schema.tables USING (table_name)
        WHERE column_name = 'expires_at' AND table_type = 'BASE TABLE' AND tables.table_schema = 'public'`,
    );
    expect(tables.length).toBeGreaterThan(10);
    const left: Record<string, number> = {};
    for (const { name } of tables) {
      const [row] = await server.database.dataSource.query<[{ count: number }]>(
        `SELECT count(*)::int AS count FROM ${name} WHERE expires_at <= $1`,
        [server.clock.now()],
      );
      if (row.count > 0 && !LISTED_WHEN_OVER.includes(name)) left[name] = row.count;
    }
    expect(left).toEqual({});
  });

  it('has the place for what is made at that time, before it is made', async () => {
    await moveTo({ ahead: 500 * DAY });
    const { register } = await worldOfNow();
    expect((await register()).status).toBe(200);
    const [{ place }] = await server.database.dataSource.query<[{ place: string }]>(
      'SELECT tableoid::regclass::text AS place FROM access_token ORDER BY expires_at DESC LIMIT 1',
    );
    expect(place).toMatch(/^access_token_\d+$/);
  });

  it('does at once what is done every day, and clears what was deleted out of the files', async () => {
    const ahead = 550 * DAY;
    const { register } = await worldOfNow();
    await Promise.all(Array.from({ length: 60 }, () => register()));
    await moveTo({ ahead });
    const date = new Date(server.clock.milliseconds()).toISOString().slice(0, 10);
    expect(await server.store.audit.anchorKey(date)).toBeDefined();
    // A server tidies by itself; the embedded database is done.
    expect((await server.store.tidy())?.vacuumed ?? []).toEqual([]);
  });

  it('moves what scripts and callers are told, and what tokens say', async () => {
    const ahead = 600 * DAY;
    await moveTo({ ahead });
    const complete = `function execute() {
      return { status: 2000, responsePayload: String(Date.now()), user: { id: 'anna' } };
    }`;
    const { register } = await worldOfNow(complete);
    const reply = await register();
    const inDays = (milliseconds: number) => Math.round((milliseconds - Date.now()) / DAY / 1000);
    expect({
      script: inDays(Number(reply.body.data)),
      date: inDays(Date.parse(reply.headers.get('date')!)),
      idToken: inDays(decodeJwt(reply.body.oauth_token!.id_token!).iat! * 1000),
    }).toEqual({ script: 600, date: 600, idToken: 600 });
  });

  it('may be taken back: what is made then is good', async () => {
    expect((await moveTo({ ahead: 0 })).body.ahead).toBe(0);
    const { register, resourceServer } = await worldOfNow();
    const { body } = await register();
    expect(await resourceServer.introspect(body.oauth_token!.access_token)).toMatchObject({ active: true });
  });
});

describe('The clock of a server for tests', () => {
  it('says where it stands', async () => {
    await moveTo({ ahead: 1000 });
    const { body } = await send<TestClock>('GET', server.url + PATHS.testClock);
    expect(body.ahead).toBe(1000);
    expect(Math.abs(body.now - Date.now() / 1000 - 1000)).toBeLessThan(60);
  });

  it.each([{}, { ahead: -1 }, { ahead: 1.5 }, { ahead: '5' }, { ahead: 315_360_001 }, { ahead: 5, more: 1 }])(
    'is not moved by %j',
    async (body) => {
      await moveTo({ ahead: 0 });
      expectRefusal(await moveTo(body), 400, 'invalid_request');
      expect((await send<TestClock>('GET', server.url + PATHS.testClock)).body.ahead).toBe(0);
    },
  );

  it('is moved by no form, which a page of anybody could send', async () => {
    const form = await send('PUT', server.url + PATHS.testClock, { form: { ahead: '5' } });
    expectRefusal(form, 415, 'invalid_request');
  });

  it.each<[string, Record<string, string>]>([
    ['another machine, through a proxy', { 'x-forwarded-for': '203.0.113.7' }],
    ['a page that has a name of its own lead here', { 'x-forwarded-host': 'rebound.example' }],
  ])('is not there for %s', async (_, headers) => {
    expectRefusal(await moveTo({ ahead: 5 }, headers), 404, 'not_found');
  });

  it('is not there on any other server', async () => {
    const other = await AuthServer.start();
    try {
      for (const method of ['GET', 'PUT', 'POST']) {
        const json = method === 'GET' ? {} : { json: { ahead: 5 } };
        expectRefusal(await send(method, other.url + PATHS.testClock, json), 404, 'not_found');
      }
      const date = Date.parse((await send('GET', other.url + PATHS.live)).headers.get('date')!);
      expect(Math.abs(date - Date.now())).toBeLessThan(60_000);
    } finally {
      await other.close();
    }
  });
});

/** A world made after the clock was moved. Its administrator signs in anew, because earlier sessions have expired. */
async function worldOfNow(complete = 'function execute() { return { status: 2000, user: { id: "anna" } }; }') {
  const admin = await AdminApi.signIn(server.url, ADMIN);
  const given = new Given(server.url, admin, () => server.clock.now());
  const { app, provider, resourceServer } = await given.statelessWorld(await given.provider({ scripts: { complete } }));
  const request = { profile_id: 'AAAAAA', grant_type: STATELESS_AUTHENTICATION_GRANT, scope: ['openid', 'profile'] };
  return { resourceServer, register: () => app.complete(provider.identifier, request) };
}
