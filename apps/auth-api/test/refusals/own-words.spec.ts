import { ADMIN_ENDPOINTS, type Application, PATHS, adminPath } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';

/** Occurs nowhere but in what callers send. */
const CANARY = 'janecanary';
/** The same as a language tag, whose parts have eight letters at most. */
const LANGUAGE = 'janejane-canary';
const MASTER_TOKEN = 'master-token-of-this-spec-with-32-characters';

let server: AuthServer;
let web: Application;
let mobile: Application;

beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  const provider = await server.given.provider();
  web = await server.given.webApplication(provider);
  mobile = await server.given.mobileApplication(provider, {
    versions: [{ platform: 'ios', version: '1.0', status: 'LOGIN_REGISTRATION' }],
  });
});
// Of the repeated refusals of one source, only the first few per minute are logged and can be opened.
beforeEach(() => server.clock.moveOn(60));
afterAll(() => server.close());

const admin = (...[operation, options]: Parameters<AuthServer['admin']['request']>) =>
  server.admin.request(operation, options);

const register = (metadata: object, token = MASTER_TOKEN): Promise<Exchange> =>
  send('POST', server.url + PATHS.clients, { headers: { authorization: `Bearer ${token}` }, json: metadata });

const webClient = (members: object) =>
  admin('createWebClient', { body: { name: 'Portal', application: web.identifier, ...members } });

const apiClient = (members: object) =>
  admin('createApiClient', { body: { name: 'Back end', scopes: ['onegini_api_events'], ...members } });

const configured = (configuration: object) => admin('planConfiguration', { body: { configuration } });

const REFUSED: [what: string, ask: () => Promise<Exchange>, isTold: boolean][] = [
  [
    'members of a sign-in that are unknown',
    () =>
      send('POST', server.url + adminPath(ADMIN_ENDPOINTS.signIn), {
        json: { email: 'a@example.com', password: 'wrong', [CANARY]: 1 },
      }),
    true,
  ],
  ['members of a client that are unknown', () => webClient({ [CANARY]: 1 }), true],
  ['a redirect URI', () => webClient({ redirect_uris: [`https://RP.example.com/${CANARY}`] }), true],
  ['a redirect URI of a scheme', () => webClient({ redirect_uris: [`x:/${CANARY}`] }), true],
  ['an origin', () => webClient({ allowed_origins: [`https://${CANARY}.example/`] }), true],
  ['an application', () => apiClient({ applications: [CANARY] }), true],
  ['an identifier of an API', () => apiClient({ resources: [`https://API.example.com/${CANARY}`] }), true],
  [
    'a provider of an application',
    () =>
      admin('createApplication', {
        body: { ...NEW_APPLICATION, identity_providers: [CANARY] },
      }),
    true,
  ],
  [
    'where browsers go after a stateless registration',
    () =>
      admin('createApplication', {
        body: { ...NEW_APPLICATION, stateless_redirect_uris: [`x:/${CANARY}`] },
      }),
    true,
  ],
  [
    'a whole configuration',
    () =>
      configured({
        web_clients: [
          {
            ...{ client_id: 'portal', name: 'Portal', application: web.identifier, client_secret: 's'.repeat(40) },
            redirect_uris: [`https://RP.example.com/${CANARY}`],
          },
        ],
      }),
    true,
  ],
  ['members of a configuration that are unknown', () => configured({ [CANARY]: [] }), true],
  [
    'a version',
    async () =>
      register(
        { application_type: 'native', app_platform: 'ios', software_version: CANARY },
        await server.given.initialAccessToken(mobile),
      ),
    true,
  ],
  [
    'the language of a name',
    () => register({ redirect_uris: ['https://rp.example.com/'], [`client_name#${LANGUAGE}`]: 7 }),
    true,
  ],
  ['a signing key', () => admin('withdrawKeys', { body: { kids: [CANARY], reason: 'leaked' } }), false],
];

const NEW_APPLICATION = {
  ...{ identifier: 'another', name: 'Another', client_type: 'mobile', default_scopes: ['read'] },
  ...{ additional_scopes: [], identity_providers: [], versions: [] },
};

describe('What a caller sent, of a request that is refused,', () => {
  it.each(REFUSED)('is told to them alone, and is in no log line and no trace: %s', async (_, ask, isTold) => {
    const reply = await ask();
    const { error_id } = reply.body as { error_id: string };
    expect(reply.status).toBeGreaterThanOrEqual(400);
    const lines = server.log.filter((line) => line.error_id === error_id);
    const trace = await server.admin.call('readRefusal', { parameters: { error_id } });
    expect(lines).toHaveLength(1);
    const kept = JSON.stringify([lines, trace]);
    for (const canary of [CANARY, LANGUAGE]) expect(kept).not.toContain(canary);
    expect([CANARY, LANGUAGE].some((canary) => JSON.stringify(reply.body).includes(canary))).toBe(isTold);
  });

  it('is shortened and shown without control characters where it is told', async () => {
    const long = `${'x'.repeat(500)}\u202e`;
    const { body } = await webClient({ [`\u202e\u0007${long}`]: 1 });
    const { error_description } = body as { error_description: string };
    expect(error_description.length).toBeLessThan(300);
    expect(error_description).toContain(String.raw`\u202e\u0007xxx`);
    expect(/\p{Cc}|\u202e/u.test(error_description)).toBe(false);
  });
});
