import { PATHS } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { changeMasterKey } from '../../src/credentials/master-key-change.js';
import { Secrets } from '../../src/credentials/secrets.js';
import { BINDINGS } from '../../src/credentials/wrapping.js';
import { EventLog } from '../../src/observation/event-log.js';
import { ADMIN, AuthServer, MASTER_KEY } from '../support/auth-server.js';
import { AdminApi } from '../support/admin-api.js';
import { expectRefusal } from '../support/expectations.js';
import { OBEDIENT_SCRIPT } from '../support/login-pages.js';
import { until } from '../support/machine.js';
import { clientOfWeb } from '../support/web-world.js';

const NEXT_KEY = Buffer.alloc(32, 2);
const both = () => new Secrets(NEXT_KEY, MASTER_KEY);

/** Knows the key that leaked alone: it was left out when the others were started again with both. */
let forgotten: string;
let server: AuthServer;
let forgottenAdmin: AdminApi;
/** Asks the forgotten process for a login page, whose state is sealed under its key. */
let openPage: () => Promise<{ status: number }>;
beforeAll(async () => {
  server = await AuthServer.start({}, {}, { known: both, inUse: new Secrets(MASTER_KEY) });
  forgotten = await server.startBeside(new Secrets(MASTER_KEY));
  forgottenAdmin = await AdminApi.signIn(forgotten, ADMIN);
  const provider = await server.given.provider({ scripts: { complete: OBEDIENT_SCRIPT } });
  const { client } = await clientOfWeb(server, { provider });
  openPage = () => fetch(forgotten + client.request(), { redirect: 'manual' });
  expect((await openPage()).status).toBe(200);
  expect((await fetch(`${forgotten}/health/ready`)).status).toBe(200);
  const event = server.app.get(EventLog).event('MASTER_KEY_CHANGED');
  await changeMasterKey({ store: server.store, secrets: both(), event, tell: () => {} });
  await until(() => server.log.some(({ msg }) => /one that this process does not know/.test(String(msg))));
});
afterAll(() => server.close());

const unavailable = (reply: Parameters<typeof expectRefusal>[0]) =>
  expectRefusal(reply, 503, 'temporarily_unavailable');

describe('A process that does not know the master key in use', () => {
  it('is not ready, and alive: nobody has to wait until somebody reads its log', async () => {
    await until(async () => (await fetch(`${forgotten}/health/ready`)).status === 503);
    expect((await fetch(`${forgotten}/health/live`)).status).toBe(200);
  });

  it('does not call tokens inactive that are good', async () => {
    const { provider, app } = await server.given.statelessWorld();
    const resourceServer = await server.given.resourceServer();
    const { body } = await app.complete(provider.identifier, { profile_id: 'AAAAAA', scope: ['openid'] });
    const token = body.oauth_token!.access_token;
    expect((await resourceServer.introspect(token)).active).toBe(true);
    const headers = { authorization: resourceServer.basic };
    unavailable(await send('POST', forgotten + PATHS.introspectV2, { headers, form: { token } }));
    unavailable(await send('POST', forgotten + PATHS.introspectBatch, { headers, json: { tokens: [token] } }));
    unavailable(await send('GET', forgotten + PATHS.userInfo, { headers: { authorization: `Bearer ${token}` } }));
  });

  it('gives no token, and no page that whoever has the leaked key could have made', async () => {
    const client = await server.given.resourceServer({ scopes: ['onegini_api_config'] });
    const form = { grant_type: 'client_credentials', scope: 'onegini_api_config' };
    const headers = { authorization: client.basic };
    expect((await send('POST', server.url + PATHS.token, { headers, form })).status).toBe(200);
    unavailable(await send('POST', forgotten + PATHS.token, { headers, form }));
    expect((await openPage()).status).toBe(503);
  });

  it('keeps nothing under the key that leaked, after the change has said that nothing is left under it', async () => {
    const hook = await server.admin.call('createWebHook', {
      body: { type: 'CUSTOMIZE_TOKEN', name: 'Rules', base_uri: 'http://127.0.0.1:1' },
    });
    const body = { authentication_method: 'BASIC', username: 'passant', password: 'a-very-secret-password' } as const;
    const parameters = { id: hook.id };
    const reply = await forgottenAdmin.request('updateWebHook', { parameters, body, ifMatch: hook.etag });
    expect(reply.status).toBe(503);
    const [row] = await server.database.dataSource.query<{ sealed_password: Buffer | null }[]>(
      'SELECT sealed_password FROM web_hook WHERE id = $1',
      [hook.id],
    );
    expect(row).toEqual({ sealed_password: null });
  });

  it('signs nothing with a key that was withdrawn, though it cannot open the next one', async () => {
    const keys = async () => (await server.admin.call('listKeys')).items;
    const kids = (await keys()).filter(({ state }) => state !== 'withdrawn').map(({ kid }) => kid);
    const application = await server.given.mobileApplication(await server.given.provider());
    await server.admin.call('withdrawKeys', { body: { kids, reason: 'what the master key protected could be read' } });
    await until(async () => {
      const { keys: published } = (await send<{ keys: { kid: string }[] }>('GET', forgotten + PATHS.keys)).body;
      return published.every(({ kid }) => !kids.includes(kid));
    });
    const body = { application: application.identifier, encoding: 'SELF_CONTAINED' as const };
    expect((await forgottenAdmin.request('createInitialAccessToken', { body })).status).toBe(503);
    const algorithms = (await send('GET', forgotten + PATHS.openIdConfiguration)).body;
    expect(algorithms).toHaveProperty('id_token_signing_alg_values_supported', ['ES256', 'RS256']);
  });

  it('hears of every other change, so that nobody gets in who was shut out', async () => {
    const application = await server.given.mobileApplication(await server.given.provider());
    const { items } = await forgottenAdmin.call('listApplications');
    expect(items.map(({ identifier }) => identifier)).toContain(application.identifier);
  });

  it('serves again as soon as the database names the key that it knows, as after a backup was restored', async () => {
    const checks = [new Secrets(NEXT_KEY).check, new Secrets(MASTER_KEY).check] as const;
    expect(await server.store.configuration.changeMasterKey(...checks)).toBe(true);
    const wrapped = new Secrets(MASTER_KEY);
    const rows = await server.database.dataSource.query<{ kid: string; sealed: Buffer }[]>(
      'SELECT kid, sealed_private_jwk AS sealed FROM signing_key WHERE sealed_private_jwk IS NOT NULL',
    );
    for (const { kid, sealed } of rows) {
      const binding = BINDINGS.signingKey(kid);
      const before = wrapped.wrap(both().unwrap(sealed, binding), binding);
      await server.database.dataSource.query('UPDATE signing_key SET sealed_private_jwk = $2 WHERE kid = $1', [
        kid,
        before,
      ]);
    }
    await until(async () => (await fetch(`${forgotten}/health/ready`)).status === 200);
    expect((await openPage()).status).toBe(200);
  });
});
