import { inspect } from 'node:util';
import type { Application, IdentityProvider, UserAuthentication } from '@passant/contracts';
import {
  type AppOptions,
  type Begun,
  ClockWrong,
  type Completed,
  type Fetch,
  KeyUnusable,
  type Open,
  PassantApp,
  type Permission,
  Refused,
  Unreachable,
  generateKeyPair,
  memoryStore,
  webCryptoSigner,
} from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import type { ResourceServer } from '../support/resource-server.js';
import { StatementOffice, VERSION } from '../support/statement-office.js';

/** Does as it is told: "right" is the person's identifier, a number is a status. */
const OBEYS = `function execute(payload) {
  const status = Number(payload);
  if (status > 0) return { status, responsePayload: 'told ' + payload };
  return { status: 2000, responsePayload: 'welcome', user: { id: payload || 'nobody', firstName: 'Ada' } };
}`;

const DAY = 86_400;

let server: AuthServer;
let oneStep: IdentityProvider;
let twoStep: IdentityProvider;
let application: Application;
let resourceServer: ResourceServer;

// The `Date` of the answers follows the clock of a server for tests.
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_TEST_CLOCK: 'on' });
  oneStep = await server.given.provider({ scripts: { complete: OBEYS } });
  twoStep = await server.given.twoStepProvider({ scripts: { init: OBEYS, complete: OBEYS } });
  application = await applicationWith({ stateless_authentication: true, refresh_tokens: true });
  resourceServer = await server.given.resourceServer();
});
afterAll(() => server.close());

const applicationWith = (user_authentication: Partial<UserAuthentication>) =>
  server.given.mobileApplication(oneStep, {
    identity_providers: [oneStep.identifier, twoStep.identifier],
    versions: [VERSION],
    user_authentication,
  });

/** A device whose clock and network the tests control. */
class Device {
  /** Seconds by which its clock is ahead. */
  ahead = 0;
  readonly requests: string[] = [];
  /** Answers in the place of the network. */
  instead: Fetch | undefined;

  readonly clock = () => server.clock.milliseconds() / 1000 + this.ahead;
  readonly fetch: Fetch = async (url, request) => {
    this.requests.push(new URL(url).pathname);
    return (this.instead ?? fetch)(url, request);
  };

  async options(changes: Partial<AppOptions> = {}): Promise<AppOptions> {
    return {
      ...{ serverUrl: server.url, application: application.identifier, platform: 'ios', version: '1.0' },
      permission: async () => ({ initialAccessToken: await server.given.initialAccessToken(application) }),
      ...{ fetch: this.fetch, deviceClock: this.clock, ...changes },
    };
  }

  async app(changes: Partial<AppOptions> = {}): Promise<PassantApp> {
    return PassantApp.open(await this.options(changes));
  }
}

function only<Wanted extends Begun['state'] | Completed['state']>(
  step: Begun | Completed,
  wanted: Wanted,
): Extract<Begun | Completed, { state: Wanted }> {
  expect(step).toMatchObject({ state: wanted });
  return step as Extract<Begun | Completed, { state: Wanted }>;
}

const stateless = (provider = oneStep) => ({ provider: provider.identifier, stateless: true }) as const;
const failure = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

async function opened(app: PassantApp): Promise<Open> {
  return only(await app.begin(stateless(twoStep)), 'open');
}

describe('An app installs itself', () => {
  const office = () => new StatementOffice(server);
  it.each<[string, () => Promise<Permission>]>([
    [
      'an initial access token',
      async () => ({ initialAccessToken: await server.given.initialAccessToken(application) }),
    ],
    [
      'an initial access token, for a secret',
      async () => ({ initialAccessToken: await server.given.initialAccessToken(application), secret: true }),
    ],
    [
      'a software statement',
      async () => ({ softwareStatement: (await office().exportFor(application)).software_statement }),
    ],
    [
      'a software statement, for a secret',
      async () => ({ softwareStatement: (await office().exportFor(application)).software_statement, secret: true }),
    ],
    [
      'a client and its secret that it was handed',
      async () => {
        const { clientId, secret: clientSecret } = await server.given.basicApp(application);
        return { clientId, clientSecret };
      },
    ],
  ])('with %s, and registers people in one step and in two', async (_, permission) => {
    const app = await new Device().app({ permission });
    const { tokens } = only(await app.register(stateless(), 'Ada'), 'registered');
    expect(await resourceServer.introspect(tokens.accessToken)).toMatchObject({ client_id: app.clientId, sub: 'Ada' });
    const two = only(await (await opened(app)).complete('Bea'), 'registered');
    expect(await resourceServer.introspect(two.tokens.accessToken)).toMatchObject({ sub: 'Bea' });
  });

  it('once: the next start sends nothing, and has the same key', async () => {
    const store = memoryStore();
    const device = new Device();
    const first = await device.app({ store });
    const second = await device.app({ store });
    expect(device.requests).toEqual(['/oauth/clients']);
    expect(second.clientId).toBe(first.clientId);
    only(await second.register(stateless()), 'registered');
  });

  it('anew for another application, and when it is told to', async () => {
    const store = memoryStore();
    const app = await new Device().app({ store });
    const first = app.clientId;
    await app.reinstall();
    expect(app.clientId).not.toBe(first);
    only(await app.register(stateless()), 'registered');
    const other = await applicationWith({ stateless_authentication: true });
    const permission = { initialAccessToken: await server.given.initialAccessToken(other) };
    const moved = await new Device().app({ store, application: other.identifier, permission });
    expect([first, app.clientId]).not.toContain(moved.clientId);
    await moved.uninstall();
    expect(await store.load()).toBeUndefined();
  });

  it('with a key that something else holds, and says so when that does not sign', async () => {
    const signer = await webCryptoSigner(await generateKeyPair());
    let works = true;
    const sign = async (data: Uint8Array) => (works ? signer.sign(data) : Promise.reject(new Error('no lock')));
    const held = { ...signer, sign };
    const app = await new Device().app({ keyHolder: { create: async () => held, open: async () => held } });
    only(await app.register(stateless()), 'registered');
    works = false;
    const error = await failure(app.register(stateless()));
    expect(error).toBeInstanceOf(KeyUnusable);
    expect(error).toMatchObject({ toDo: 'install again' });
  });

  it('or is told why not', async () => {
    const error = await failure(new Device().app({ permission: { initialAccessToken: 'wrong' } }));
    expect(error).toBeInstanceOf(Refused);
    expect(error).toMatchObject({ status: 401, code: 'invalid_token', errorId: expect.stringMatching(/./) as string });
  });
});

describe('A registration', () => {
  it('with a profile gives tokens that are refreshed, renewed and revoked', async () => {
    const allowed = await applicationWith({ refresh_tokens: true, implicit_authentication: true });
    const permission = { initialAccessToken: await server.given.initialAccessToken(allowed) };
    const app = await new Device().app({ application: allowed.identifier, permission });
    const intent = { provider: oneStep.identifier, profileId: '123EXI' };
    const first = only(await app.register(intent, 'Ada'), 'registered').tokens;
    const refreshed = await app.refresh(first);
    expect(() => first.accessToken).toThrow('forgotten');
    const renewed = await app.renew('123EXI');
    expect(await resourceServer.introspect(renewed.accessToken)).toMatchObject({ sub: 'Ada' });
    const { accessToken } = refreshed;
    await app.logOut(refreshed);
    expect(await resourceServer.introspect(accessToken)).toEqual({ active: false });
  });

  it.each<[string, IdentityProvider]>([
    ['one step', { flow: 'ONE_STEP' } as IdentityProvider],
    ['two steps', { flow: 'TWO_STEP' } as IdentityProvider],
  ])('in %s may be tried again after 4000–4999', async (_, { flow }) => {
    const app = await new Device().app();
    const tried = only(
      flow === 'ONE_STEP' ? await app.register(stateless(), '4999') : await (await opened(app)).complete('4000'),
      'again',
    );
    expect(tried.attemptsLeft).toBe(flow === 'ONE_STEP' ? undefined : 9);
    const { tokens } = only(await tried.retry('Ada'), 'registered');
    expect(await resourceServer.introspect(tokens.accessToken)).toMatchObject({ sub: 'Ada' });
  });

  it('is tried ten times, as often as the server takes it', async () => {
    const device = new Device();
    let step: Completed = await (await opened(await device.app())).complete('4001');
    while (step.state === 'again') step = await step.retry('4001');
    expect(step).toEqual({ state: 'over', status: 4001, data: 'told 4001' });
    expect(device.requests.filter((path) => path.endsWith('/complete')).length).toBe(10);
  });

  it('begins again after 4000–4999 of the first step', async () => {
    const begun = only(await (await new Device().app()).begin(stateless(twoStep), '4001'), 'again');
    only(await begun.retry(), 'open');
  });

  it.each(['5000', '5999'])('is over after %s, in either step', async (status) => {
    const app = await new Device().app();
    only(await app.begin(stateless(twoStep), status), 'over');
    only(await (await opened(app)).complete(status), 'over');
    only(await app.register(stateless(), status), 'over');
  });

  it('expires with its transaction, and the server is not asked any more', async () => {
    const device = new Device();
    const open = await opened(await device.app());
    device.ahead += 301;
    expect(await open.complete('Ada')).toEqual({ state: 'expired' });
    expect(device.requests.filter((path) => path.endsWith('/complete'))).toEqual([]);
  });

  it('expires when the server says so, with its refusal', async () => {
    const app = await new Device().app();
    const begun = await app.begin({ ...stateless(twoStep), transactionSeconds: 3600 });
    const expired = await server.clock.later(301, () => only(begun, 'open').complete('Ada'));
    expect(only(expired, 'expired').refusal).toMatchObject({ code: 'invalid_transaction', toDo: 'start again' });
  });

  it('leaves a state once, unless the step failed', async () => {
    const device = new Device();
    const open = await opened(await device.app());
    device.instead = async () => Promise.reject(new TypeError('no network'));
    expect(await failure(open.complete('Ada'))).toBeInstanceOf(Unreachable);
    device.instead = undefined;
    only(await open.complete('Ada'), 'registered');
    expect(await failure(open.complete('Ada'))).toBeInstanceOf(TypeError);
  });
});

describe('Tokens', () => {
  it('are seen by nobody who logs, inspects or serializes them', async () => {
    const app = await new Device().app();
    const { tokens } = only(await app.register({ ...stateless(), scope: ['openid'] }, 'Ada'), 'registered');
    expect(tokens.authorization).toBe(`Bearer ${tokens.accessToken}`);
    const shown = [
      JSON.stringify({ tokens }),
      inspect(tokens, { showHidden: true, getters: false }),
      `${String(tokens)}`,
    ];
    for (const value of [tokens.accessToken, tokens.idToken!]) expect(shown.join()).not.toContain(value);
  });

  it('expire by the server’s clock', async () => {
    const device = new Device();
    device.ahead = 7200;
    const { tokens } = only(await (await device.app()).register(stateless()), 'registered');
    expect(tokens.expired).toBe(false);
    device.ahead += application.access_token_validity;
    expect(tokens.expired).toBe(true);
  });
});

describe('A clock that is wrong', () => {
  it.each([7200, -7200, DAY - 60, 60 - DAY])('by %i seconds is corrected by the first answer', async (ahead) => {
    const store = memoryStore();
    await new Device().app({ store });
    const device = new Device();
    device.ahead = ahead;
    const app = await device.app({ store });
    only(await app.register(stateless(), 'Ada'), 'registered');
    only(await app.register(stateless(), 'Ada'), 'registered');
    expect(Math.abs(app.clockSkew + ahead)).toBeLessThanOrEqual(2);
    // Refused, repeated with the server's time, and right from then on.
    expect(device.requests.length).toBe(3);
  });

  it.each([DAY + 60, -DAY - 60, -30 * 365 * DAY])('by %i seconds is for the person to set', async (ahead) => {
    const device = new Device();
    device.ahead = ahead;
    const app = await device.app();
    const error = await failure(app.register(stateless()));
    expect(error).toBeInstanceOf(ClockWrong);
    expect(error).toMatchObject({ toDo: 'set the clock', cause: { code: 'invalid_client' } });
    expect(Math.abs((error as ClockWrong).skew + ahead)).toBeLessThanOrEqual(2);
    device.ahead = 0;
    only(await app.register(stateless()), 'registered');
  });
});

describe('A failure says what to do', () => {
  it.each<[string, (app: PassantApp) => Promise<unknown>, object]>([
    [
      'a scope that the application does not have',
      (app) => app.register({ ...stateless(), scope: ['unheard-of'] }),
      { status: 400, code: 'invalid_scope', toDo: 'change the app' },
    ],
    [
      'a provider that does not exist',
      (app) => app.register({ provider: 'nobody', stateless: true }),
      { status: 404, code: 'invalid_idp_identifier', toDo: 'change the app' },
    ],
    [
      'a status that no script may give',
      (app) => app.register(stateless(), '3000'),
      { status: 500, code: 'server_error', toDo: 'try later' },
    ],
  ])('for %s', async (_, work, expected) => {
    const error = await failure(work(await new Device().app()));
    expect(error).toBeInstanceOf(Refused);
    const { errorId, description, message } = error as Refused;
    expect(error).toMatchObject(expected);
    expect(message).toContain(description);
    expect(message).toContain(errorId);
    await server.noted();
    expect(JSON.stringify(server.log)).toContain(errorId);
  });

  it('for an installation that the server has deleted', async () => {
    const app = await new Device().app();
    await server.admin.call('deleteAppInstallation', { parameters: { client_id: app.clientId } });
    expect(await failure(app.register(stateless()))).toMatchObject({ code: 'invalid_client', toDo: 'install again' });
    await app.reinstall();
    only(await app.register(stateless()), 'registered');
  });

  it('for a server that is busy, with the time to wait', async () => {
    const device = new Device();
    const app = await device.app();
    const body = { error: 'temporarily_unavailable', error_description: 'Later.', error_id: 'E1' };
    device.instead = async () => Response.json(body, { status: 503, headers: { 'retry-after': '7' } });
    expect(await failure(app.register(stateless()))).toMatchObject({ toDo: 'try later', retryAfter: 7, errorId: 'E1' });
  });

  it.each<[string, () => Promise<Response>]>([
    ['no connection', async () => Promise.reject(new TypeError('fetch failed'))],
    ['a page of somebody else', async () => new Response('<h1>Welcome to the hotel</h1>', { status: 200 })],
    ['an error of somebody else', async () => Response.json({ message: 'Bad gateway' }, { status: 502 })],
  ])('for %s', async (_, instead) => {
    const device = new Device();
    const app = await device.app();
    device.instead = instead;
    const error = await failure(app.register(stateless()));
    expect(error).toBeInstanceOf(Unreachable);
    expect(error).toMatchObject({ toDo: 'try later' });
  });

  it('for a server that does not answer in time', async () => {
    const device = new Device();
    const app = await device.app({ timeoutSeconds: 0.5 });
    device.instead = (_, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    expect(await failure(app.register(stateless()))).toBeInstanceOf(Unreachable);
  });
});
