import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { freePort } from '../lib/free-port.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const PASSWORD = 'a-password-that-nobody-may-see';

/**
 * Runs the demo to completion.
 * @param {string[]} args
 * @returns {Promise<{ code: number | null, printed: string }>}
 */
function demo(...args) {
  const {
    PASSANT_PUBLIC_URL: _url,
    PASSANT_ADMIN_EMAIL: _email,
    PASSANT_ADMIN_PASSWORD: _password,
    ...env
  } = process.env;
  return new Promise((done) => {
    const child = spawn(process.execPath, ['--import', './tools/swc-register.mjs', 'tools/demo/main.ts', ...args], {
      cwd: ROOT,
      env,
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
    child.once('close', (code) => done({ code, printed }));
  });
}

/** @param {string} url */
const drive = (url) => demo('--url', url, '--email', 'admin@example.com', '--password', PASSWORD);

/** @typedef {{ status: number, body: unknown, headers?: Record<string, string> }} Answer */

/**
 * Starts a server with the given answers, and lets the demo drive it.
 * @param {(path: string) => Answer} answer
 */
async function driveSomething(answer) {
  const server = createServer((request, response) => {
    const { status, body, headers } = answer(request.url ?? '');
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  try {
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    return await drive(`http://127.0.0.1:${port}`);
  } finally {
    server.close();
  }
}

/** @param {string} path */
const isReady = (path) => path === '/health/ready';

const REFUSED = { error: 'unauthorized', error_description: 'E-mail address or password is wrong.', error_id: 'abc' };

describe('npm run demo', () => {
  it('says that nobody is there', async () => {
    const { code, printed } = await drive(`http://127.0.0.1:${await freePort()}`);
    expect(code).toBe(1);
    expect(printed.trim()).toMatch(
      /^The server at http:\/\/127\.0\.0\.1:\d+ cannot be reached: ECONNREFUSED\. Start it there, or give the address that npm start printed\.$/,
    );
  });

  it('says that something else answers', async () => {
    const { code, printed } = await driveSomething(() => ({ status: 200, body: '<html></html>' }));
    expect(code).toBe(1);
    expect(printed.trim()).toMatch(
      /^What answers at .+ is not Passant: it sent something that is no JSON\. Give the address of the server, without \/admin\/ or \/oauth\.$/,
    );
  });

  it('says that the server is not ready', async () => {
    const { code, printed } = await driveSomething(() => ({ status: 503, body: { error: 'temporarily_unavailable' } }));
    expect(code).toBe(1);
    expect(printed.trim()).toMatch(
      /^The server at .+ is not ready: its database or its script engine does not answer\.$/,
    );
  });

  it('says that nobody signs in with this password, and does not show it', async () => {
    const { code, printed } = await driveSomething((path) =>
      isReady(path) ? { status: 200, body: { status: 'ready' } } : { status: 401, body: REFUSED },
    );
    expect(code).toBe(1);
    expect(printed).toContain('admin@example.com cannot sign in');
    expect(printed).not.toContain(PASSWORD);
  });

  it('says which request the server failed at, and where its log has the cause', async () => {
    const { code, printed } = await driveSomething((path) =>
      isReady(path)
        ? { status: 200, body: { status: 'ready' } }
        : { status: 500, body: { error: 'server_error', error_description: 'No.', error_id: 'abc' } },
    );
    expect(code).toBe(1);
    expect(printed.trim().split('\n').at(-1)).toBe(
      'The server failed: POST /admin/api/v1/session was answered 500 server_error. Its log has the cause under error_id abc.',
    );
  });

  it('makes nothing where a second administrator would have to approve that it goes again', async () => {
    /** @type {string[]} */
    const asked = [];
    const { code, printed } = await driveSomething((path) => {
      asked.push(path);
      if (isReady(path)) return { status: 200, body: { status: 'ready' } };
      if (path.endsWith('/second-approval')) return { status: 200, body: { required: true, approvers: 2 } };
      const session = { email: 'admin@example.com', role: 'Admin', csrf_token: 'c'.repeat(43), second_factor: 'OFF' };
      return { status: 200, body: session, headers: { 'set-cookie': 's=1; HttpOnly; SameSite=Strict' } };
    });
    expect(code).toBe(1);
    expect(printed).toContain('a second administrator has to approve every deletion there');
    expect(asked.filter((path) => !/health|session|second-approval/.test(path))).toEqual([]);
  });

  it('names what is not as the contract says', async () => {
    const { code, printed } = await driveSomething((path) => ({
      status: 200,
      body: isReady(path) ? { status: 'ready' } : { email: 'admin@example.com', role: 'Admin' },
    }));
    expect(code).toBe(1);
    expect(printed).toContain('2 checks, 1 not as the contract says:');
    expect(printed).toContain("An administrator signs in: the body is the contract's AdminSession\n    csrf_token:");
  });

  it.each([
    ['an administrator is missing', ['--url', 'http://127.0.0.1:9'], 'An administrator has to sign in'],
    ['an address is none', ['--url', 'localhost'], '"localhost" is not the http or https address of a server.'],
    ['an option is unknown', ['--server', 'x'], "Unknown option '--server'"],
    ['a server is missing', ['--email', 'x'], 'Say which server with --url as well.'],
  ])('says that %s', async (_, args, sentence) => {
    const { code, printed } = await demo(...args);
    expect(code).toBe(1);
    expect(printed).toContain(sentence);
    expect(printed).not.toMatch(/^ +at /m);
  });
});
