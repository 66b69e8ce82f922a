import { randomUUID } from 'node:crypto';
import { type AdminEndpointName, ADMIN_ENDPOINTS, Approval, DANGER, type Endpoint } from '@passant/contracts';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { withSecondFactor } from '../support/authenticator.js';
import { DocumentPublisher } from '../support/document-publisher.js';
import { PASSWORD } from '../support/given.js';
import { OBEDIENT_SCRIPT } from '../support/login-pages.js';
import { MASTER_TOKEN, Registrar } from '../support/registrar.js';

const WEEK = 7 * 86_400;
let server: AuthServer;
let registrar: Registrar;
let documents: DocumentPublisher;
let ask: AdminApi;
let approve: AdminApi;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN, PASSANT_ALLOW_PRIVATE_JWKS_URI: 'on' });
  registrar = new Registrar(server);
  documents = await DocumentPublisher.start();
  const email = (await server.given.administrator('Admin')).email;
  server.clock.moveOn(WEEK + 1);
  await signInAgain(email);
  await ask.call('updateSecondApproval', { body: { required: true } });
});
afterAll(async () => {
  await server.close();
  await documents.close();
});

async function signInAgain(email = approve.email) {
  ask = await AdminApi.signIn(server.url, ADMIN);
  approve = await AdminApi.signIn(server.url, { email, password: PASSWORD });
}

interface Asked {
  parameters?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
  ifMatch?: string;
}

const reason = 'asked for by the owner';
const given = () => server.givenBy(ask);
const provider = async () => ({ identifier: (await given().provider()).identifier });
const application = async (changes = {}) => ({
  identifier: (await given().mobileApplication(await given().provider(), changes)).identifier,
});
async function importedClient() {
  await given().provider({ scripts: { complete: OBEDIENT_SCRIPT } });
  const client_id = documents.publish();
  await ask.call('updateClientDocumentPolicy', { body: { enabled: true, domains: ['a.example'] }, ifMatch: '*' });
  const { digest } = await ask.call('previewClientDocument', { body: { client_id } });
  await ask.call('importClientDocument', { body: { client_id, digest } });
  return { client_id };
}
const person = async () => ({ email: (await given().administrator('Auditor')).email });
const webClient = async () => {
  const { identifier } = await given().webApplication(await given().provider());
  const { client_id } = await ask.call('createWebClient', {
    body: {
      name: 'a',
      application: identifier,
      redirect_uris: ['https://shop.example.com/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
    },
  });
  return { client_id };
};
const installation = async () => {
  const its = await given().mobileApplication(await given().provider());
  return { client_id: (await given().appInstance(its)).clientId };
};

/** A request of each kind that would be granted. */
const REQUESTS: Partial<Record<AdminEndpointName, () => Promise<Asked>>> = {
  endSessions: () => Promise.resolve({ body: { reason } }),
  updateApplication: async () => ({
    parameters: await application({ user_authentication: { stateless_authentication: true, stateless_session: true } }),
    body: { user_authentication: { stateless_authentication: false } },
    ifMatch: '*',
  }),
  deleteApplication: async () => ({ parameters: await application() }),
  endApplicationTokens: async () => ({ parameters: await application(), body: { reason } }),
  deleteIdentityProvider: async () => ({ parameters: await provider() }),
  endIdentityProviderTokens: async () => ({ parameters: await provider(), body: { reason } }),
  deleteScope: async () => {
    const identifier = `scope-${randomUUID()}`;
    await ask.call('createScope', { body: { identifier, description: 'a' } });
    return { parameters: { identifier } };
  },
  disconnectProfile: async () => {
    const its = await given().provider();
    const app = await given().appInstance(
      await given().mobileApplication(its, { user_authentication: { stateless_authentication: false } }),
    );
    await app.complete(its.identifier, { profile_id: 'ABC123' });
    const { profiles } = await ask.call('readUser', { parameters: { id: 'TestClientUserId' } });
    return { parameters: { id: 'TestClientUserId', profile: profiles[0]!.id } };
  },
  withdrawKeys: async () => {
    const { items } = await ask.call('listKeys');
    const kid = items.find(({ state, algorithm }) => state === 'next' && algorithm === 'ES256')!.kid;
    return { body: { kids: [kid], reason } };
  },
  updateAdministrator: async () => ({ parameters: await person(), body: { role: 'Admin' } }),
  deleteAdministrator: async () => ({ parameters: await person() }),
  removeSecondFactor: async () => {
    const { email } = await withSecondFactor(
      () => server.clock.milliseconds(),
      await given().administrator('Helpdesk'),
    );
    return { parameters: { email } };
  },
  updateSecondApproval: () => Promise.resolve({ body: { required: false } }),
  importClientDocument: async () => {
    const { client_id } = await importedClient();
    documents.publish({ grant_types: ['authorization_code'] }, {}, client_id);
    const { digest } = await ask.call('previewClientDocument', { body: { client_id } });
    return { body: { client_id, digest } };
  },
  endClientGrants: async () => {
    const { client_id } = await importedClient();
    return { parameters: { client_id }, body: { redirect_uri: 'https://weather.example.com/callback' } };
  },
  deleteApiClient: async () => ({ parameters: { client_id: (await given().resourceServer()).clientId } }),
  updateWebClient: async () => ({
    parameters: await webClient(),
    body: { grant_types: ['authorization_code'] },
    ifMatch: '*',
  }),
  deleteWebClient: async () => ({ parameters: await webClient() }),
  deleteAppInstallation: async () => ({ parameters: await installation() }),
  deleteRegisteredClient: async () => ({ parameters: { client_id: (await registrar.client()).client_id } }),
  deleteRegisteredClients: async () => {
    const { identifier } = await given().mobileApplication(await given().provider());
    await given().appInstance(await ask.call('readApplication', { parameters: { identifier } }));
    return { body: { filter: { application: identifier }, expected_count: 1 } };
  },
  revokeInitialAccessToken: async () => ({
    parameters: { id: (await ask.call('createInitialAccessToken', { body: {} })).id },
    query: { with_clients: 'true' },
  }),
  deleteWebHook: async () => {
    const body = { name: 'a', type: 'CUSTOMIZE_TOKEN', base_uri: 'https://hook.example' } as const;
    return { parameters: { id: (await ask.call('createWebHook', { body })).id } };
  },
};

/** The newest records of changes, newest first. */
const newest = async () => (await ask.call('listAuditRecords', { query: { limit: '10' } })).items;

describe('The danger zone', () => {
  it('is asked for one by one', () => {
    const zone = (Object.keys(DANGER) as AdminEndpointName[]).filter((name) => typeof DANGER[name] !== 'object');
    expect(Object.keys(REQUESTS).sort()).toEqual(zone.sort());
  });

  it.each(Object.entries(REQUESTS) as [AdminEndpointName, () => Promise<Asked>][])(
    'has %s wait, and carries it out in the name of both',
    async (name, prepare) => {
      const asked = await prepare();
      const before = (await newest())[0]!.sequence;
      const reply = await ask.request(name, asked);
      expect([name, reply.status]).toEqual([name, 202]);
      const { id, ...waiting } = Approval.parse(reply.body);
      expect(waiting).toMatchObject({ endpoint: name, state: 'PENDING', asked_by: ADMIN.email });
      expect((await newest()).filter(({ sequence }) => sequence > before).map((one) => one.name)).toEqual([
        'ADMIN_APPROVAL_ASKED',
      ]);
      const endpoint: Endpoint = ADMIN_ENDPOINTS[name];
      const { approval, answer } = await approve.call('approveRequest', { parameters: { id } });
      expect(approval).toMatchObject({ state: 'CARRIED_OUT', decided_by: approve.email });
      expect(answer === undefined).toBe(endpoint.response === undefined);
      if (name === 'endSessions') await signInAgain();
      const [record] = await newest();
      expect(record).toMatchObject({ endpoint: name, actor: ADMIN.email, details: { approved_by: approve.email } });
      expect(record!.sequence).toBe(before + 2);
      if (name === 'updateSecondApproval') await ask.call(name, { body: { required: true } });
    },
  );
});
