import { STATELESS_AUTHENTICATION_GRANT, type LimitUse } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { BACK_END, HELLO_WORLD, MASTER_TOKEN, Registrar } from '../support/registrar.js';
import { basic, tokenOf } from '../support/token-client.js';

const DAY = 86_400;
const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
const CLIENT_CREDENTIALS = { grant_type: 'client_credentials' };

let server: AuthServer;
/** Where another process on the same database listens. */
let beside: string;
/** An administrator there. */
let elsewhere: AdminApi;
let registrar: Registrar;
beforeAll(async () => {
  server = await AuthServer.start({
    PASSANT_MASTER_TOKEN: MASTER_TOKEN,
    PASSANT_OPEN_REGISTRATION: 'on',
    PASSANT_OPEN_REGISTRATIONS_PER_HOUR: '40',
    PASSANT_REGISTRATIONS_PER_MINUTE: '6',
    PASSANT_TOKEN_REQUESTS_PER_MINUTE: '3',
  });
  beside = await server.startBeside();
  elsewhere = await AdminApi.signIn(beside, ADMIN);
  registrar = new Registrar(server);
});
afterAll(() => server.close());

/** The limits as both processes show them: the same. */
async function limits(query: Record<string, string> = {}): Promise<LimitUse[]> {
  const { items } = await server.admin.call('readLimits', { query });
  const other = await elsewhere.call('readLimits', { query });
  expect(other.items).toEqual(items);
  return items;
}
const find = (items: LimitUse[], limit: LimitUse['limit'], of: LimitUse['of']) =>
  items.find((item) => item.limit === limit && item.of === of);

describe('The limits of an application', () => {
  it('are shown with their settings, and with what is used of them by whatever process', async () => {
    const { app, application, provider } = await server.given.statelessWorld();
    const ofThis = { application: application.identifier };
    await server.clock.standing(async () => {
      expect(await limits(ofThis)).toEqual([
        {
          ...{ limit: 'custom_registration', of: 'application', setting: 'PASSANT_REGISTRATIONS_PER_MINUTE' },
          ...{ size: 6, period: 60, used: 0 },
        },
        {
          ...{ limit: 'custom_registration', of: 'client', setting: 'PASSANT_INSTALLATION_REGISTRATIONS_PER_MINUTE' },
          ...{ size: 0, period: 60 },
        },
        {
          ...{ limit: 'token_request', of: 'client', setting: 'PASSANT_TOKEN_REQUESTS_PER_MINUTE' },
          ...{ size: 3, period: 60 },
        },
        {
          ...{ limit: 'statement_registration', of: 'application', setting: 'PASSANT_OPEN_REGISTRATIONS_PER_HOUR' },
          ...{ size: 40, period: 3600, used: 0 },
        },
        {
          ...{ limit: 'statement_registration', of: 'network', setting: 'PASSANT_OPEN_REGISTRATIONS_PER_HOUR' },
          ...{ size: 10, period: 3600 },
        },
        { limit: 'client_change', of: 'client', size: 120, period: 3600 },
        {
          ...{ limit: 'client_change', of: 'network', setting: 'PASSANT_OPEN_REGISTRATIONS_PER_HOUR' },
          ...{ size: 10, period: 3600 },
        },
      ]);
      const shown = async () => {
        const { used, room_at } = find(await limits(ofThis), 'custom_registration', 'application')!;
        return [used, room_at];
      };
      for (let begun = 1; begun <= 6; begun += 1) {
        expect((await app.complete(provider.identifier, STATELESS)).status).toBe(200);
        const whenNext = Math.ceil(server.clock.milliseconds() / 1000) + 10;
        expect(await shown()).toEqual([begun, begun === 6 ? whenNext : undefined]);
      }
      const refused = await app.complete(provider.identifier, STATELESS);
      expect(refused.headers.get('retry-after')).toBe('10');
      server.clock.moveOn(10);
      expect(await shown()).toEqual([5, undefined]);
      server.clock.moveOn(50);
      expect(await shown()).toEqual([0, undefined]);
    });
  });

  it('are nobody’s who does not exist, and are not asked for together with those of a client', async () => {
    for (const query of [{ application: 'nobody' }, { client_id: 'nobody' }] as Record<string, string>[]) {
      expectRefusal(await server.admin.request('readLimits', { query }), 404, 'not_found');
    }
    const both = await server.admin.request('readLimits', { query: { application: 'a', client_id: 'b' } });
    expectRefusal(both, 400, 'invalid_request');
  });
});

describe('The limits of a client', () => {
  it('show what is used of its own', async () => {
    const { client_id, client_secret } = await registrar.client(BACK_END);
    await server.clock.standing(async () => {
      for (const url of [server.url, beside]) {
        expect((await tokenOf(url, basic(client_id, client_secret!), CLIENT_CREDENTIALS)).status).toBe(200);
      }
      expect(await limits({ client_id })).toEqual([
        {
          ...{ limit: 'token_request', of: 'client', setting: 'PASSANT_TOKEN_REQUESTS_PER_MINUTE' },
          ...{ size: 3, period: 60, used: 2 },
        },
        { limit: 'client_change', of: 'client', size: 120, period: 3600, used: 0 },
      ]);
    });
  });

  it('of a public client are those of networks, of which nobody is told', async () => {
    const { body } = await registrar.register(undefined, {
      ...HELLO_WORLD,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
    });
    const items = await limits({ client_id: (body as { client_id: string }).client_id });
    expect(items.map(({ limit, of, used }) => [limit, of, used])).toEqual([
      ['token_request', 'network', undefined],
      ['client_change', 'client', 0],
      ['client_change', 'network', undefined],
    ]);
  });

  it('of an installation begin with its registrations', async () => {
    const { app } = await server.given.statelessWorld();
    const [first] = await limits({ client_id: app.clientId });
    expect(first).toEqual({
      ...{ limit: 'custom_registration', of: 'client', setting: 'PASSANT_INSTALLATION_REGISTRATIONS_PER_MINUTE' },
      ...{ size: 0, period: 60 },
    });
  });
});

it('The limits of the server show what everybody used together', async () => {
  await server.clock.standing(async () => {
    const [before] = await limits();
    const path = new URL(registrar.endpoint).pathname;
    for (const url of [server.url, beside, server.url]) {
      expect((await send('POST', url + path, { json: HELLO_WORLD })).status).toBe(201);
    }
    const items = await limits();
    expect(items.map(({ limit, of, size, used }) => [limit, of, size, used])).toEqual([
      ['open_registration', 'server', 40, before!.used! + 3],
      ['open_registration', 'network', 10, undefined],
      ['client_document', 'server', 40, 0],
      ['client_document', 'network', 10, undefined],
      ['registration_dry_run', 'initial_access_token', 60, undefined],
      ['registration_dry_run', 'network', 240, undefined],
    ]);
  });
});

// Last: sessions end meanwhile.
it('Limits show what was used before midnight', async () => {
  const { app, application, provider } = await server.given.statelessWorld();
  await server.clock.standing(async () => {
    // Before midnight, in the minute on either side of it, where both days count, and after that.
    for (const [beforeMidnight, later] of [
      [100, 20],
      [40, 30],
      [20, 50],
      [-30, 50],
      [-70, 20],
    ] as const) {
      server.clock.moveOn((2 * DAY - (server.clock.now() % DAY) - beforeMidnight) % DAY);
      for (let begun = 0; begun < 6; begun += 1) await app.complete(provider.identifier, STATELESS);
      server.clock.moveOn(later);
      const { items } = await (
        await AdminApi.signIn(server.url, ADMIN)
      ).call('readLimits', {
        query: { application: application.identifier },
      });
      expect([beforeMidnight, items[0]?.used]).toEqual([beforeMidnight, 6 - later / 10]);
    }
  });
});
