import { Approval } from '@passant/contracts';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { PASSWORD } from '../support/given.js';
import { basic, tokenOf } from '../support/token-client.js';

const WEEK = 7 * 86_400;
let server: AuthServer;
let ask: AdminApi;
let approve: AdminApi;
beforeAll(async () => {
  server = await AuthServer.start();
  const { email } = await server.given.administrator('Admin');
  server.clock.moveOn(WEEK + 1);
  ask = await AdminApi.signIn(server.url, ADMIN);
  approve = await AdminApi.signIn(server.url, { email, password: PASSWORD });
});
afterAll(() => server.close());
const require = (required: boolean) => ask.call('updateSecondApproval', { body: { required } });
beforeEach(() => require(true));

const given = () => server.givenBy(ask);

/** An application that gives stateless sessions of an hour, and a web client of another. */
async function things() {
  const { identifier } = await given().mobileApplication(await given().provider(), {
    user_authentication: { stateless_authentication: true, stateless_session: true },
    stateless_session_duration: 3600,
  });
  const { identifier: application } = await given().webApplication(await given().provider());
  const { client_id } = await ask.call('createWebClient', {
    body: {
      name: 'a',
      application,
      redirect_uris: ['https://shop.example.com/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
    },
  });
  return { application: { identifier }, webClient: { client_id } };
}

type Name = 'updateApplication' | 'updateWebClient';
const ofKind = (name: Name, { application, webClient }: Awaited<ReturnType<typeof things>>) =>
  name === 'updateApplication' ? application : webClient;
const read = (name: Name, parameters: Record<string, string>) =>
  name === 'updateApplication'
    ? ask.call('readApplication', { parameters: parameters })
    : ask.call('readWebClient', { parameters: parameters });

const ENDINGS: [Name, object][] = [
  ['updateApplication', { user_authentication: { stateless_authentication: false } }],
  ['updateApplication', { stateless_session_duration: 600 }],
  ['updateApplication', { user_authentication: { stateless_session: false } }],
  ['updateWebClient', { grant_types: ['authorization_code'] }],
  ['updateWebClient', { enabled: false, grant_types: ['authorization_code'] }],
];

describe('A change that ends what people do not get back', () => {
  it.each(ENDINGS)('waits for a second administrator: %s %j', async (name, body) => {
    const parameters = ofKind(name, await things());
    const before = await read(name, parameters);
    const reply = await ask.request(name, { parameters, body, ifMatch: before.etag });
    expect(reply.status).toBe(202);
    expect(await read(name, parameters)).toEqual(before);
    await approve.call('approveRequest', { parameters: { id: Approval.parse(reply.body).id } });
    expect(await read(name, parameters)).not.toEqual(before);
  });

  it.each(ENDINGS)('is made at once where no second one is required: %s %j', async (name, body) => {
    const { body: waiting } = await ask.request('updateSecondApproval', { body: { required: false } });
    await approve.call('approveRequest', { parameters: { id: Approval.parse(waiting).id } });
    const parameters = ofKind(name, await things());
    expect((await ask.request(name, { parameters, body, ifMatch: '*' })).status).toBe(200);
  });

  it('is not made if the thing is another one when it is approved', async () => {
    const { webClient: parameters } = await things();
    const [[name, body]] = ENDINGS.slice(-1) as [[Name, object]];
    const { id } = Approval.parse((await ask.request(name, { parameters, body, ifMatch: '*' })).body);
    await ask.call(name, { parameters, body: { name: 'another' }, ifMatch: '*' });
    expectRefusal(await approve.request('approveRequest', { parameters: { id } }), 412, 'precondition_failed');
    expect(await read(name, parameters)).toMatchObject({ enabled: true, name: 'another' });
  });

  it.each<[Name, object]>([
    ['updateApplication', { enabled: false }],
    ['updateApplication', { stateless_session_duration: 7200 }],
    ['updateApplication', { name: 'another' }],
    ['updateWebClient', { enabled: false }],
    ['updateWebClient', { grant_types: ['authorization_code', 'refresh_token'] }],
  ])('is not one that can be taken back: %s %j', async (name, body) => {
    const parameters = ofKind(name, await things());
    expect((await ask.request(name, { parameters, body, ifMatch: '*' })).status).toBe(200);
  });

  it('is no way for an API client, also not by a document', async () => {
    const { application, webClient } = await things();
    const { clientId, secret } = await given().resourceServer({ scopes: ['onegini_api_config'] });
    const { access_token: token } = (
      await tokenOf(server.url, basic(clientId, secret), { grant_type: 'client_credentials' })
    ).body;
    const asClient = (method: string, path: string, body: object) =>
      fetch(`${server.url}/admin/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'if-match': '*' },
        body: JSON.stringify(body),
      });
    const path = `/web-clients/${webClient.client_id}`;
    expect((await asClient('PATCH', path, { grant_types: ['authorization_code'] })).status).toBe(403);
    const { configuration } = await ask.call('exportConfiguration');
    const webClients = configuration.web_clients!.map((one) =>
      one.client_id === webClient.client_id ? { ...one, grant_types: ['authorization_code'] } : one,
    );
    const applications = configuration.applications!.map((one) =>
      one.identifier === application.identifier
        ? { ...one, user_authentication: { ...one.user_authentication, stateless_authentication: false } }
        : one,
    );
    for (const document of [{ web_clients: webClients }, { applications }]) {
      const reply = await asClient('POST', '/configuration/apply', { configuration: document, prune: false });
      expect([reply.status, await reply.json()]).toMatchObject([409, { error: 'conflict' }]);
    }
    expect(await ask.call('exportConfiguration')).toMatchObject({ configuration });
    const renamed = configuration.web_clients!.map((one) => ({ ...one, name: `${one.name} again` }));
    expect(
      (await asClient('POST', '/configuration/apply', { configuration: { web_clients: renamed }, prune: false }))
        .status,
    ).toBe(200);
  });
});
