import { request } from 'node:http';
import { connect } from 'node:net';
import { ADMIN_API_PATH, ADMIN_ENDPOINTS, PATHS, adminPath } from '@passant/contracts';
import type { Exchange } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { HELLO_WORLD, MASTER_TOKEN, Registrar, informationOf } from '../support/registrar.js';

let server: AuthServer;
let registrar: Registrar;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  registrar = new Registrar(server);
});
afterAll(() => server.close());
// Of the repeated refusals of one source, only the first few per minute can be opened.
beforeEach(() => server.clock.moveOn(60));

/** Sends exactly these headers and bytes; `fetch` would correct them. */
async function raw(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, server.url), { method, headers }, (reply) => {
      let text = '';
      reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
      reply.on('end', () => {
        resolve({
          request: { method, url: path, headers },
          status: reply.statusCode!,
          headers: new Headers(
            Object.entries(reply.headersDistinct).map(([name, values]) => [name, values!.join(', ')]),
          ),
          body: text === '' ? undefined : (JSON.parse(text) as unknown),
        });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Sends everything before it reads anything, as proxies do. @returns all that was answered until the connection ended */
async function heardAfter(text: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.write(text, () => resolve());
  });
  let read = '';
  for await (const chunk of socket) read += (chunk as Buffer).toString();
  return read;
}

/** Sends bytes that no client would send, and reads the whole final response. */
async function bytes(text: string): Promise<Exchange> {
  const answer = await new Promise<string>((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname, () => socket.end(text));
    let read = '';
    socket.on('data', (chunk) => (read += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(read));
  });
  return exchangeOf(answer);
}

/** The final response of an answer. */
function exchangeOf(answer: string): Exchange {
  const [head = '', body = ''] = answer.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '').split('\r\n\r\n');
  const [status = '', ...lines] = head.split('\r\n');
  return {
    request: { method: '', url: '', headers: {} },
    status: Number(status.split(' ')[1]),
    headers: new Headers(lines.map((line) => line.split(/: ?/, 2) as [string, string])),
    body: JSON.parse(body) as unknown,
  };
}

/** What an administrator can see of a refusal. */
async function traceOf(errorId: string) {
  await server.noted();
  return server.admin.call('readRefusal', { parameters: { error_id: errorId } });
}

const JSON_TYPE = 'application/json';

describe('A request without a body', () => {
  const types: [string, Record<string, string>][] = [
    ['JSON', { 'content-type': JSON_TYPE }],
    ['JSON, and says it is empty', { 'content-type': JSON_TYPE, 'content-length': '0' }],
    ['JSON with a charset', { 'content-type': `${JSON_TYPE}; charset=utf-8` }],
    ['JSON, in no chunks', { 'content-type': JSON_TYPE, 'transfer-encoding': 'chunked' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a form, in no chunks', { 'content-type': 'application/x-www-form-urlencoded', 'transfer-encoding': 'chunked' }],
    ['a text', { 'content-type': 'text/plain;charset=UTF-8' }],
    ['something that is no type', { 'content-type': 'json' }],
  ];

  it.each(types)('may call what it does not have %s', async (_, headers) => {
    const client = await registrar.client();
    const authorization = `Bearer ${client.registration_access_token}`;
    const path = PATHS.client(client.client_id);
    expect((await raw('GET', path, { ...headers, authorization })).status).toBe(200);
    expect((await raw('DELETE', path, { ...headers, authorization })).status).toBe(204);
    expectRefusal(await raw('GET', path, { authorization }), 401, 'invalid_token');
  });

  it.each(types)('of an administrator may call it %s, too', async (_, headers) => {
    const { identifier } = await server.given.provider();
    const credentials = { cookie: server.admin.cookie, 'x-csrf-token': server.admin.csrfToken };
    const { clientId } = await server.given.resourceServer();
    const drawing = adminPath(ADMIN_ENDPOINTS.rotateApiClientSecret, { client_id: clientId });
    expect((await raw('POST', drawing, { ...headers, ...credentials })).status).toBe(200);
    const path = adminPath(ADMIN_ENDPOINTS.deleteIdentityProvider, { identifier });
    expect((await raw('DELETE', path, { ...headers, ...credentials })).status).toBe(204);
  });

  it.each(types)('is told what is missing where a body is needed: %s', async (_, headers) => {
    const { clients, token } = PATHS;
    const authorization = `Bearer ${await registrar.initialAccessToken()}`;
    const refusal = expectRefusal(await raw('POST', clients, { ...headers, authorization }), 400, 'invalid_request');
    expect(refusal.error_description).toBe('The body must be application/json.');
    expect(
      (await raw('POST', clients, { authorization, 'content-type': JSON_TYPE }, JSON.stringify(HELLO_WORLD))).status,
    ).toBe(201);
    expectRefusal(await raw('POST', token, headers), 401, 'invalid_client');
  });
});

describe('A body that is no JSON', () => {
  const breaks: [text: string, where: string][] = [
    ['{"client_name":"a",}', 'line 1, column 20: the name of a member is expected'],
    ['{"client_name":"a"\n "scope":"b"}', 'line 2, column 2: a comma is expected'],
    ['{"client_name" "a"}', 'line 1, column 16: a colon is expected'],
    ['{"client_name":}', 'line 1, column 16: a value is expected'],
    ['{"client_name":NaN}', 'line 1, column 16: this is no value of JSON'],
    ["{'client_name':1}", 'line 1, column 2: this is no value of JSON'],
    ['{"client_name":"a', 'line 1, column 16: the text does not end'],
    ['{"client_name":"a\\q"}', 'line 1, column 16: a backslash stands before the wrong character'],
    ['{"client_name":"a\tb"}', 'line 1, column 16: a control character has to be escaped'],
    ['{"client_name":1.}', 'line 1, column 16: the number does not end'],
    ['{"redirect_uris":["https://a.example/"}', 'line 1, column 39: a comma is expected'],
    ['{"redirect_uris":[', 'line 1, column 19: a closing bracket is expected'],
    ['{"client_name":"a"', 'line 1, column 19: a closing brace is expected'],
    ['{} {}', 'line 1, column 4: the end is expected'],
    ['// a comment\n{}', 'line 1, column 1: JSON has no comments'],
    ['  ', 'line 1, column 3: a value is expected'],
  ];

  it.each(breaks)('is told where it breaks, and costs nothing: %j', async (body, where) => {
    const token = await registrar.initialAccessToken();
    const headers = { authorization: `Bearer ${token}`, 'content-type': JSON_TYPE };
    const refusal = expectRefusal(await raw('POST', PATHS.clients, headers, body), 400, 'invalid_request');
    expect(refusal.error_description).toBe(`The body is no JSON, ${where}.`);
    expect(await traceOf(refusal.error_id)).toMatchObject({
      description: refusal.error_description,
      checks: [{ check: 'body', expected: 'JSON', actual: where, passed: false }],
    });
    expect((await registrar.register(token, HELLO_WORLD)).status).toBe(201);
  });

  it.each([
    ['{"__proto__":{"a":1}}', '__proto__', 'line 1, column 2'],
    ['{"client_name":"a",\n"x":[{"__proto__":1}]}', '__proto__', 'line 2, column 7'],
    ['{"\\u005f_proto__":{}}', '__proto__', 'line 1, column 2'],
    ['{"a":{"constructor":{"prototype":{}}}}', 'constructor', 'line 1, column 7'],
  ])('or holds a member that nobody may send is told which: %j', async (body, member, where) => {
    const token = await registrar.initialAccessToken();
    const headers = { authorization: `Bearer ${token}`, 'content-type': JSON_TYPE };
    const refusal = expectRefusal(await raw('POST', PATHS.clients, headers, body), 400, 'invalid_request');
    expect(refusal.error_description).toBe(`The member ${member} is not taken, ${where}.`);
    expect(await traceOf(refusal.error_id)).toMatchObject({
      checks: [{ check: 'body', expected: `no member ${member}`, actual: where, passed: false }],
    });
    expect((await registrar.register(token, HELLO_WORLD)).status).toBe(201);
  });

  it('is told so everywhere', async () => {
    for (const path of [
      PATHS.customRegistrationV1('x', 'complete'),
      PATHS.introspectBatch,
      `${ADMIN_API_PATH}/session`,
    ]) {
      const reply = await raw('POST', path, { 'content-type': JSON_TYPE }, '{"a":1,}');
      expect(expectRefusal(reply, 400, 'invalid_request').error_description).toBe(
        'The body is no JSON, line 1, column 8: the name of a member is expected.',
      );
    }
  });

  it('is not one that begins with a byte order mark', async () => {
    const headers = { authorization: `Bearer ${MASTER_TOKEN}`, 'content-type': JSON_TYPE };
    const reply = await raw('POST', PATHS.clients, headers, `\ufeff${JSON.stringify(HELLO_WORLD)}`);
    expect(reply.status).toBe(201);
    expect(informationOf(reply)).toMatchObject(HELLO_WORLD);
    const broken = await raw('POST', PATHS.clients, headers, '\ufeff{"a":1,}');
    expect(expectRefusal(broken, 400, 'invalid_request').error_description).toContain('line 1, column 8:');
  });
});

describe('What is refused before an endpoint sees it', () => {
  it('says how much a body may hold', async () => {
    const body = JSON.stringify({ client_name: 'x'.repeat(70_000) });
    const headers = { authorization: `Bearer ${MASTER_TOKEN}`, 'content-type': JSON_TYPE };
    const refusal = expectRefusal(await raw('POST', PATHS.clients, headers, body), 413, 'invalid_request');
    expect(refusal.error_description).toBe('The body holds more than 65536 bytes.');
    expect(await traceOf(refusal.error_id)).toMatchObject({
      cause: 'FST_ERR_CTP_BODY_TOO_LARGE',
      checks: [{ check: 'body', expected: 'at most 65536 bytes', actual: 'more', passed: false }],
    });
  });

  it.each([
    ['a body of known length', (size: number) => [`content-length: ${size}`, 'x'.repeat(size)]],
    [
      'a body in chunks',
      (size: number) => ['transfer-encoding: chunked', `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n0\r\n\r\n`],
    ],
  ])('hears out who sends far too much before they listen, and serves them on: %s', async (_what, written) => {
    const [framing, body] = written(3_000_000);
    const head = `host: ${new URL(server.url).host}\r\ncontent-type: ${JSON_TYPE}`;
    const ask = `POST ${PATHS.clients} HTTP/1.1\r\n${head}\r\n${framing}\r\n\r\n${body}`;
    const answers = await heardAfter(`${ask}GET /health/live HTTP/1.1\r\n${head}\r\nconnection: close\r\n\r\n`);
    expect(answers.match(/HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
  });

  it('hears out who sends far too many headers before they listen', async () => {
    const answers = await heardAfter(`GET / HTTP/1.1\r\n${`x-much: ${'x'.repeat(1000)}\r\n`.repeat(3000)}\r\n`);
    expect(answers.match(/HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 431']);
  });

  it('answers everything that was asked before what is no request, and refuses that once', async () => {
    const head = `host: ${new URL(server.url).host}\r\n`;
    const ask = `GET /health/ready HTTP/1.1\r\n${head}\r\n`;
    const [first, second, last] = (await heardAfter(`${ask}${ask}no request\r\n\r\n`)).split(/(?=HTTP\/1\.1 )/);
    for (const answer of [first, second]) expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*\}$/);
    expect(last).toMatch(/^HTTP\/1\.1 400 [^]*\r\nconnection: close\r\n/);
    const refusal = expectRefusal(exchangeOf(last!), 400, 'invalid_request');
    expect(refusal.error_description).toBe('The request is malformed.');
  });

  it('refuses a body that breaks after too much of it once', async () => {
    const head = `host: ${new URL(server.url).host}\r\ncontent-type: ${JSON_TYPE}\r\ntransfer-encoding: chunked\r\n`;
    const chunk = `${(70_000).toString(16)}\r\n${'x'.repeat(70_000)}\r\n`;
    const answers = await heardAfter(`POST ${PATHS.clients} HTTP/1.1\r\n${head}\r\n${chunk.repeat(10)}no chunk\r\n`);
    expect(answers.match(/HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 413']);
  });

  it.each(['text/xml', 'json', 'application/json+x', 'multipart/form-data'])(
    'says which types are taken: %s',
    async (type) => {
      const refusal = expectRefusal(
        await raw('POST', PATHS.clients, { 'content-type': type }, '{}'),
        415,
        'invalid_request',
      );
      expect(refusal.error_description).toBe('The body must be application/json or application/x-www-form-urlencoded.');
      expect(await traceOf(refusal.error_id)).toMatchObject({
        cause: 'FST_ERR_CTP_INVALID_MEDIA_TYPE',
        checks: [{ check: 'content-type', passed: false }],
      });
    },
  );

  it.each(['/oauth/clients/%zz', '/oauth/clients/%ff', '/%'])(
    'says what is wrong with an address: %s',
    async (path) => {
      const { port } = new URL(server.url);
      const reply = await bytes(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
      const refusal = expectRefusal(reply, 400, 'invalid_request');
      expect(refusal).toMatchObject({
        error_description: 'The address is not percent-encoded UTF-8.',
      });
      expect(await traceOf(refusal.error_id)).toMatchObject({
        cause: 'FST_ERR_BAD_URL',
        checks: [{ check: 'address', passed: false }],
      });
    },
  );

  it('says how long a part of an address may be', async () => {
    const refusal = expectRefusal(await raw('GET', PATHS.client('x'.repeat(3000)), {}), 414, 'invalid_request');
    expect(refusal.error_description).toBe('A part of the address is longer than 2304 characters.');
  });
});

describe('The host of a request', () => {
  const asked = (lines: string, version = '1.1') =>
    bytes(`GET ${PATHS.live} HTTP/${version}\r\n${lines}Connection: close\r\n\r\n`);

  it.each([
    ['is not named', '', 'The Host header is missing.'],
    ['is named twice', 'Host: a.example\r\nHost: b.example\r\n', 'The Host header is repeated.'],
    ['is named twice alike', 'Host: a.example\r\nhost: a.example\r\n', 'The Host header is repeated.'],
    ['is empty', 'Host: \r\n', 'The Host header names no host.'],
    ['has a blank in it', 'Host: a b\r\n', 'The Host header names no host.'],
    ['has a path behind it', 'Host: a.example/x\r\n', 'The Host header names no host.'],
    ['has a user in front of it', 'Host: me@a.example\r\n', 'The Host header names no host.'],
    ['is a list', 'Host: a.example, b.example\r\n', 'The Host header names no host.'],
    ['has a port that is no number', 'Host: a.example:x\r\n', 'The Host header names no host.'],
    ['has a port that is too high', 'Host: a.example:65536\r\n', 'The Host header names no host.'],
    ['has a port that no number of 16 bits is', 'Host: [::1]:99999\r\n', 'The Host header names no host.'],
    ['is an address in open brackets', 'Host: [::1\r\n', 'The Host header names no host.'],
  ])('is refused where it %s', async (_, lines, sentence) => {
    const refusal = expectRefusal(await asked(lines), 400, 'invalid_request');
    expect(refusal.error_description).toBe(sentence);
  });

  it.each([
    'a.example',
    'A.example:8080',
    '127.0.0.1:3000',
    '[::1]:3000',
    'under_score',
    'a.example.',
    'a.example:',
    'a.example:65535',
    'a.example:00080',
  ])('is taken as %s', async (host) => {
    expect((await asked(`Host: ${host}\r\n`)).status).toBe(200);
  });

  it('need not be named by those who speak HTTP/1.0', async () => {
    expect((await asked('', '1.0')).status).toBe(200);
  });
});

describe('What a request expects', () => {
  const asked = (lines: string, version = '1.1') =>
    bytes(`GET ${PATHS.live} HTTP/${version}\r\nHost: a.example\r\n${lines}Connection: close\r\n\r\n`);

  it.each(['foo', '100-continue, foo', '200-ok', '100-continued'])(
    'is refused beyond 100-continue: %s',
    async (what) => {
      const reply = await asked(`Expect: ${what}\r\n`);
      // 100 Continue may have gone before.
      const text = expectRefusal(reply, 417, 'invalid_request');
      expect(text.error_description).toBe('Only 100-continue may be expected.');
      expect(reply.headers.get('connection')).toBe('close');
      expect(await traceOf(text.error_id)).toMatchObject({ description: text.error_description });
    },
  );

  it.each(['', '100-Continue', ',', '100-continue, 100-continue'])('is met otherwise: %j', async (what) => {
    expect((await asked(`Expect: ${what}\r\n`)).status).toBe(200);
  });

  it('says nothing in HTTP/1.0', async () => {
    expect((await asked('Expect: foo\r\n', '1.0')).status).toBe(200);
  });
});

describe('A request to connect elsewhere', () => {
  it.each(['a.example:443', '127.0.0.1:1'])('is refused, and its connection closed: %s', async (target) => {
    const reply = await bytes(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
    const refusal = expectRefusal(reply, 405, 'invalid_request');
    expect(refusal.error_description).toBe('The method is not supported here.');
    expect(reply.headers.get('allow')).toBe('');
    expect(reply.headers.get('connection')).toBe('close');
  });

  it('that brings bytes along, or whose sender is gone, harms nobody', async () => {
    const { hostname, port } = new URL(server.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write('CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\nabc', () =>
          socket.resetAndDestroy(),
        );
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
    });
    const brings = await bytes('CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\nGET / HTTP/1.1\r\n\r\n');
    expectRefusal(brings, 405, 'invalid_request');
  });

  it('is over although its sender leaves the connection half open', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    const closed = new Promise<void>((resolve) => {
      socket.on('error', () => undefined).on('close', () => resolve());
    });
    socket.write('CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n');
    // Only what is written to a connection that the server has closed for good fails.
    const writing = setInterval(() => socket.write('.'), 50);
    await closed;
    clearInterval(writing);
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
  });
});
