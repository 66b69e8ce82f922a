import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

/** A built site, beside a file that is no part of it. */
const place = mkdtempSync(join(tmpdir(), 'passant-docs-'));
const docsDirectory = join(place, 'site');
const FILES: Record<string, string> = {
  'site/index.html': '<!doctype html><title>Documentation</title>',
  'site/operations.html': '<!doctype html><title>Operations</title>',
  'site/404.html': '<!doctype html><title>404</title>',
  'site/hashmap.json': '{}',
  'site/assets/app.Ab12Cd34.js': 'export {};',
  'site/assets/chunks/@search.Ab12Cd34.js': 'export default {};',
  'secret.html': 'not for anybody',
};

let server: AuthServer;
beforeAll(async () => {
  mkdirSync(join(docsDirectory, 'assets/chunks'), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(place, name), text);
  server = await AuthServer.start({}, { docsDirectory });
});
afterAll(async () => {
  await server.close();
  rmSync(place, { recursive: true });
});

/** Sends path and headers as they are written; `fetch` would resolve the dots, and add that no cache may answer. */
function exactly(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(server.url, { path, headers }, (reply) => {
      let body = '';
      reply.on('data', (chunk: Buffer) => (body += chunk.toString()));
      reply.on('end', () => resolve({ status: reply.statusCode!, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('The documentation', () => {
  it.each(['/docs/404', '/docs/404.html', '/docs/nothing'])(
    'says that a page is not there with the status as well: %s',
    async (path) => {
      const reply = await fetch(server.url + path);
      expect([reply.status, await reply.text()]).toEqual([404, FILES['site/404.html']]);
    },
  );

  it('is at an address with a slash at its end', async () => {
    const reply = await fetch(`${server.url}/docs`, { redirect: 'manual' });
    expect([reply.status, reply.headers.get('location')]).toEqual([302, '/docs/']);
  });

  it.each([
    ['/docs/', 'site/index.html', 'text/html; charset=utf-8'],
    ['/docs/?a=b', 'site/index.html', 'text/html; charset=utf-8'],
    ['/docs/operations', 'site/operations.html', 'text/html; charset=utf-8'],
    ['/docs/operations.html', 'site/operations.html', 'text/html; charset=utf-8'],
    ['/docs/hashmap.json', 'site/hashmap.json', 'application/json; charset=utf-8'],
  ])('is asked for anew every time, because its addresses stay: %s', async (path, file, type) => {
    const reply = await fetch(server.url + path);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, type]);
    expect(reply.headers.get('cache-control')).toBe('no-cache');
    expect(await reply.text()).toBe(FILES[file]);
    const again = await exactly(path, { 'if-none-match': reply.headers.get('etag')! });
    expect(again).toEqual({ status: 304, body: '' });
  });

  it.each(['/docs/assets/app.Ab12Cd34.js', '/docs/assets/chunks/@search.Ab12Cd34.js'])(
    'is kept where the name of a file changes with what is in it: %s',
    async (path) => {
      const reply = await fetch(server.url + path);
      expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/javascript; charset=utf-8']);
      expect(reply.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    },
  );

  it.each(['/docs/', '/docs/operations', '/docs/nothing', '/docs/assets/app.Ab12Cd34.js'])(
    'loads and runs nothing that is not of this server: %s',
    async (path) => {
      const { headers } = await fetch(server.url + path);
      const policy = headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src|unsafe-eval|https?:/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    },
  );

  it.each([
    '/docs/nothing',
    '/docs/operations/',
    '/docs/operations/more',
    '/docs/site',
    '/docs/.hidden',
    '/docs/a.b.c',
  ])('says with a page of its own that there is no page: %s', async (path) => {
    const reply = await fetch(server.url + path);
    expect([reply.status, reply.headers.get('cache-control')]).toEqual([404, 'no-cache']);
    expect(await reply.text()).toBe(FILES['site/404.html']);
  });

  it.each(['/docs/assets', '/docs/assets/', '/docs/assets/chunks', '/docs/assets/chunks/', '/docs/assets/none.js'])(
    'lists no folder, and calls no file found that is not there: %s',
    async (path) => {
      expect((await fetch(server.url + path)).status).toBe(404);
    },
  );

  it.each([
    '/docs/../secret.html',
    '/docs/..%2fsecret.html',
    '/docs/..%2fsecret',
    '/docs/%2e%2e/secret.html',
    '/docs/assets/../../secret.html',
    '/docs/assets/..%2f..%2fsecret.html',
    '/docs/assets/%2e%2e/%2e%2e/secret.html',
    '/docs/assets/..%5c..%5csecret.html',
    `/docs/${'x'.repeat(300)}`,
  ])('has nothing outside of its folder: %s', async (path) => {
    const { status, body } = await exactly(path);
    expect(status).toBe(404);
    expect(body).not.toContain(FILES['secret.html']);
  });

  it.each(['/docs/', '/docs/operations', '/docs/assets/app.Ab12Cd34.js'])('is read, not written: %s', async (path) => {
    const head = await fetch(server.url + path, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(0);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const reply = await send(method, server.url + path);
      expectRefusal(reply, 405, 'invalid_request');
      expect(reply.headers.get('allow')).toBe('GET, HEAD');
    }
  });
});

describe('A server without the built documentation', () => {
  let bare: AuthServer;
  beforeAll(async () => void (bare = await AuthServer.start()));
  afterAll(() => bare.close());

  it.each(['/docs', '/docs/', '/docs/operations', '/docs/assets/app.js'])('says so at %s', async (path) => {
    const reply = await send('GET', bare.url + path);
    expectRefusal(reply, 404, 'not_found');
    expect(reply.body).toMatchObject({
      error_description: 'The documentation is not built here. "npm run build" builds it.',
    });
  });
});
