import { request } from 'node:http';
import { PATHS } from '@passant/contracts';
import { AuthServer } from '../support/auth-server.js';
import { MASTER_TOKEN, dynamicClient } from '../support/web-world.js';

const PAGE = 'https://page.example';

let server: AuthServer;
let clientId: string;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  const metadata = { redirect_uris: [`${PAGE}/callback`], token_endpoint_auth_method: 'none' };
  ({ clientId } = await dynamicClient(server, metadata));
});
afterAll(() => server.close());

interface Answer {
  status: number;
  headers: Record<string, unknown>;
}

/** Sends a request whose target is written exactly like this. */
async function ask(method: string, target: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path: target, headers }, (reply) => {
      reply.resume();
      reply.once('end', () => resolve({ status: reply.statusCode!, headers: reply.headers }));
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}

/** RFC 3986 §6.2.2: the same resource. RFC 9112 §3.2.2: a server has to take the absolute form. */
const SPELLINGS: [name: string, spell: (path: string) => string][] = [
  ['with an encoded letter', (path) => path.replace('o', '%6F')],
  ['with two cases in one octet', (path) => path.replace('o', '%6f')],
  [
    'with an encoded letter at the end',
    (path) => `${path.slice(0, -1)}%${path.charCodeAt(path.length - 1).toString(16)}`,
  ],
  ['in the absolute form', (path) => `http://host.example${path}`],
  ['in the absolute form of https, with a port', (path) => `HTTPS://host.example:8443${path}`],
];

describe.each(SPELLINGS)('An address written %s', (_, spell) => {
  it('lets in the same pages', async () => {
    for (const path of [PATHS.token, PATHS.client(clientId)]) {
      const before = { origin: PAGE, 'access-control-request-method': path === PATHS.token ? 'POST' : 'GET' };
      const preflight = await ask('OPTIONS', spell(path), before);
      expect(preflight).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': PAGE } });
    }
    const stranger = { origin: 'https://stranger.example', 'access-control-request-method': 'GET' };
    const refused = await ask('OPTIONS', spell(PATHS.client(clientId)), stranger);
    expect(refused.headers).not.toHaveProperty('access-control-allow-origin');
    const keys = await ask('GET', spell(PATHS.keys), { origin: PAGE });
    expect(keys).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': '*' } });
  });

  it('has the same methods', async () => {
    expect(await ask('DELETE', spell(PATHS.token))).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });

  it('is as little kept by anybody in the admin API', async () => {
    for (const path of ['/admin/api/v1/session', '/admin/api/v1/nowhere']) {
      expect((await ask('GET', spell(path))).headers).toMatchObject({ 'cache-control': 'no-store' });
    }
  });

  it('is the same for whoever begins an authorization', async () => {
    const query = `client_id=${clientId}&redirect_uri=${encodeURIComponent(`${PAGE}/callback`)}&response_type=code`;
    const [plain, reply] = [PATHS.authorize, spell(PATHS.authorize)].map((path) =>
      ask('GET', `${path}?${query}&state=%6F`),
    );
    const { status, headers } = await plain!;
    expect(status).toBe(303);
    expect(await reply!).toMatchObject({ status, headers: { location: headers.location } });
  });
});

describe('An address that is another one', () => {
  it.each([
    ['with two slashes', '/oauth//v1/token'],
    ['with a slash at the end', `${PATHS.token}/`],
    ['with a step up', '/oauth/v1/x/../token'],
    ['with an encoded step up', '/oauth/v1/x/%2e%2e/token'],
    ['with an encoded slash', '/oauth%2Fv1/token'],
    ['in other letters', PATHS.token.toUpperCase()],
    ['that was encoded twice', '/%256Fauth/v1/token'],
  ])('leads nowhere, and lets no page in: %s', async (_, target) => {
    const before = { origin: PAGE, 'access-control-request-method': 'POST' };
    const preflight = await ask('OPTIONS', target, before);
    expect(preflight.status).toBe(404);
    expect(preflight.headers).not.toHaveProperty('access-control-allow-origin');
    expect((await ask('POST', target)).status).toBe(404);
  });

  it.each([
    ['http://[::', 400],
    ['ftp://host.example', 404],
  ])('is nothing behind %s', async (origin, status) => {
    expect((await ask('POST', `${origin}${PATHS.token}`)).status).toBe(status);
  });
});
