import { type AddressInfo, type Socket, createServer } from 'node:net';
import { ADMIN_API_PATH, ADMIN_ENDPOINTS, type AdminSession, type Endpoint, PATHS } from '@passant/contracts';

/** Members that some request or other looks for in an answer. */
const EVERYTHING = {
  access_token: 'A'.repeat(64),
  refresh_token: 'B'.repeat(64),
  id_token: 'eyJhbGciOiJub25lIn0.e30.',
  token_type: 'bearer',
  expires_in: 900,
  scope: 'openid profile onegini_api_admin',
  oauth_token: { access_token: 'A'.repeat(64), refresh_token: 'B'.repeat(64), scope: 'openid profile' },
  status: 2000,
  transaction_id: 'C'.repeat(32),
  active: true,
  client_id: 'yes',
  client_secret: 'D'.repeat(43),
  registration_access_token: 'E'.repeat(43),
  initial_access_token: 'eyJhbGciOiJub25lIn0.e30.F',
  software_statement: 'eyJhbGciOiJub25lIn0.e30.F',
  token: 'G'.repeat(43),
  id: 'yes',
  identifier: 'yes',
  identity_providers: [],
  default_scopes: [],
  additional_scopes: [],
  etag: '"yes"',
  email: 'yes@example.com',
  role: 'Admin',
  items: [],
  issuer: 'https://yes.invalid/oauth',
};

/** A script that got out of its sandbox. */
const RUN = {
  outcome: 'valid',
  result: '{"status":4000,"responsePayload":"reached"}',
  ...{ logs: [], http_calls: [], duration_ms: 1, cpu_ms: 1 },
};

const SESSION: AdminSession = {
  email: 'yes@example.com',
  role: 'Admin',
  csrf_token: 'H'.repeat(43),
  second_factor: 'OFF',
};

/** Says yes to whatever comes, HTTP or not: a server that every attack succeeds against. For the tests of the suite. */
export async function startYesMan(): Promise<{ url: string; stop: () => Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => {});
    let read = '';
    socket.on('data', (chunk) => {
      read += chunk.toString('latin1');
      const head = read.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/^content-length: *(\d+)$/im.exec(read.slice(0, head))?.[1] ?? 0);
      if (read.length < head + 4 + length) return;
      const [method = '', target = ''] = read.split(' ', 2);
      read = '';
      socket.end(answerTo(method, target));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

/** The status by which the callers know a success. */
function statusOf(method: string, path: string): number {
  const named = (Object.values(ADMIN_ENDPOINTS) as Endpoint[]).find(
    (endpoint) =>
      endpoint.method === method &&
      new RegExp(`^${ADMIN_API_PATH}${endpoint.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  if (named) return named.status;
  if (path === PATHS.authorizeConsent) return 303;
  if (path === PATHS.clients) return 201;
  return method === 'DELETE' ? 204 : 200;
}

function bodyOf(path: string): object {
  if (path === `${ADMIN_API_PATH}/session`) return SESSION;
  return path.endsWith('/test-run') ? RUN : EVERYTHING;
}

function answerTo(method: string, target: string): string {
  const [path = ''] = target.split('?', 1);
  const status = statusOf(method, path);
  const body = status === 204 ? '' : JSON.stringify(bodyOf(path));
  return [
    `HTTP/1.1 ${status} Yes`,
    'Content-Type: application/json',
    'Set-Cookie: passant_session=yes',
    'Access-Control-Allow-Origin: *',
    'X-Powered-By: Yes 1.0',
    'Location: https://attack.invalid/callback?code=yes&iss=https://yes.invalid',
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}
