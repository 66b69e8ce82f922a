import { type AddressInfo, connect } from 'node:net';
import type { Client } from '@passant/protocol';
import Fastify, { type FastifyInstance } from 'fastify';
import { serveHotRoutes, takeOverFromHotRoutes } from './hot-route.js';
import { requestFacts, watchRequests } from './request-facts.js';

const CALLER = { clientId: 'back-end', application: 'theirs' } as Client;
const FORM = 'application/x-www-form-urlencoded';

let server: FastifyInstance;
let isOpen = true;
/** What the hot route was asked. */
let asked: unknown[] = [];
const answered: string[] = [];

beforeAll(async () => {
  server = Fastify();
  takeOverFromHotRoutes(server, ['/hot']);
  watchRequests(server);
  server.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) => done(null, body));
  server.setErrorHandler((error: Error, _request, reply) =>
    reply.status(503).send({ by: 'framework', refused: error.message, caller: requestFacts()?.clientId }),
  );
  for (const path of ['/hot', '/other']) server.post(path, ({ body }) => ({ by: 'framework', body }));
  server.get('/hot', () => ({ by: 'framework' }));
  await server.ready();
  serveHotRoutes(server, {
    routes: [
      {
        path: '/hot',
        answer: ({ headers, body }) => {
          asked.push({ headers, body });
          if (body === 'not=mine') return undefined;
          const text = body === 'outage=1' ? Promise.reject(new Error('down')) : Promise.resolve(textFor(body));
          return { caller: CALLER, text };
        },
      },
    ],
    headers: { 'x-content-type-options': 'nosniff' },
    isOpen: () => isOpen,
    answered: (path) => void answered.push(path),
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());
beforeEach(() => {
  asked = [];
  answered.length = 0;
});

const textFor = (body: string) => (body === 'inactive=1' ? undefined : JSON.stringify({ by: 'hot route', body }));

interface Asked {
  line?: string;
  headers?: Record<string, string | string[] | undefined>;
  body?: string;
}

/** The bytes of a request that a hot route takes, but for what is said otherwise. */
function bytesOf({ line = 'POST /hot HTTP/1.1', headers = {}, body = 'token=ABC' }: Asked): string {
  const all = { host: 'localhost', 'content-type': FORM, 'content-length': String(body.length), ...headers };
  const lines = Object.entries(all).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => `${name}: ${value}`),
  );
  return `${[line, ...lines].join('\r\n')}\r\n\r\n${body}`;
}

/** Everything that the server sends on a connection on which this was sent. */
async function exchange(...parts: string[]): Promise<string> {
  const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
  for (const part of parts) {
    socket.write(part);
    await new Promise((resolve) => setImmediate(resolve));
  }
  let text = '';
  for await (const chunk of socket) text += (chunk as Buffer).toString();
  return text;
}

const LAST = { connection: 'close' };
const ask = ({ headers, ...rest }: Asked): Promise<string> =>
  exchange(bytesOf({ ...rest, headers: { ...headers, ...LAST } }));
const bodyOf = (text: string): unknown => JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4));

describe('A hot route answers', () => {
  it.each<[string, Asked]>([
    ['a form', {}],
    ['a form that names its charset', { headers: { 'content-type': `${FORM}; charset=UTF-8` } }],
    ['what a proxy handed on', { headers: { 'x-forwarded-for': '192.0.2.1', via: '1.1 proxy' } }],
    [
      'a browser’s way to fetch',
      { headers: { 'sec-fetch-mode': 'cors', 'accept-language': '*', 'user-agent': 'node' } },
    ],
    ['headers in capitals', { headers: { 'X-REQUEST-ID': 'theirs', ACCEPT: '*/*' } }],
  ])('%s', async (_, request) => {
    const text = await ask(request);
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(text).toMatch(/\r\nx-content-type-options: nosniff\r\n/i);
    expect(text).toMatch(/\r\nx-request-id: [\w-]{16}\r\n/i);
    expect(text).toMatch(/\r\ncache-control: no-store\r\n/i);
    expect(bodyOf(text)).toEqual({ by: 'hot route', body: 'token=ABC' });
    expect(answered).toEqual(['/hot']);
  });

  it('with the caller’s own identifier of the request beside ours', async () => {
    expect(await ask({ headers: { 'x-request-id': 'theirs' } })).toMatch(/\r\nx-client-request-id: theirs\r\n/);
    expect(await ask({ headers: { 'x-request-id': 'not printable \u00e9' } })).not.toMatch(/client-request-id/);
  });

  it('a form that arrives in pieces', async () => {
    const bytes = bytesOf({ headers: LAST });
    expect(bodyOf(await exchange(bytes.slice(0, -4), bytes.slice(-4, -1), bytes.slice(-1)))).toEqual({
      by: 'hot route',
      body: 'token=ABC',
    });
  });

  it('requests of one connection in their order, whoever answers them', async () => {
    const bodies = ['a=1', 'inactive=1', 'not=mine', 'b=2', 'outage=1', 'c=3'];
    const text = await exchange(bodies.map((body, at) => bytesOf({ body, headers: at === 5 ? LAST : {} })).join(''));
    expect([...text.matchAll(/"(?:body|refused)":"(.*?)"/g)].map(([, body]) => body)).toEqual([
      ...['a=1', 'inactive=1', 'not=mine', 'b=2', 'down', 'c=3'],
    ]);
    expect(text.match(/"by":"hot route"/g)).toHaveLength(3);
  });
});

describe('The framework answers, with the body as it came,', () => {
  it.each<[string, Asked]>([
    ['another method', { line: 'PUT /hot HTTP/1.1' }],
    ['a query', { line: 'POST /hot?a=b HTTP/1.1' }],
    ['the address in another writing', { line: 'POST /h%6ft HTTP/1.1' }],
    ['the address in absolute form', { line: 'POST http://localhost/hot HTTP/1.1' }],
    ['another address', { line: 'POST /other HTTP/1.1' }],
    ['HTTP/1.0', { line: 'POST /hot HTTP/1.0' }],
    ['a header nobody knows', { headers: { 'x-anything': '1' } }],
    ['the header of the first version', { headers: { authentication: 'Basic YTpi' } }],
    ['a cookie', { headers: { cookie: 'a=b' } }],
    ['an origin', { headers: { origin: 'https://example.com' } }],
    ['a coding', { headers: { 'content-encoding': 'gzip' } }],
    ['a repeated Authorization', { headers: { authorization: ['Basic YTpi', 'Basic YTpj'] } }],
    ['a repeated Accept', { headers: { accept: ['application/json', 'text/html'] } }],
    ['a repeated Host', { headers: { host: ['localhost', 'example.com'] } }],
    ['a Host that names none', { headers: { host: 'a b' } }],
    ['no Host', { headers: { host: undefined } }],
    ['JSON', { headers: { 'content-type': 'application/json' }, body: '{}' }],
    ['no type', { headers: { 'content-type': undefined } }],
    ['no body', { body: '' }],
    [
      'chunks',
      { headers: { 'content-length': undefined, 'transfer-encoding': 'chunked' }, body: '3\r\na=b\r\n0\r\n\r\n' },
    ],
    ['a long form', { body: `token=${'A'.repeat(2000)}` }],
  ])('%s', async (_, request) => {
    await ask(request);
    expect({ asked, answered }).toEqual({ asked: [], answered: [] });
  });

  it.each([
    ['what the route leaves to it at once', 'not=mine'],
    ['what turns out to be no success', 'inactive=1'],
  ])('%s', async (_, body) => {
    const text = await ask({ body });
    expect(bodyOf(text)).toEqual({ by: 'framework', body });
    expect(asked).toHaveLength(1);
    expect(answered).toEqual([]);
  });

  it('what failed, which is not tried again and knows who asked', async () => {
    expect(bodyOf(await ask({ body: 'outage=1' }))).toEqual({ by: 'framework', refused: 'down', caller: 'back-end' });
    expect(asked).toHaveLength(1);
  });

  it('everything while the server is not open', async () => {
    isOpen = false;
    const text = await ask({});
    isOpen = true;
    expect(bodyOf(text)).toEqual({ by: 'framework', body: 'token=ABC' });
  });
});
