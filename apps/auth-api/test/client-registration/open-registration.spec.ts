import type { ClientInformation } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { Metrics } from '../../src/observation/metrics/metrics.js';
import { ClientSweeper } from '../../src/upkeep/client-sweeper.js';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { HELLO_WORLD, MASTER_TOKEN, Registrar } from '../support/registrar.js';
import { RelyingParty } from '../support/relying-party.js';
import { basic, tokenOf } from '../support/token-client.js';
import { signIn } from '../support/web-world.js';

let server: AuthServer;
let registrar: Registrar;
beforeAll(async () => {
  server = await AuthServer.start({
    PASSANT_MASTER_TOKEN: MASTER_TOKEN,
    PASSANT_OPEN_REGISTRATION: 'on',
    PASSANT_OPEN_REGISTRATIONS_PER_HOUR: '160',
  });
  registrar = new Registrar(server);
});
afterAll(() => server.close());

const open = (changes: object = {}) => registrar.register(undefined, { ...HELLO_WORLD, ...changes });
const isThere = async (clientId: string) => (await server.store.clients.find(clientId)) !== undefined;
const sweep = () => server.app.get(ClientSweeper).sweep();

describe('Open registration', () => {
  it.each([
    ['the code', {}],
    ['the code and refresh tokens', { grant_types: ['authorization_code', 'refresh_token'] }],
    ['a public native client', { application_type: 'native', token_endpoint_auth_method: 'none' }],
  ])('gives %s to anybody', async (_, change) => {
    expect((await open(change)).status).toBe(201);
  });

  it.each([
    ['client credentials', { grant_types: ['client_credentials'] }],
    ['a chosen identifier', { preferred_client_id: 'mine' }],
    ['a chosen secret', { preferred_client_secret: 'x'.repeat(40) }],
    ['data', { data: {} }],
    ['a grant of applications', { grant_types: ['urn:onewelcome:oauth2:grant_type:stateless_authentication'] }],
  ])('does not give %s', async (_, change) => {
    expectRefusal(await open(change), 400, 'invalid_client_metadata');
  });

  it('does not give scopes that take more than the consent of a person', async () => {
    expectRefusal(await open({ scope: 'read' }), 400, 'invalid_scope');
  });

  it('does not give them at a later change either', async () => {
    const client = (await open()).body as ClientInformation;
    const change = { ...HELLO_WORLD, client_id: client.client_id, grant_types: ['client_credentials'] };
    const { registration_client_uri: uri, registration_access_token: token } = client;
    expectRefusal(await registrar.call('PUT', uri, token, change), 400, 'invalid_client_metadata');
  });

  it('does not make a wrong token good', async () => {
    expectRefusal(await registrar.register('x'.repeat(32), HELLO_WORLD), 401, 'invalid_token');
  });
});

describe('A client that registered openly', () => {
  it('goes after a day unless it was used', async () => {
    const { client_id } = (await open()).body as ClientInformation;
    await server.clock.later(82_800, sweep);
    expect(await isThere(client_id)).toBe(true);
    await server.clock.later(86_400, sweep);
    expect(await isThere(client_id)).toBe(false);
    const { items } = await server.admin.call('listEvents', { query: { client_id } });
    expect(items[0]).toMatchObject({ name: 'DYNAMIC_REG_DELETED', details: { reason: 'never used' } });
  });
});

describe('A client that was used', () => {
  const stays = async (clientId: string) => {
    await server.noted();
    await server.clock.later(90_000, sweep);
    expect(await isThere(clientId)).toBe(true);
    const used = await server.store.clientLife.list({ search: clientId }, 1);
    expect(used).toMatchObject([{ lastUsed: expect.any(Number) as number, expiresAt: null }]);
  };

  it('by a person who signed in stays, though it can prove nothing about itself', async () => {
    await server.given.provider({ default: true });
    const uri = 'https://example.com/cb';
    const { client_id } = (await open({ token_endpoint_auth_method: 'none' })).body as ClientInformation;
    const client = new RelyingParty(server.url, client_id, uri, { form: { client_id } });
    expect((await client.exchange(await signIn(server, client, 'anna'))).status).toBe(200);
    await stays(client_id);
  });

  it('as itself stays', async () => {
    const { initial_access_token: token } = await server.admin.call('createInitialAccessToken', {
      body: { client_lifetime: 3600 },
    });
    const metadata = { grant_types: ['client_credentials'], scope: 'read' };
    const [used, unused] = [await registrar.client(metadata, token), (await open()).body as ClientInformation];
    const credentials = basic(used.client_id, used.client_secret!);
    expect((await tokenOf(server.url, credentials, { grant_type: 'client_credentials' })).status).toBe(200);
    await stays(used.client_id);
    expect(await isThere(unused.client_id)).toBe(false);
  });

  it('is not one that only named itself', async () => {
    const { client_id } = (await open({ token_endpoint_auth_method: 'none' })).body as ClientInformation;
    const refused = await tokenOf(server.url, { form: { client_id } }, { grant_type: 'authorization_code', code: 'x' });
    expect(refused.status).toBe(400);
    await server.noted();
    await server.clock.later(90_000, sweep);
    expect(await isThere(client_id)).toBe(false);
  });
});

describe('The limit of open registration', () => {
  /** Time stands still, because the allowance grows again while a slow machine uses it up. */
  const standing = (later: number, work: () => Promise<void>) =>
    server.clock.standing(() => server.clock.later(later, work));
  // One address may use up to a quarter of the hourly limit.
  const burst = async () => {
    for (let made = 0; made < 100; made += 1) {
      const reply = await open();
      if (reply.status !== 201) return { made, reply };
    }
    throw new Error('There is no limit.');
  };

  it('lets one address have its share at once, and the next one soon', () =>
    standing(7_200, async () => {
      const { made, reply } = await burst();
      expect(made).toBe(40);
      expectRefusal(reply, 429, 'temporarily_unavailable');
      const wait = Number(reply.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(90);
      await server.clock.later(wait, async () => expect((await open()).status).toBe(201));
    }));

  it('is one for all processes together, and is told on Home, in events and in metrics', async () => {
    const beside = await server.startBeside();
    await standing(21_600, async () => {
      const path = new URL(registrar.endpoint).pathname;
      for (let made = 0; made < 40; made += 1) {
        const to = made % 2 === 0 ? beside : server.url;
        expect((await send('POST', to + path, { json: HELLO_WORLD })).status).toBe(201);
      }
      for (const to of [beside, server.url]) {
        expectRefusal(await send('POST', to + path, { json: HELLO_WORLD }), 429, 'temporarily_unavailable');
      }
      const admin = await AdminApi.signIn(server.url, ADMIN);
      const { concerns } = await admin.call('readOverview');
      const reached = { kind: 'reached_limit', limit: 'open_registration', refused: expect.any(Number) as number };
      expect(concerns).toContainEqual(reached);
      await server.noted();
      const { items } = await admin.call('listEvents', { query: { name: 'LIMIT_REACHED' } });
      expect(items[0]).toMatchObject({ details: { limit: 'open_registration' } });
      const { text } = await server.app.get(Metrics).text();
      expect(text).toMatch(/^passant_limit_refusals_total\{limit="open_registration"\} [1-9]/m);
    });
  });

  it('holds dry runs as well, and nobody who has a token', () =>
    standing(14_400, async () => {
      await burst();
      expectRefusal(await registrar.register(undefined, HELLO_WORLD, '?dry_run=true'), 429, 'temporarily_unavailable');
      expect((await registrar.register(MASTER_TOKEN, HELLO_WORLD)).status).toBe(201);
    }));
});
