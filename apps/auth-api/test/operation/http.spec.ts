import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ADMIN_API_PATH, PATHS } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

let server: AuthServer;
const consoleDirectory = mkdtempSync(join(tmpdir(), 'passant-console-'));
beforeAll(async () => {
  writeFileSync(join(consoleDirectory, 'index.html'), '<!doctype html><title>Console</title>');
  server = await AuthServer.start({}, { consoleDirectory });
});
afterAll(async () => {
  await server.close();
  rmSync(consoleDirectory, { recursive: true });
});

async function raw(path: string, init: RequestInit): Promise<Exchange> {
  const response = await fetch(server.url + path, init);
  const text = await response.text();
  return {
    request: { method: init.method ?? 'GET', url: path, headers: {} },
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
  };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const FIELDS = 'grant_type=client_credentials&client_id=x&client_secret=y';

describe('A body', () => {
  it.each(['gzip', 'br', 'deflate', 'gzip, identity', 'GZIP', 'unknown'])(
    'that is coded as %s is 415, wherever it is sent',
    async (coding) => {
      const headers = { ...FORM, 'content-encoding': coding };
      for (const path of [PATHS.token, PATHS.introspectV2, PATHS.clients, `${ADMIN_API_PATH}/session`]) {
        const reply = await raw(path, { method: 'POST', headers, body: gzipSync(FIELDS) });
        expectRefusal(reply, 415, 'invalid_request');
        expect(reply.headers.get('accept-encoding')).toBe('identity');
      }
    },
  );

  it.each(['identity', 'Identity'])('that is not coded at all may say so: %s', async (coding) => {
    const headers = { ...FORM, 'content-encoding': coding };
    expectRefusal(await raw(PATHS.token, { method: 'POST', headers, body: FIELDS }), 401, 'invalid_client');
  });

  it('with a parameter twice is refused before anybody is asked who they are', async () => {
    const body = `${FIELDS}&client_id=x`;
    expectRefusal(await raw(PATHS.token, { method: 'POST', headers: FORM, body }), 400, 'invalid_request');
  });

  it.each(['grant_type=&', 'client_secret=&client_secret=&', 'resource=&resource=&odd&odd&'])(
    'leaves out what it gives no value, however often: %s',
    async (empty) => {
      const { clientId, secret } = await server.given.resourceServer();
      const body = `${empty}grant_type=client_credentials&client_id=${clientId}&client_secret=${secret}`;
      expect((await raw(PATHS.token, { method: 'POST', headers: FORM, body })).status).toBe(200);
    },
  );

  it.each(['grant_type=%00', 'grant_type=a%00b'])('with a NUL character is refused: %s', async (body) => {
    expectRefusal(await raw(PATHS.token, { method: 'POST', headers: FORM, body }), 400, 'invalid_request');
  });
});

describe('Credentials', () => {
  it.each(['Authorization', 'authorization'])(
    'in two headers are refused, whichever comes first: %s',
    async (second) => {
      const headers = ['Host', 'localhost', 'Authorization', 'Basic eDp5', second, 'Basic eDp6'];
      const [status, body] = await new Promise<[number, string]>((resolve, reject) => {
        const asked = request(server.url + PATHS.token, { method: 'POST', headers }, (reply) => {
          let text = '';
          reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
          reply.on('end', () => resolve([reply.statusCode!, text]));
        });
        asked.on('error', reject);
        asked.end();
      });
      expect({ status, ...(JSON.parse(body) as object) }).toMatchObject({ status: 400, error: 'invalid_request' });
    },
  );
});

describe('Another method', () => {
  it.each([
    [PATHS.token, 'GET', 'POST'],
    [PATHS.revoke, 'PUT', 'POST'],
    [PATHS.introspectV2, 'GET', 'POST'],
    [PATHS.introspectBatch, 'DELETE', 'POST'],
    [PATHS.userInfo, 'PUT', 'GET, HEAD, POST'],
    [PATHS.keys, 'POST', 'GET, HEAD'],
    [PATHS.openIdConfiguration, 'DELETE', 'GET, HEAD'],
  ])('at %s: %s is 405 and %s is allowed', async (path, method, allowed) => {
    const reply = await raw(path, { method });
    expectRefusal(reply, 405, 'invalid_request');
    expect(reply.headers.get('allow')).toBe(allowed);
  });
});

describe('A page of the console', () => {
  it.each(['/admin/', '/admin/applications', '/admin/activity?name=x'])('%s is read, not written', async (path) => {
    expect((await fetch(server.url + path)).status).toBe(200);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const reply = await raw(path, { method });
      expectRefusal(reply, 405, 'invalid_request');
      expect(reply.headers.get('allow')).toBe('GET, HEAD');
    }
  });

  it.each(['GET', 'POST'])('is not what an unknown address of the admin API is: %s is 404', async (method) => {
    expectRefusal(await raw(`${ADMIN_API_PATH}/nothing`, { method }), 404, 'not_found');
  });

  it.each(['/nothing', '/oauth/nothing'])('is not what %s is', async (path) => {
    for (const method of ['GET', 'POST']) expectRefusal(await raw(path, { method }), 404, 'not_found');
  });
});

/** Sends exactly these headers, one after the other; `fetch` would correct them. */
async function exactly(path: string, headers: string[]): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const options = { path, headers, setHost: false };
    const asked = request(server.url, options, (reply) => {
      let text = '';
      reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
      reply.on('end', () => {
        const received = Object.entries(reply.headersDistinct).map(([name, values]) => [name, values!.join(', ')]);
        resolve({
          request: { method: 'GET', url: path, headers: {} },
          status: reply.statusCode!,
          headers: new Headers(received as [string, string][]),
          body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text,
        });
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('What no request may do', () => {
  const host = ['Host', 'localhost'];
  const breaches: [breach: string, status: number, headers: string[], query?: string][] = [
    ['a Host that is none', 400, ['Host', 'a b']],
    ['two Hosts', 400, [...host, 'Host', 'localhost']],
    ['no Host', 400, ['Accept', '*/*']],
    ['a compressed body', 415, [...host, 'Content-Encoding', 'gzip']],
    ['two Authorization headers', 400, [...host, 'Authorization', 'Basic eDp5', 'Authorization', 'Basic eDp6']],
    ['a NUL character', 400, host, '?a=%00'],
    ['an unknown expectation', 417, [...host, 'Expect', 'foo']],
  ];

  it.each(breaches)('%s is a breach wherever the console is served', async (_, status, headers, query = '') => {
    for (const path of ['/', '/admin', '/admin/', '/admin/applications', '/admin/assets/app.js', PATHS.live]) {
      expectRefusal(await exactly(path + query, headers), status, 'invalid_request');
    }
  });

  it.each([
    ['/admin/assets/', 404],
    ['/admin/assets/none.js', 404],
    ['/admin/assets/../../package.json', 404],
    ['/admin/assets/..%2f..%2fpackage.json', 404],
    ['/admin/assets/%2e%2e/%2e%2e/package.json', 404],
    [`/admin/assets/${'x'.repeat(300)}`, 404],
  ])('is no reason to call a file found that is not there, or not in its folder: %s', async (path, status) => {
    expectRefusal(await exactly(path, host), status, 'not_found');
  });
});

describe('A page of another origin', () => {
  const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };

  it.each([PATHS.token, PATHS.introspectV2, PATHS.clients, PATHS.authorize, `${ADMIN_API_PATH}/session`])(
    'is not let in by %s',
    async (path) => {
      for (const method of ['OPTIONS', 'GET', 'POST']) {
        const response = await fetch(server.url + path, { method, headers, redirect: 'manual' });
        const allowed = [...response.headers.keys()].filter((name) => name.startsWith('access-control-'));
        expect({ method, allowed }).toEqual({ method, allowed: [] });
      }
    },
  );
});

describe('The admin API', () => {
  it.each(['/admin/api/v1/session', '/%61dmin/api/v1/session', '/admin/%61pi/v1/session'])(
    'is kept by no cache, however its address is spelt: %s',
    async (path) => {
      const reply = await fetch(server.url + path);
      expect([reply.status, reply.headers.get('cache-control')]).toEqual([401, 'no-store']);
    },
  );

  it('names the members it refuses, however its address is spelt', async () => {
    const reply = await fetch(`${server.url}/%61dmin/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await reply.json()).toMatchObject({ error: 'invalid_request', fields: { email: 'is required' } });
  });
});

describe('The request identifier', () => {
  it('is never the caller’s: what it sends comes back beside it, and stands beside it in the log', async () => {
    await server.seesAnotherMinute();
    const reply = await send('POST', `${server.url}/oauth/clients`, {
      json: {},
      headers: { 'x-request-id': 'mine-1' },
    });
    const { error_id } = expectRefusal(reply, 401, 'invalid_token');
    expect(error_id).not.toBe('mine-1');
    expect(reply.headers.get('x-client-request-id')).toBe('mine-1');
    expect(server.log.find((line) => line.error_id === error_id)).toMatchObject({ client_request_id: 'mine-1' });
  });

  it('stands alone where what the caller sends could not stand in a log', async () => {
    const reply = await send('POST', `${server.url}/oauth/clients`, {
      json: {},
      headers: { 'x-request-id': 'x'.repeat(129) },
    });
    expectRefusal(reply, 401, 'invalid_token');
    expect(reply.headers.get('x-client-request-id')).toBeNull();
  });
});
