import { randomUUID } from 'node:crypto';
import { ADMIN_ENDPOINTS, type AdminEndpointName, type AuditRecord } from '@passant/contracts';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { Authenticator, withSecondFactor } from '../support/authenticator.js';
import { DocumentPublisher } from '../support/document-publisher.js';
import { ECHO_SCRIPT, PASSWORD } from '../support/given.js';
import { OBEDIENT_SCRIPT } from '../support/login-pages.js';
import { MASTER_TOKEN, Registrar } from '../support/registrar.js';

let server: AuthServer;
let registrar: Registrar;
let documents: DocumentPublisher;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN, PASSANT_ALLOW_PRIVATE_JWKS_URI: 'on' });
  registrar = new Registrar(server);
  documents = await DocumentPublisher.start();
});
afterAll(async () => {
  await server.close();
  await documents.close();
});

/** Why an endpoint that is not asked with `GET` leaves no record. */
const CHANGES_NOTHING: Partial<Record<AdminEndpointName, string>> = {
  signIn: 'who signed in is an event; nothing is configured by it',
  completeSignIn: 'who signed in is an event; nothing is configured by it',
  startCompanySignIn: 'where the browser goes is stored nowhere',
  startPasskeySignIn: 'a challenge is drawn, and stored nowhere',
  signInWithPasskey: 'who signed in is an event; nothing is configured by it',
  startPasskeySecondFactor: 'a challenge is drawn, and stored nowhere',
  completeSignInWithPasskey: 'who signed in is an event; nothing is configured by it',
  startOwnPasskey: 'a challenge is drawn; a passkey counts once it is added',
  startOwnPasskeyProof: 'a challenge is drawn, and stored nowhere',
  signOut: 'it ends the own session only',
  endOwnSession: 'it ends an own session only',
  startOwnSecondFactor: 'what it draws counts for nothing before it is confirmed',
  testRun: 'what it runs is not stored, and that it ran is an event',
  introspectInTrial: 'it asks about a token',
  previewClientDocument: 'it shows what an import would store',
  previewApplicationImpact: 'it shows what a change would do',
  previewIdentityProviderImpact: 'it shows what a change would do',
  planConfiguration: 'it shows what applying would do',
  search: 'it looks something up',
  testWebHook: 'the hook is asked about a person who does not exist',
};

/** Changes that are made, and their records looked at, where the server has a name or a company. */
const ELSEWHERE: AdminEndpointName[] = [
  ...(['addOwnPasskey', 'removeOwnPasskey', 'completeCompanySignIn'] as const),
  ...(['updateSecondApproval', 'approveRequest', 'refuseRequest', 'withdrawRequest'] as const),
];

interface Asked {
  admin?: AdminApi;
  parameters?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
  ifMatch?: string;
}

const ANY = '*';
const provider = async () => ({ identifier: (await server.given.provider()).identifier });
const application = async () => ({
  identifier: (await server.given.mobileApplication(await server.given.provider())).identifier,
});
const apiClient = async () => ({ client_id: (await server.given.resourceServer()).clientId });
async function webClient() {
  const { identifier } = await server.given.webApplication(await server.given.provider());
  const { client_id } = await server.admin.call('createWebClient', { body: { name: 'a', application: identifier } });
  return { client_id };
}
async function scope() {
  const identifier = `scope-${randomUUID()}`;
  await server.admin.call('createScope', { body: { identifier, description: 'a' } });
  return { identifier };
}
const hook = { name: 'a', type: 'CUSTOMIZE_TOKEN', base_uri: 'https://hook.example' } as const;
const webHook = async () => ({ id: (await server.admin.call('createWebHook', { body: hook })).id });
const candidate = { scripts: { complete: ECHO_SCRIPT }, comment: '' };
async function withCandidate() {
  const parameters = await provider();
  await server.admin.call('createScriptVersion', { parameters, body: candidate });
  return parameters;
}
const installation = async () => {
  const its = await server.given.mobileApplication(await server.given.provider());
  return { client_id: (await server.given.appInstance(its)).clientId };
};
const registered = async () => ({ client_id: (await registrar.client()).client_id });
async function statement() {
  const body = { application: (await application()).identifier, app_version: '1.0', app_platform: 'ios' } as const;
  return { id: (await server.admin.call('createSoftwareStatement', { body })).id };
}
const now = () => server.clock.milliseconds();
const trialBody = {};
const person = async () => ({ email: (await server.given.administrator('Auditor')).email });
const reason = 'asked for by the owner';
const name = 'another name';
const saved = { inputs: {}, scheme_down: false };

/** A request that each endpoint grants and that changes something. */
const CHANGES: Partial<Record<AdminEndpointName, () => Promise<Asked>>> = {
  endSessions: async () => ({ admin: await AdminApi.signIn(server.url, ADMIN), body: { reason } }),
  createApplication: async () => {
    const { identifier: its } = await provider();
    return { body: { identifier: `app-${randomUUID().slice(0, 8)}`, name, identity_providers: [its] } };
  },
  updateApplication: async () => ({ parameters: await application(), body: { name }, ifMatch: ANY }),
  deleteApplication: async () => ({ parameters: await application() }),
  endApplicationTokens: async () => ({ parameters: await application(), body: { reason } }),
  createIdentityProvider: () => {
    const identifier = `scheme-${randomUUID().slice(0, 8)}`;
    return Promise.resolve({ body: { identifier, name, flow: 'ONE_STEP', scripts: { complete: ECHO_SCRIPT } } });
  },
  updateIdentityProvider: async () => ({ parameters: await provider(), body: { name }, ifMatch: ANY }),
  deleteIdentityProvider: async () => ({ parameters: await provider() }),
  endIdentityProviderTokens: async () => ({ parameters: await provider(), body: { reason } }),
  createScope: () => Promise.resolve({ body: { identifier: `scope-${randomUUID()}`, description: 'a' } }),
  updateScope: async () => ({ parameters: await scope(), body: { description: 'b' }, ifMatch: ANY }),
  deleteScope: async () => ({ parameters: await scope() }),
  rotateKeys: () => Promise.resolve({ body: { algorithm: 'ES256' } }),
  withdrawKeys: async () => {
    const { items } = await server.admin.call('listKeys');
    const kid = items.find(({ state, algorithm }) => state === 'next' && algorithm === 'ES256')!.kid;
    return { body: { kids: [kid], reason } };
  },
  inviteAdministrator: () => Promise.resolve({ body: { email: `${randomUUID()}@example.com`, role: 'Auditor' } }),
  acceptInvitation: async () => {
    const body = { email: `${randomUUID()}@example.com`, role: 'Auditor' } as const;
    const { token } = await server.admin.call('inviteAdministrator', { body });
    return { body: { token, password: PASSWORD } };
  },
  updateAdministrator: async () => ({ parameters: await person(), body: { role: 'Helpdesk' } }),
  deleteAdministrator: async () => ({ parameters: await person() }),
  endAdministratorSessions: async () => ({ parameters: await person() }),
  changeOwnPassword: async () => ({
    admin: await server.given.administrator('Helpdesk'),
    body: { current_password: PASSWORD, new_password: 'another-horse-battery' },
  }),
  confirmOwnSecondFactor: async () => {
    const admin = await server.given.administrator('Helpdesk');
    const { secret } = await admin.call('startOwnSecondFactor', { body: { current_password: PASSWORD } });
    return { admin, body: { code: new Authenticator(now, secret).code() } };
  },
  renewOwnRecoveryCodes: proved,
  removeOwnSecondFactor: proved,
  removeSecondFactor: async () => {
    const { email } = await withSecondFactor(now, await server.given.administrator('Helpdesk'));
    return { parameters: { email } };
  },
  startTrial: async () => ({ parameters: await application(), body: trialBody }),
  endTrial: async () => {
    const parameters = await application();
    const { id } = await server.admin.call('startTrial', { parameters, body: trialBody });
    return { parameters: { ...parameters, id } };
  },
  endClientGrants: async () => {
    const client_id = await importedClient();
    return { parameters: { client_id }, body: { redirect_uri: 'https://weather.example.com/callback' } };
  },
  importClientDocument: async () => {
    const client_id = documents.publish();
    const { digest } = await server.admin.call('previewClientDocument', { body: { client_id } });
    return { body: { client_id, digest } };
  },
  updateClientDocumentPolicy: () => Promise.resolve({ body: { enabled: true, domains: ['a.example'] }, ifMatch: ANY }),
  createApiClient: () => Promise.resolve({ body: { name, scopes: ['onegini_api_token_introspection'] } }),
  updateApiClient: async () => ({ parameters: await apiClient(), body: { name }, ifMatch: ANY }),
  rotateApiClientSecret: async () => ({ parameters: await apiClient() }),
  deleteApiClient: async () => ({ parameters: await apiClient() }),
  createWebClient: async () => {
    const { identifier } = await server.given.webApplication(await server.given.provider());
    return { body: { name, application: identifier } };
  },
  updateWebClient: async () => ({ parameters: await webClient(), body: { name }, ifMatch: ANY }),
  rotateWebClientSecret: async () => ({ parameters: await webClient() }),
  deleteWebClient: async () => ({ parameters: await webClient() }),
  updateAppInstallation: async () => ({ parameters: await installation(), body: { enabled: false } }),
  deleteAppInstallation: async () => ({ parameters: await installation() }),
  updateRegisteredClient: async () => ({ parameters: await registered(), body: { enabled: false } }),
  deleteRegisteredClient: async () => ({ parameters: await registered() }),
  deleteRegisteredClients: async () => {
    const { identifier } = await server.given.mobileApplication(await server.given.provider());
    const its = await server.admin.call('readApplication', { parameters: { identifier } });
    for (let count = 0; count < 3; count += 1) await server.given.appInstance(its);
    return { body: { filter: { application: identifier }, expected_count: 3 } };
  },
  createSoftwareStatement: async () => ({
    body: { application: (await application()).identifier, app_version: '1.0', app_platform: 'ios' },
  }),
  revokeSoftwareStatement: async () => ({ parameters: await statement() }),
  createInitialAccessToken: () => Promise.resolve({ body: {} }),
  revokeInitialAccessToken: async () => ({
    parameters: { id: (await server.admin.call('createInitialAccessToken', { body: {} })).id },
  }),
  createScriptVersion: async () => ({ parameters: await provider(), body: candidate }),
  activateScriptVersion: async () => ({ parameters: { ...(await withCandidate()), version: '2' }, ifMatch: ANY }),
  startShadowRun: async () => ({ parameters: await withCandidate(), body: { version: 2, seconds: 60 } }),
  stopShadowRun: async () => {
    const parameters = await withCandidate();
    await server.admin.call('startShadowRun', { parameters, body: { version: 2, seconds: 60 } });
    return { parameters };
  },
  storeScriptFixture: async () => ({ parameters: { ...(await provider()), name: 'mine' }, body: saved }),
  deleteScriptFixture: async () => {
    const parameters = { ...(await provider()), name: 'mine' };
    await server.admin.call('storeScriptFixture', { parameters, body: saved });
    return { parameters };
  },
  createWebHook: () => Promise.resolve({ body: hook }),
  updateWebHook: async () => ({ parameters: await webHook(), body: { name }, ifMatch: ANY }),
  deleteWebHook: async () => ({ parameters: await webHook() }),
  disconnectProfile: async () => {
    const its = await server.given.provider();
    const app = await server.given.appInstance(
      await server.given.mobileApplication(its, { user_authentication: { stateless_authentication: false } }),
    );
    await app.complete(its.identifier, { profile_id: 'ABC123' });
    const { profiles } = await server.admin.call('readUser', { parameters: { id: 'TestClientUserId' } });
    return { parameters: { id: 'TestClientUserId', profile: profiles[0]!.id } };
  },
  applyConfiguration: () => {
    const scopes = [{ identifier: `scope-${randomUUID()}`, description: 'applied' }];
    return Promise.resolve({ body: { configuration: { scopes } }, ifMatch: ANY });
  },
};

/** Somebody with a second factor who proves to be the owner of their account. */
async function proved(): Promise<Asked> {
  const { api, recoveryCodes } = await withSecondFactor(now, await server.given.administrator('Helpdesk'));
  return { admin: api, body: { current_password: PASSWORD, code: recoveryCodes[0] } };
}

async function importedClient(): Promise<string> {
  await server.given.provider({ scripts: { complete: OBEDIENT_SCRIPT } });
  const client_id = documents.publish();
  const { digest } = await server.admin.call('previewClientDocument', { body: { client_id } });
  await server.admin.call('importClientDocument', { body: { client_id, digest } });
  return client_id;
}

const NAMES = Object.keys(ADMIN_ENDPOINTS) as AdminEndpointName[];
const ASKED_TO_ACT = NAMES.filter((one) => ADMIN_ENDPOINTS[one].method !== 'GET');

/** The newest records, newest first. */
async function newest(admin = server.admin): Promise<AuditRecord[]> {
  return (await admin.call('listAuditRecords', { query: { limit: '5' } })).items;
}

/** The record that a change left. Throws unless it left exactly one. */
async function recordOf(change: () => Promise<unknown>): Promise<AuditRecord> {
  const before = (await newest())[0]?.sequence ?? 0;
  await change();
  const made = (await newest()).filter(({ sequence }) => sequence > before);
  expect(made).toHaveLength(1);
  return made[0]!;
}

const SECRET = 'canary-8f14e45fceea-of-at-least-32-characters';
const basic = { authentication_method: 'BASIC', username: 'u', password: 'the first password' } as const;
const property = { identifier: 'api-key', sensitive: true, value: SECRET };
const apply = (configuration: object) =>
  server.admin.call('applyConfiguration', { body: { configuration }, ifMatch: ANY });
/** Applies the entry as it is exported, but for these members. */
async function applyOne(list: 'identity_providers' | 'web_hooks' | 'api_clients' | 'web_clients', change: object) {
  const { configuration } = await server.admin.call('exportConfiguration');
  const named = Object.entries(change)[0]!;
  const current = configuration[list]!.find((one) => (one as Record<string, unknown>)[named[0]] === named[1]);
  await apply({ [list]: [{ ...current, ...change }] });
}
const plain = { identifier: 'url', sensitive: false, value: 'https://a.example' };
const sensitive = async () => {
  const properties = [{ ...property, value: 'the first value' }, plain];
  return (await server.given.provider({ properties })).identifier;
};
const lockedHook = async () => (await server.admin.call('createWebHook', { body: { ...hook, ...basic } })).id;

/** Every way to put another secret in the place of one. Gives what changes it, and what the record says. */
const REPLACED: [string, () => Promise<() => Promise<unknown>>, object][] = [
  [
    'a sensitive property of a provider',
    async () => {
      const parameters = { identifier: await sensitive() };
      const body = { properties: [property, plain] };
      return () => server.admin.call('updateIdentityProvider', { parameters, body, ifMatch: ANY });
    },
    { properties: { 'api-key': 'replaced' } },
  ],
  [
    'a sensitive property of a provider, by a file',
    async () => {
      const identifier = await sensitive();
      return () => applyOne('identity_providers', { identifier, properties: [property, plain] });
    },
    { properties: { 'api-key': 'replaced' } },
  ],
  [
    'the password of a web hook',
    async () => {
      const parameters = { id: await lockedHook() };
      return () => server.admin.call('updateWebHook', { parameters, body: { password: SECRET }, ifMatch: ANY });
    },
    { password: 'replaced' },
  ],
  [
    'the password of a web hook, by a file',
    async () => {
      const id = await lockedHook();
      return () => applyOne('web_hooks', { id, password: SECRET });
    },
    { password: 'replaced' },
  ],
  [
    'the secret of an API client',
    async () => {
      const parameters = await apiClient();
      return () => server.admin.call('rotateApiClientSecret', { parameters });
    },
    { secret: 'replaced' },
  ],
  [
    'the secret of an API client, by a file',
    async () => {
      const { client_id } = await apiClient();
      return () => applyOne('api_clients', { client_id, client_secret: SECRET });
    },
    { secret: 'replaced' },
  ],
  [
    'the secret of a web client',
    async () => {
      const parameters = await webClient();
      return () => server.admin.call('rotateWebClientSecret', { parameters });
    },
    { secret: 'replaced' },
  ],
  [
    'the secret of a web client, by a file',
    async () => {
      const { client_id } = await webClient();
      return () => applyOne('web_clients', { client_id, client_secret: SECRET });
    },
    { secret: 'replaced' },
  ],
];

describe('A secret that is replaced', () => {
  it.each(REPLACED)('is said to be, and nothing else, and never shown: %s', async (_, given, details) => {
    const record = await recordOf(await given());
    expect(record.details).toEqual(details);
    expect([record.before ?? {}, record.after ?? {}]).toEqual([{}, {}]);
    expect(JSON.stringify(record)).not.toContain(SECRET);
  });

  it('is none where a web hook has no use for a password', async () => {
    const parameters = await webHook();
    const body = { name: 'b', password: SECRET };
    const record = await recordOf(() => server.admin.call('updateWebHook', { parameters, body, ifMatch: ANY }));
    expect(record).toMatchObject({ before: { name: 'a' }, after: { name: 'b' } });
    expect(record.details).toBeUndefined();
  });
});

/** Requests that set what is so already. */
const THE_SAME: Partial<Record<AdminEndpointName, () => Promise<Asked>>> = {
  updateScope: async () => ({ parameters: await scope(), body: { description: 'a' }, ifMatch: ANY }),
  updateWebHook: async () => ({ parameters: await webHook(), body: { name: 'a' }, ifMatch: ANY }),
  updateAdministrator: async () => ({ parameters: await person(), body: { role: 'Auditor' } }),
  updateIdentityProvider: async () => {
    const { identifier, name: its, scripts } = await server.given.provider({ properties: [property, plain] });
    const properties = [{ identifier: property.identifier, sensitive: true }, plain];
    return { parameters: { identifier }, body: { name: its, scripts, properties }, ifMatch: ANY };
  },
  updateApplication: async () => {
    const parameters = await application();
    const { name: its } = await server.admin.call('readApplication', { parameters });
    return { parameters, body: { name: its }, ifMatch: ANY };
  },
  updateApiClient: async () => ({ parameters: await apiClient(), body: { enabled: true }, ifMatch: ANY }),
  updateWebClient: async () => ({ parameters: await webClient(), body: { name: 'a' }, ifMatch: ANY }),
  updateAppInstallation: async () => ({ parameters: await installation(), body: { enabled: true } }),
  updateRegisteredClient: async () => ({ parameters: await registered(), body: { enabled: true } }),
  updateClientDocumentPolicy: async () => {
    const { enabled, domains } = await server.admin.call('readClientDocumentPolicy');
    return { body: { enabled, domains }, ifMatch: ANY };
  },
};

async function disabledPerson() {
  const parameters = await person();
  await server.admin.call('updateAdministrator', { parameters, body: { enabled: false } });
  return parameters;
}

describe('A request that changes nothing', () => {
  it('is asked of every endpoint that updates something', () => {
    const updating = NAMES.filter((one) => ADMIN_ENDPOINTS[one].method === 'PATCH');
    expect(Object.keys(THE_SAME)).toEqual(expect.arrayContaining(updating));
  });

  it.each<[AdminEndpointName, () => Promise<Asked>]>([
    ...(Object.entries(THE_SAME) as [AdminEndpointName, () => Promise<Asked>][]),
    ['updateAdministrator', async () => ({ parameters: await person(), body: { enabled: true } })],
    ['updateAdministrator', async () => ({ parameters: await disabledPerson(), body: { enabled: false } })],
  ])('leaves an event and no record: %s', async (endpoint, ask) => {
    const asked = await ask();
    const before = (await newest())[0]?.sequence;
    const reply = await server.admin.request(endpoint, asked);
    expect([endpoint, reply.status, reply.body]).toEqual([endpoint, 200, reply.body]);
    expect((await newest())[0]?.sequence).toBe(before);
    const events = await server.database.dataSource.query<unknown[]>('SELECT 1 FROM event WHERE request_id = $1', [
      reply.headers.get('x-request-id'),
    ]);
    expect(events).toHaveLength(1);
  });
});

/** What administrators do to their own account. */
const OWN: AdminEndpointName[] = [
  'acceptInvitation',
  'changeOwnPassword',
  'confirmOwnSecondFactor',
  'renewOwnRecoveryCodes',
  'removeOwnSecondFactor',
];

describe('A record about an administrator', () => {
  const about = async (subject: string) => (await server.admin.call('listAuditRecords', { query: { subject } })).items;

  it.each(OWN)('is found by their address, also if they made the change: %s', async (endpoint) => {
    const { admin = server.admin, ...asked } = await CHANGES[endpoint]!();
    const record = await recordOf(() => admin.request(endpoint, asked));
    expect(record).toMatchObject({ endpoint, subject: record.actor });
    expect(await about(record.actor)).toContainEqual(record);
  });

  it.each<[string, (email: string) => Promise<unknown>, string]>([
    [
      'is demoted',
      (email) => server.admin.call('updateAdministrator', { parameters: { email }, body: { role: 'Auditor' } }),
      'ADMIN_ROLE_CHANGED',
    ],
    ['is removed', (email) => server.admin.call('deleteAdministrator', { parameters: { email } }), 'ADMIN_REMOVED'],
  ])('tells of an invitation that ends because its maker %s', async (_, end, name) => {
    const inviter = await server.given.administrator('Admin');
    const invited = [1, 2].map(() => `${randomUUID()}@example.com`);
    for (const email of invited) await inviter.call('inviteAdministrator', { body: { email, role: 'Auditor' } });
    await end(inviter.email);
    for (const email of invited) {
      const withdrawn = { name: 'ADMIN_INVITATION_WITHDRAWN', actor: ADMIN.email, subject: email };
      const [last] = await about(email);
      expect(last).toMatchObject({ ...withdrawn, details: { invited_by: inviter.email } });
    }
    expect((await about(inviter.email))[0]).toMatchObject({ name, actor: ADMIN.email });
  });

  it('tells nothing of an invitation that was over before', async () => {
    const inviter = await server.given.administrator('Admin');
    const email = `${randomUUID()}@example.com`;
    await inviter.call('inviteAdministrator', { body: { email, role: 'Auditor' } });
    await server.database.dataSource.query('UPDATE admin_invitation SET expires_at = 1 WHERE email = $1', [email]);
    await server.admin.call('deleteAdministrator', { parameters: { email: inviter.email } });
    expect((await about(email)).map(({ name: its }) => its)).toEqual(['ADMIN_INVITED']);
  });
});

// The last, since it ends the session that the others use.
describe('A change by an administrator', () => {
  it('is every request but a question, or one of a short list with reasons', () => {
    const answered = [...Object.keys(CHANGES), ...Object.keys(CHANGES_NOTHING), ...ELSEWHERE];
    expect(answered.sort()).toEqual([...ASKED_TO_ACT].sort());
  });

  const LAST: AdminEndpointName = 'endSessions';
  const inOrder = [...(Object.keys(CHANGES) as AdminEndpointName[]).filter((one) => one !== LAST), LAST];
  it.each(inOrder)('leaves a record that says who, when, with what and about what: %s', async (endpoint) => {
    const { admin = server.admin, ...asked } = await CHANGES[endpoint]!();
    const before = (await newest())[0]?.sequence ?? 0;
    const reply = await admin.request(endpoint, asked);
    expect([endpoint, reply.status, reply.body]).toEqual([endpoint, ADMIN_ENDPOINTS[endpoint].status, reply.body]);
    const after = endpoint === LAST ? await AdminApi.signIn(server.url, ADMIN) : server.admin;
    const made = (await newest(after)).filter(({ sequence }) => sequence > before);
    expect(made).toHaveLength(1);
    const isAccepted = endpoint === 'acceptInvitation';
    expect(made[0]).toMatchObject({
      endpoint,
      actor: isAccepted ? (reply.body as { email: string }).email : admin.email,
      ...('reason' in (asked.body ?? {}) ? { reason } : {}),
      request_id: reply.headers.get('x-request-id'),
    });
    expect(Math.abs(made[0]!.occurred - server.clock.milliseconds())).toBeLessThan(3_600_000);
  });
});
