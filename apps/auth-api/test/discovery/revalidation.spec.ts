import { ADMIN_API_PATH, METADATA_PATHS, PATHS } from '@passant/contracts';
import { AuthServer } from '../support/auth-server.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

const read = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(server.url + path, { method, headers });

describe('A document for everybody', () => {
  const DOCUMENTS = [...METADATA_PATHS, PATHS.keys, '/oauth/openapi.json'];

  it.each(DOCUMENTS)('is not sent again to whoever has it: %s', async (path) => {
    const first = await read(path);
    const etag = first.headers.get('etag')!;
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    for (const known of [etag, `W/${etag}`, `"a, b", ${etag}`, '*']) {
      for (const method of ['GET', 'HEAD']) {
        const again = await read(path, { 'if-none-match': known }, method);
        expect({ status: again.status, body: await again.text() }).toEqual({ status: 304, body: '' });
        expect(again.headers.get('etag')).toBe(etag);
        expect(again.headers.get('cache-control')).toBe('public, max-age=300');
        expect(again.headers.get('content-type')).toBeNull();
        // RFC 9110 §8.6: of the whole document, or not said.
        expect([null, first.headers.get('content-length')]).toContain(again.headers.get('content-length'));
      }
    }
  });

  it.each(DOCUMENTS)('is sent whole to whoever has another, or names none: %s', async (path) => {
    const whole = await (await read(path)).text();
    const etag = (await read(path)).headers.get('etag')!;
    for (const known of ['"a"', etag.slice(1, -1), '', etag.toLowerCase()]) {
      const reply = await read(path, { 'if-none-match': known });
      expect({ status: reply.status, body: await reply.text() }).toEqual({ status: 200, body: whole });
    }
    const head = await read(path, {}, 'HEAD');
    expect({ status: head.status, etag: head.headers.get('etag') }).toEqual({ status: 200, etag });
  });

  it('has another tag when it says something else', async () => {
    const before = (await read(PATHS.keys)).headers.get('etag')!;
    await server.admin.call('rotateKeys', { body: {} });
    const after = await read(PATHS.keys, { 'if-none-match': before });
    expect(after.status).toBe(200);
    expect(after.headers.get('etag')).not.toBe(before);
  });
});

describe('An answer for one caller', () => {
  it('has no tag to ask for, and is given whatever is asked', async () => {
    const { clientId, secret } = await server.given.resourceServer();
    const authorization = `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`;
    const form = (fields: Record<string, string>) => ({
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { authorization, 'if-none-match': '*' },
    });
    const { cookie } = server.admin;
    const answers = [
      fetch(server.url + PATHS.token, form({ grant_type: 'client_credentials' })),
      fetch(server.url + PATHS.introspectV2, form({ token: 'x' })),
      read(`${ADMIN_API_PATH}/api-clients/${clientId}`, { cookie, 'if-none-match': '*' }),
      read(`${ADMIN_API_PATH}/openapi.json`, { cookie, 'if-none-match': '*' }),
      read('/health/ready', { 'if-none-match': '*' }),
      read('/nowhere', { 'if-none-match': '*' }),
    ];
    const seen = (await Promise.all(answers)).map(({ status, headers }) => [status, headers.get('etag')]);
    expect(seen).toEqual([...Array<[number, null]>(5).fill([200, null]), [404, null]]);
  });
});
