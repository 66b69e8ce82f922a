import type { Application } from '@passant/contracts';
import type { MobileApp } from '@passant/mobile-client';
import { ClientSweeper } from '../../src/upkeep/client-sweeper.js';
import { AuthServer } from '../support/auth-server.js';
import { BasicApp } from '../support/basic-app.js';

const DAY = 86_400;

let server: AuthServer;
let provider: string;
let application: Application;
beforeAll(async () => {
  server = await AuthServer.start();
  const made = await server.given.provider();
  provider = made.identifier;
  application = await server.given.mobileApplication(made);
});
afterAll(() => server.close());

const isThere = async (clientId: string) => (await server.store.clients.find(clientId)) !== undefined;

/** Runs the clean-up of unused installations as if that many days had passed. */
async function sweptAfter(days: number): Promise<void> {
  await server.noted();
  await server.clock.later(days * DAY, () => server.app.get(ClientSweeper).sweep());
}

const register = (app: MobileApp, more: object) => app.complete(provider, { profile_id: 'AAAAAA', ...more });

describe('An installation of an app', () => {
  it('that was never used goes after thirty days, and leaves a line behind', async () => {
    const app = await server.given.appInstance(application);
    await sweptAfter(29);
    expect(await isThere(app.clientId)).toBe(true);
    await sweptAfter(31);
    expect(await isThere(app.clientId)).toBe(false);
    const { items } = await server.admin.call('listEvents', { query: { client_id: app.clientId } });
    expect(items[0]).toMatchObject({
      name: 'DYNAMIC_REG_DELETED',
      application: application.identifier,
      details: { reason: 'idle' },
    });
  });

  it('that was used stays for thirty days more', async () => {
    const app = await server.given.appInstance(application);
    await server.clock.later(20 * DAY, async () => {
      const stateless = { grant_type: 'urn:onewelcome:oauth2:grant_type:stateless_authentication' };
      expect((await register(app, stateless)).status).toBe(200);
      await server.noted();
    });
    await sweptAfter(49);
    expect(await isThere(app.clientId)).toBe(true);
    await sweptAfter(51);
    expect(await isThere(app.clientId)).toBe(false);
  });

  it('on which somebody has a profile stays', async () => {
    const app = await server.given.appInstance(application);
    expect((await register(app, {})).status).toBe(200);
    await sweptAfter(400);
    expect(await isThere(app.clientId)).toBe(true);
  });

  it('stays for ever where the operator wants that', async () => {
    const keeping = await AuthServer.start({ PASSANT_IDLE_INSTALLATION_DAYS: '0' });
    try {
      const app = await keeping.given.appInstance(
        await keeping.given.mobileApplication(await keeping.given.provider()),
      );
      await keeping.clock.later(3650 * DAY, () => keeping.app.get(ClientSweeper).sweep());
      expect(await keeping.store.clients.find(app.clientId)).toMatchObject({ clientId: app.clientId });
    } finally {
      await keeping.close();
    }
  });
});

it('A client made with a token that limits its life goes after that time', async () => {
  const { initial_access_token: token } = await server.admin.call('createInitialAccessToken', {
    body: { application: application.identifier, client_lifetime: DAY },
  });
  const app = await BasicApp.install(server.url, application, token);
  await server.clock.later(DAY - 3600, () => server.app.get(ClientSweeper).sweep());
  expect(await isThere(app.clientId)).toBe(true);
  await sweptAfter(1);
  expect(await isThere(app.clientId)).toBe(false);
});
