import { type Application, type ClientInformation, PATHS } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { Store } from '@passant/persistence';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { before } from '../support/meanwhile.js';
import { MASTER_TOKEN, Registrar, informationOf, repeated } from '../support/registrar.js';
import { changeApplication } from '../support/session-world.js';

const VERSION = { platform: 'ios', version: '1.0', status: 'LOGIN_REGISTRATION' } as const;
const INSTALLATION = { software_version: VERSION.version, app_platform: VERSION.platform };

let server: AuthServer;
let registrar: Registrar;
let store: Store;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  registrar = new Registrar(server);
  store = server.app.get(Store);
});
afterAll(() => server.close());

/** An application of one version, with a token for one of its installations. */
async function opened(): Promise<{ application: Application; token: string }> {
  const application = await server.given.mobileApplication(await server.given.provider());
  await changeApplication(server, application, { versions: [VERSION] });
  return { application, token: await server.given.initialAccessToken(application) };
}

const install = (token: string): Promise<Exchange<ClientInformation>> =>
  send('POST', server.url + PATHS.clients, { headers: { authorization: `Bearer ${token}` }, json: INSTALLATION });

async function installed(): Promise<{ application: Application; installation: ClientInformation }> {
  const { application, token } = await opened();
  return { application, installation: informationOf(await install(token)) };
}

const closed = (status: string) => ({ versions: [{ ...VERSION, status }] });

describe('A registration with an initial access token, whose application changes before it is stored', () => {
  it.each([
    ['is disabled', { enabled: false }],
    ['takes no new installations of the version any more', closed('LOGIN_ONLY')],
    ['disables the version', closed('DISABLED')],
  ])('is refused as it would be afterwards, and spends the token: it %s', async (_, change) => {
    const { application, token } = await opened();
    before(store.clientRegistrations, 'record', () => changeApplication(server, application, change));
    expectRefusal(await install(token), 400, 'invalid_client_metadata');
    const filter = { kinds: ['instance'], application: application.identifier, after: undefined } as const;
    expect(await store.clientLife.list(filter, 10)).toEqual([]);
    expectRefusal(await install(token), 401, 'invalid_token');
  });

  it('is refused for its token if the application is deleted', async () => {
    const { application, token } = await opened();
    const { identifier } = application;
    before(store.clientRegistrations, 'record', async () => {
      const { etag } = await server.admin.call('readApplication', { parameters: { identifier } });
      await server.admin.call('deleteApplication', { parameters: { identifier }, ifMatch: etag });
    });
    expectRefusal(await install(token), 401, 'invalid_token');
  });

  it('is made under what holds then, and spends the token once', async () => {
    const { application, token } = await opened();
    before(store.clientRegistrations, 'record', () =>
      changeApplication(server, application, { access_token_validity: 77 }),
    );
    expect((await install(token)).status).toBe(201);
    expectRefusal(await install(token), 401, 'invalid_token');
  });
});

describe('An installation whose application is disabled', () => {
  it('does not change its registration after that, however close it is', async () => {
    const { application, installation } = await installed();
    before(store, 'transaction', () => changeApplication(server, application, { enabled: false }));
    expectRefusal(await registrar.change(installation, repeated(installation)), 403, 'insufficient_scope');
    await changeApplication(server, application, { enabled: true });
    // The token of before is still good: nothing was rotated.
    expect((await registrar.read(installation)).status).toBe(200);
  });

  it('does not delete itself after that, and is deleted with the master token', async () => {
    const { application, installation } = await installed();
    before(store, 'longTransaction', () => changeApplication(server, application, { enabled: false }));
    expectRefusal(await registrar.remove(installation), 403, 'insufficient_scope');
    expect((await registrar.read(installation, MASTER_TOKEN)).status).toBe(200);
    const { registration_client_uri: uri } = installation;
    expect((await registrar.call('DELETE', uri, MASTER_TOKEN)).status).toBe(204);
  });
});

describe('A change of a registration', () => {
  it('moves to no version that was disabled before it is stored', async () => {
    const { application, installation } = await installed();
    await changeApplication(server, application, { versions: [VERSION, { ...VERSION, version: '2.0' }] });
    const moved = { ...repeated(installation), software_version: '2.0' };
    const disabled = { ...VERSION, version: '2.0', status: 'DISABLED' };
    before(store, 'transaction', () => changeApplication(server, application, { versions: [VERSION, disabled] }));
    expectRefusal(await registrar.change(installation, moved), 400, 'invalid_client_metadata');
  });

  it('is made all the same if something else about the application changed meanwhile', async () => {
    const { application, installation } = await installed();
    before(store, 'transaction', () => changeApplication(server, application, { access_token_validity: 77 }));
    expect((await registrar.change(installation, repeated(installation))).status).toBe(200);
  });
});
