import { ADMIN_API_PATH, METADATA_PATHS, PATHS } from '@passant/contracts';
import { AuthServer } from '../support/auth-server.js';
import { MASTER_TOKEN, clientOfWeb, dynamicClient, signIn } from '../support/web-world.js';

const PAGE = 'https://page.example';
const OTHER_PAGE = 'https://other.example';
const STRANGER = 'https://stranger.example';

let server: AuthServer;
/** A public client whose pages are at {@link PAGE}; `otherId` is one at {@link OTHER_PAGE}. */
let clientId: string;
let otherId: string;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN, PASSANT_OPEN_REGISTRATION: 'on' });
  const pageOf = (origin: string) =>
    dynamicClient(server, { redirect_uris: [`${origin}/callback`], token_endpoint_auth_method: 'none' });
  ({ clientId } = await pageOf(PAGE));
  ({ clientId: otherId } = await pageOf(OTHER_PAGE));
});
afterAll(() => server.close());

type Ask = RequestInit & { origin?: string };

/** Sends a request as a page of that origin would. */
async function ask(path: string, { origin, ...init }: Ask = {}): Promise<Response> {
  const headers = { ...(init.headers as Record<string, string>), ...(origin === undefined ? {} : { origin }) };
  return fetch(server.url + path, { redirect: 'manual', ...init, headers });
}

/** The preflight that a browser sends before a non-simple request. */
async function preflight(path: string, method: string, origin: string): Promise<Response> {
  const headers = { 'access-control-request-method': method, 'access-control-request-headers': 'authorization' };
  return ask(path, { method: 'OPTIONS', headers, origin });
}

/** The CORS headers by which a browser decides; `vary` is not one of them. */
function corsOf({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
}

const EXPOSED = {
  'access-control-expose-headers': 'WWW-Authenticate, X-Request-Id, X-Client-Request-Id, Retry-After, Date',
};
const letIn = (origin: string) => ({ 'access-control-allow-origin': origin, ...EXPOSED });
const preflighted = (origin: string, methods: string) => ({
  ...letIn(origin),
  'access-control-allow-methods': methods,
  'access-control-allow-headers': 'Authorization, Content-Type, X-Request-Id, MCP-Protocol-Version',
  'access-control-max-age': '600',
});
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const exchangeOf = (id: string) => ({
  method: 'POST',
  headers: FORM,
  body: `grant_type=authorization_code&client_id=${id}&code=c&redirect_uri=r&code_verifier=${'v'.repeat(43)}`,
});

describe('What everybody may know', () => {
  it.each([...METADATA_PATHS, PATHS.keys])('%s is read from every origin', async (path) => {
    for (const origin of [PAGE, STRANGER, 'null', 'http://localhost:5173']) {
      const reply = await ask(path, { origin });
      expect({ status: reply.status, cors: corsOf(reply) }).toEqual({ status: 200, cors: letIn('*') });
      const before = await preflight(path, 'GET', origin);
      expect({ status: before.status, cors: corsOf(before) }).toEqual({
        status: 204,
        cors: preflighted('*', 'GET, HEAD'),
      });
    }
  });

  it('is the same for all, whether or not they name an origin', async () => {
    const reply = await ask(PATHS.keys);
    expect(corsOf(reply)).toEqual(letIn('*'));
    expect(reply.headers.get('vary')).toBeNull();
  });
});

describe('What is done in the name of a public client', () => {
  const endpoints: [string, string, string][] = [
    ['POST', PATHS.token, 'POST'],
    ['POST', '/oauth/token', 'POST'],
    ['POST', PATHS.revoke, 'POST'],
    ['POST', '/oauth/revoke', 'POST'],
    ['GET', PATHS.userInfo, 'GET, HEAD, POST'],
    ['POST', PATHS.userInfo, 'GET, HEAD, POST'],
  ];

  it.each(endpoints)(
    '%s %s is done by pages of registered origins, and by no others',
    async (method, path, methods) => {
      for (const origin of [PAGE, OTHER_PAGE]) {
        const before = await preflight(path, method, origin);
        expect({ status: before.status, cors: corsOf(before) }).toEqual({
          status: 204,
          cors: preflighted(origin, methods),
        });
        expect(before.headers.get('vary')).toBe('Origin');
        const reply = await ask(path, { method, origin });
        expect(corsOf(reply)).toEqual(letIn(origin));
      }
      for (const origin of [
        STRANGER,
        'http://page.example',
        `${PAGE}:8443`,
        'https://sub.page.example',
        'null',
        '*',
        'x',
      ]) {
        const before = await preflight(path, method, origin);
        expect({ origin, status: before.status, cors: corsOf(before) }).toEqual({ origin, status: 405, cors: {} });
        const reply = await ask(path, { method, origin });
        expect({ origin, cors: corsOf(reply) }).toEqual({ origin, cors: {} });
        expect(reply.headers.get('vary')).toBe('Origin');
      }
    },
  );

  it('is done with the methods there are', async () => {
    expect(corsOf(await preflight(PATHS.token, 'DELETE', PAGE))).toEqual({});
    expect(corsOf(await preflight(PATHS.userInfo, 'PUT', PAGE))).toEqual({});
  });

  it('is read by the pages of that client, not by those of another', async () => {
    const own = await ask(PATHS.token, { ...exchangeOf(clientId), origin: PAGE });
    expect({ status: own.status, cors: corsOf(own) }).toEqual({ status: 400, cors: letIn(PAGE) });
    const foreign = await ask(PATHS.token, { ...exchangeOf(otherId), origin: PAGE });
    expect({ status: foreign.status, cors: corsOf(foreign) }).toEqual({ status: 400, cors: {} });
  });

  it('never takes what a browser has of this server', async () => {
    const cookie = server.admin.cookie;
    const reply = await ask(PATHS.userInfo, { origin: PAGE, headers: { cookie } });
    expect(reply.status).toBe(401);
    expect(reply.headers.has('access-control-allow-credentials')).toBe(false);
    expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('begins and ends with its registration, at once', async () => {
    const origin = 'http://localhost:5173';
    expect(corsOf(await preflight(PATHS.token, 'POST', origin))).toEqual({});
    const body = JSON.stringify({
      redirect_uris: [`${origin}/cb`],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    });
    const made = await ask(PATHS.clients, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      origin,
    });
    expect({ status: made.status, cors: corsOf(made) }).toEqual({ status: 201, cors: letIn('*') });
    const { client_id, registration_access_token } = (await made.json()) as Record<string, string>;
    expect(corsOf(await preflight(PATHS.token, 'POST', origin))).toEqual(preflighted(origin, 'POST'));
    const headers = { authorization: `Bearer ${registration_access_token}` };
    const gone = await ask(PATHS.client(client_id!), { method: 'DELETE', headers, origin });
    expect({ status: gone.status, cors: corsOf(gone) }).toEqual({ status: 204, cors: letIn(origin) });
    expect(corsOf(await preflight(PATHS.token, 'POST', origin))).toEqual({});
  });
});

describe('The registration of a client', () => {
  it.each([PATHS.clients, PATHS.legacyClients])('is read, changed and deleted by its own pages: %s', async (path) => {
    const [own, unknown] = [`${path}/${clientId}`, `${path}/unknown`];
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const before = await preflight(own, method, PAGE);
      expect({ status: before.status, cors: corsOf(before) }).toEqual({
        status: 204,
        cors: preflighted(PAGE, 'GET, HEAD, PUT, DELETE'),
      });
      expect(corsOf(await preflight(own, method, OTHER_PAGE))).toEqual({});
      expect(corsOf(await preflight(unknown, method, PAGE))).toEqual({});
    }
    const refused = await ask(own, { origin: PAGE });
    expect({ status: refused.status, cors: corsOf(refused) }).toEqual({ status: 401, cors: letIn(PAGE) });
    expect(corsOf(await ask(own, { origin: OTHER_PAGE }))).toEqual({});
  });

  it('is told to the page that changes it, though its address is another afterwards', async () => {
    const body = JSON.stringify({ redirect_uris: [`${PAGE}/cb`], token_endpoint_auth_method: 'none' });
    const json = { 'content-type': 'application/json' };
    const made = await ask(PATHS.clients, { method: 'POST', headers: json, body, origin: PAGE });
    const { client_id, registration_access_token } = (await made.json()) as Record<string, string>;
    const moved = JSON.stringify({
      client_id,
      redirect_uris: ['https://new.example/cb'],
      token_endpoint_auth_method: 'none',
    });
    const headers = { ...json, authorization: `Bearer ${registration_access_token}` };
    const changed = await ask(PATHS.client(client_id!), { method: 'PUT', headers, body: moved, origin: PAGE });
    expect({ status: changed.status, cors: corsOf(changed) }).toEqual({ status: 200, cors: letIn(PAGE) });
    expect(corsOf(await ask(PATHS.client(client_id!), { origin: PAGE }))).toEqual({});
    expect(corsOf(await ask(PATHS.client(client_id!), { origin: 'https://new.example' }))).toEqual(
      letIn('https://new.example'),
    );
  });

  it.each([PATHS.clients, PATHS.legacyClients])(
    'is made from every origin while registration is open: %s',
    async (path) => {
      const before = await preflight(path, 'POST', STRANGER);
      expect({ status: before.status, cors: corsOf(before) }).toEqual({ status: 204, cors: preflighted('*', 'POST') });
      expect(corsOf(await ask(path, { origin: STRANGER }))).toEqual({});
    },
  );
});

describe('A client that keeps a secret', () => {
  const listed = 'https://portal.example';

  it('lets in the pages that an administrator lists, and not those of its redirect addresses', async () => {
    const provider = await server.given.provider();
    const { client } = await clientOfWeb(server, { provider });
    const at = new URL(client.redirectUri).origin;
    for (const origin of [listed, at]) expect(corsOf(await preflight(PATHS.token, 'POST', origin))).toEqual({});
    const parameters = { client_id: client.clientId };
    const { etag } = await server.admin.call('readWebClient', { parameters });
    const changed = await server.admin.call('updateWebClient', {
      parameters,
      ifMatch: etag,
      body: { allowed_origins: [listed, listed] },
    });
    expect(changed.allowed_origins).toEqual([listed]);
    expect(corsOf(await preflight(PATHS.token, 'POST', listed))).toEqual(preflighted(listed, 'POST'));
    expect(corsOf(await preflight(PATHS.token, 'POST', at))).toEqual({});
    // With a token of this client, its own pages can read the claims; pages of others cannot.
    const { access_token } = (await client.exchange(await signIn(server, client, 'anna', { scope: 'openid' }))).body;
    const headers = { authorization: `Bearer ${access_token}` };
    const own = await ask(PATHS.userInfo, { headers, origin: listed });
    expect({ status: own.status, cors: corsOf(own) }).toEqual({ status: 200, cors: letIn(listed) });
    const foreign = await ask(PATHS.userInfo, { headers, origin: PAGE });
    expect({ status: foreign.status, cors: corsOf(foreign) }).toEqual({ status: 200, cors: {} });
    // A later change to something else leaves the list unchanged.
    await server.admin.call('updateWebClient', { parameters, ifMatch: changed.etag, body: { enabled: false } });
    expect((await server.admin.call('readWebClient', { parameters })).allowed_origins).toEqual([listed]);
    expect(corsOf(await preflight(PATHS.token, 'POST', listed))).toEqual({});
  });

  it.each([
    [
      'https://portal.example/',
      'must be written as browsers write an origin. It is "https://portal.example/", and would be "https://portal.example".',
    ],
    ['*', 'must be https://host, or http://localhost:port. It is "*".'],
    ['http://portal.example', 'must be https://host, or http://localhost:port. It is "http://portal.example".'],
  ])('has no list with %s in it', async (origin, sentence) => {
    const application = await server.given.webApplication(await server.given.provider());
    const reply = await server.admin.request('createWebClient', {
      body: { name: 'Portal', application: application.identifier, allowed_origins: [origin] },
    });
    expect(reply).toMatchObject({
      status: 400,
      body: { error_description: `allowed_origins: ${sentence}`, fields: { allowed_origins: sentence } },
    });
  });
});

describe('What is for nobody else’s page', () => {
  it.each([
    ['GET', PATHS.authorize],
    ['POST', PATHS.authorizeAnswer],
    ['POST', PATHS.introspectV2],
    ['POST', PATHS.introspectV1],
    ['POST', PATHS.introspectBatch],
    ['GET', PATHS.endedTokens],
    ['POST', PATHS.customRegistrationV1('x', 'complete')],
    ['POST', PATHS.customRegistrationV2('x', 'complete')],
    ['POST', PATHS.directAuthorization],
    ['POST', PATHS.legacyDirectAuthorization],
    ['GET', PATHS.legacyClients],
    ['GET', PATHS.events],
    ['POST', `${ADMIN_API_PATH}/session`],
    ['GET', `${ADMIN_API_PATH}/applications`],
    ['GET', '/oauth/clients'],
    ['GET', `/oauth/clients/x/y`],
    ['GET', '/health/live'],
    ['GET', '/metrics'],
  ])('%s %s stays shut, for pages of clients, too', async (method, path) => {
    for (const origin of [PAGE, STRANGER]) {
      expect(corsOf(await preflight(path, method, origin))).toEqual({});
      expect(corsOf(await ask(path, { method, origin }))).toEqual({});
    }
  });
});
