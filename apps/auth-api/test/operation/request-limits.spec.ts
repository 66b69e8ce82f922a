import { jest } from '@jest/globals';
import { type IdentityProvider, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { type Exchange, MobileApp } from '@passant/mobile-client';
import { Secrets } from '../../src/credentials/secrets.js';
import { Limits } from '../../src/limits/limits.js';
import { EventLog } from '../../src/observation/event-log.js';
import { HourlyCounts } from '../../src/observation/hourly-counts.js';
import { Metrics } from '../../src/observation/metrics/metrics.js';
import { Clock } from '../../src/platform/clock.js';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { basic, tokenOf } from '../support/token-client.js';
import { BACK_END, HELLO_WORLD, MASTER_TOKEN, Registrar } from '../support/registrar.js';

const DAY = 86_400;
const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

let server: AuthServer;
/** Where another process on the same database listens. */
let beside: string;
beforeAll(async () => {
  server = await AuthServer.start({
    PASSANT_MASTER_TOKEN: MASTER_TOKEN,
    PASSANT_TRUSTED_PROXIES: 'loopback',
    PASSANT_REGISTRATIONS_PER_MINUTE: '6',
    PASSANT_INSTALLATION_REGISTRATIONS_PER_MINUTE: '4',
    PASSANT_TOKEN_REQUESTS_PER_MINUTE: '3',
  });
  beside = await server.startBeside();
  // The first script of a process has to wait until its sandbox is there.
  const { app, provider } = await server.given.statelessWorld();
  for (const phone of [app, elsewhere(app)]) await phone.complete(provider.identifier, STATELESS);
});
afterAll(() => server.close());

/** The same installation, which reaches the other process. */
function elsewhere(app: MobileApp): MobileApp {
  const connection = {
    serverUrl: server.url,
    now: () => server.clock.now(),
    fetch: (url: string, init: RequestInit) => fetch(url.replace(server.url, beside), init),
  };
  return MobileApp.of(connection, app.clientId, app.credential);
}

const statusesOf = async (times: number, request: (time: number) => Promise<Exchange<unknown>>): Promise<number[]> => {
  const statuses: number[] = [];
  for (let time = 0; time < times; time += 1) statuses.push((await request(time)).status);
  return statuses;
};

describe('The limit of registrations', () => {
  const oneStep = (app: MobileApp, { identifier }: IdentityProvider) => app.complete(identifier, STATELESS);

  /** Another process hears a moment later of what was configured. What is used of limits meanwhile comes back. */
  async function untilKnown(app: MobileApp, provider: IdentityProvider): Promise<void> {
    while ((await oneStep(app, provider)).status !== 200) server.clock.moveOn(60);
    server.clock.moveOn(60);
  }

  it('lets an installation begin so many within a minute, in all processes together, and then evenly', async () => {
    const { app, provider } = await server.given.statelessWorld();
    await server.clock.standing(async () => {
      const other = elsewhere(app);
      await untilKnown(other, provider);
      const begun = await statusesOf(4, (time) => oneStep(time % 2 === 0 ? app : other, provider));
      expect(begun).toEqual([200, 200, 200, 200]);
      for (const refused of [await oneStep(app, provider), await oneStep(other, provider)]) {
        const { error_description } = expectRefusal(refused, 429, 'temporarily_unavailable');
        expect(error_description).toBe('Too many registrations were begun. Try again later.');
        expect(refused.headers.get('retry-after')).toBe('15');
      }
      server.clock.moveOn(14);
      expect((await oneStep(other, provider)).status).toBe(429);
      server.clock.moveOn(1);
      expect(await statusesOf(2, () => oneStep(other, provider))).toEqual([200, 429]);
      server.clock.moveOn(60);
      expect(await statusesOf(5, () => oneStep(app, provider))).toEqual([200, 200, 200, 200, 429]);
    });
  });

  it('is one for all installations of an application, and leaves other applications alone', async () => {
    const { app, application, provider } = await server.given.statelessWorld();
    const [neighbour, stranger] = [await server.given.appInstance(application), await server.given.statelessWorld()];
    await server.clock.standing(async () => {
      expect(await statusesOf(4, () => oneStep(app, provider))).toEqual([200, 200, 200, 200]);
      expect(await statusesOf(3, () => oneStep(neighbour, provider))).toEqual([200, 200, 429]);
      expect((await oneStep(stranger.app, stranger.provider)).status).toBe(200);
    });
    const { concerns } = await server.admin.call('readOverview');
    expect(concerns).toContainEqual({
      kind: 'reached_limit',
      limit: 'custom_registration',
      application: application.identifier,
      refused: 1,
    });
  });

  it('bounds the transactions that are open, and lets those that are open come to their end', async () => {
    const { app, provider } = await server.given.statelessWorld(await server.given.twoStepProvider());
    await server.clock.standing(async () => {
      const opened = [];
      for (let time = 0; time < 4; time += 1) opened.push((await app.init(provider.identifier)).body.transaction_id);
      expectRefusal(await app.init(provider.identifier), 429, 'temporarily_unavailable');
      for (const transaction_id of opened) {
        expect((await app.complete(provider.identifier, { ...STATELESS, transaction_id })).status).toBe(200);
      }
    });
  });

  it('counts nothing that was refused for another reason', async () => {
    const { app, provider } = await server.given.statelessWorld();
    await server.clock.standing(async () => {
      for (let time = 0; time < 6; time += 1) {
        const refused = await app.complete(provider.identifier, { ...STATELESS, scope: ['of-nobody'] });
        expectRefusal(refused, 400, 'invalid_scope');
      }
      expect((await oneStep(app, provider)).status).toBe(200);
    });
  });
});

describe('The limit of token requests', () => {
  it('holds for one client in all processes together, and for no other', async () => {
    const registrar = new Registrar(server);
    const clients = [await registrar.client(BACK_END), await registrar.client(BACK_END)].map(
      ({ client_id, client_secret }) => basic(client_id, client_secret!),
    );
    const ask = (client: number, url = server.url) =>
      tokenOf(url, clients[client]!, { grant_type: 'client_credentials' });
    await server.clock.standing(async () => {
      expect(await statusesOf(3, (time) => ask(0, time % 2 === 0 ? beside : server.url))).toEqual([200, 200, 200]);
      for (const url of [server.url, beside]) {
        const refused = await ask(0, url);
        const { error_description } = expectRefusal(refused, 429, 'temporarily_unavailable');
        expect(error_description).toBe('The client asked for too many tokens. Try again later.');
        expect(refused.headers.get('retry-after')).toBe('20');
      }
      expect((await ask(1)).status).toBe(200);
      server.clock.moveOn(20);
      expect(await statusesOf(2, () => ask(0))).toEqual([200, 429]);
    });
  });

  it('is not used up by strangers who name a public client, or show a wrong secret', async () => {
    const registrar = new Registrar(server);
    const { client_id, client_secret } = await registrar.client(BACK_END);
    const open = await registrar.client({
      ...HELLO_WORLD,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
    });
    const from = (address: string) => ({
      headers: { 'x-forwarded-for': address },
      form: { client_id: open.client_id },
    });
    const form = { grant_type: 'authorization_code', code: 'x', redirect_uri: 'https://example.com/cb' };
    await server.clock.standing(async () => {
      for (let time = 0; time < 5; time += 1) {
        const wrong = await tokenOf(server.url, basic(client_id, 'wrong'), { grant_type: 'client_credentials' });
        expectRefusal(wrong, 401, 'invalid_client');
      }
      const right = basic(client_id, client_secret!);
      expect((await tokenOf(server.url, right, { grant_type: 'client_credentials' })).status).toBe(200);
      const tried = await statusesOf(4, () => tokenOf(server.url, from('203.0.113.7'), form));
      expect(tried).toEqual([400, 400, 400, 429]);
      expect((await tokenOf(server.url, from('203.0.113.8'), form)).status).toBe(400);
    });
  });
});

/** A machine whose clock is behind. */
class ClockBehind extends Clock {
  constructor(private readonly seconds: number) {
    super();
  }

  override milliseconds(): number {
    return server.clock.milliseconds() - this.seconds * 1000;
  }
}

describe('A limit', () => {
  it.each([0, 1, 30, 59])(
    'begins anew for nobody at midnight, on no machine that is %i seconds behind',
    async (seconds) => {
      const { app, store, clock } = server;
      const behind = new ClockBehind(seconds);
      const others = [app.get(EventLog), app.get(HourlyCounts), app.get(Metrics)] as const;
      const machines = [app.get(Limits), new Limits(store, app.get(Secrets), behind, ...others)];
      const limited = { name: 'token_request', says: 'Too many.' } as const;
      const allowance = { size: 10, period: 3600, of: [`holder-${seconds}`] };
      await clock.standing(async () => {
        clock.moveOn(DAY - (clock.now() % DAY) - 90);
        let taken = 0;
        for (let step = 0; step < 60; step += 1) {
          for (const limits of machines) {
            taken += await limits.take(limited, [allowance]).then(
              () => 1,
              () => 0,
            );
          }
          clock.moveOn(5);
        }
        expect(taken).toBe(10);
      });
    },
  );

  it('shows what was used before midnight, also where nobody has used anything since', async () => {
    const { app, clock } = server;
    const limits = app.get(Limits);
    const allowance = { size: 10, period: 3600, of: ['holder before midnight'] };
    await clock.standing(async () => {
      clock.moveOn(2 * DAY - (clock.now() % DAY) - 90);
      for (let taken = 0; taken < 10; taken += 1) await limits.take({ name: 'token_request', says: '' }, [allowance]);
      for (const wait of [360_000, 300_000, 180_000]) {
        expect(await limits.usesOf([{ ...allowance, name: 'token_request' }])).toEqual([{ used: 10, wait }]);
        clock.moveOn(wait === 360_000 ? 60 : 120);
      }
    });
  });

  it('that a network has used up is remembered whomever the network names next: the database is not asked again', async () => {
    const { app, store, clock } = server;
    const limits = app.get(Limits);
    const asked = jest.spyOn(Object.getPrototypeOf(store.limits) as typeof store.limits, 'countFailure');
    const limited = { name: 'sign_in', says: 'Too many.' } as const;
    const patience = { longestWait: 300, forgottenAfter: 3600 };
    const fail = (network: string, account: string) =>
      limits
        .countFailure(limited, [
          { ...patience, free: 5, of: ['account', network, account] },
          { ...patience, free: 3, of: ['source', network] },
        ])
        .then(
          () => 'counted',
          () => 'refused',
        );
    try {
      await clock.standing(async () => {
        const results: string[] = [];
        for (let account = 0; account < 20; account += 1) results.push(await fail('one network', `nobody-${account}`));
        expect(results).toEqual([...Array<string>(3).fill('counted'), ...Array<string>(17).fill('refused')]);
        expect(asked.mock.calls.length).toBe(4);
        expect(await fail('another network', 'nobody-0')).toBe('counted');
      });
    } finally {
      asked.mockRestore();
    }
  });
});
