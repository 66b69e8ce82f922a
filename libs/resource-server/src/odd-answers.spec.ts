import { getEventListeners } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { requireToken } from './express.js';
import type { Refusal } from './refusal.js';
import { ResourceServer } from './resource-server.js';

const TOKEN = 'A'.repeat(64);
const GOOD = {
  ...{ active: true, scope: 'read', amr: ['DEFAULT'], sub: 'a', token_type: 'Bearer' },
  exp: Math.floor(Date.now() / 1000) + 600,
};

let peer: Server;
let url: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
/** The paths that were asked for, with their queries. */
const paths: string[] = [];
const open: ResourceServer[] = [];

beforeAll(async () => {
  peer = createServer((request, response) => {
    paths.push(request.url!);
    answer(request, response);
  });
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(peer.address() as AddressInfo).port}`;
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
afterAll(async () => {
  peer.closeAllConnections();
  await new Promise((resolve) => peer.close(resolve));
});

function resourceServer(feed: 'poll' | 'off' = 'off'): ResourceServer {
  const one = new ResourceServer({ url, clientId: 'a', clientSecret: 'b', feed });
  open.push(one);
  return one;
}
const json = (body: unknown) => (_: IncomingMessage, response: ServerResponse) =>
  void response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
const refusalOf = (one: ResourceServer) =>
  one
    .require({ scope: 'read', amr: 'DEFAULT' })
    .check(`Bearer ${TOKEN}`)
    .then(() => undefined)
    .catch((error: unknown) => error as Refusal);

describe('What is no answer about a token', () => {
  it.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'active'],
    ['no word about whether it is active', {}],
    ['another word', { ...GOOD, active: 'true' }],
    ['no expiry', { ...GOOD, exp: undefined }],
    ['an expiry that is none', { ...GOOD, exp: 'tomorrow' }],
    ['no scopes', { ...GOOD, scope: undefined }],
    ['no kind', { ...GOOD, amr: undefined }],
    ['a kind that is no list', { ...GOOD, amr: 'DEFAULT' }],
  ])('lets nobody in and condemns nobody: %s', async (_, result) => {
    answer = json({ results: [result] });
    expect(await refusalOf(resourceServer())).toMatchObject({ status: 503 });
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['a page', (response) => response.end('<html>')],
    ['answers about more tokens', (response) => response.end(JSON.stringify({ results: [GOOD, GOOD] }))],
    ['a way to elsewhere', (response) => response.writeHead(307, { location: '/elsewhere' }).end()],
    ...[400, 401, 403, 404, 429, 500, 502].map<[string, (response: ServerResponse) => void]>((status) => [
      String(status),
      (response) => response.writeHead(status).end(JSON.stringify({ results: [GOOD] })),
    ]),
  ])('neither when it is the whole answer: %s', async (_, send) => {
    answer = (_request, response) => send(response);
    expect(await refusalOf(resourceServer())).toMatchObject({ status: 503 });
  });

  it('is told from a good one', async () => {
    answer = json({ results: [GOOD] });
    expect(await refusalOf(resourceServer())).toBeUndefined();
    answer = json({ results: [{ active: false }] });
    expect(await refusalOf(resourceServer())).toMatchObject({ status: 401 });
  });
});

describe('An answer that has no end', () => {
  const MIB = Buffer.alloc(1024 * 1024, ' ');
  /** Sends blanks, which JSON allows before a value, until nobody listens. */
  const endless = (_: IncomingMessage, response: ServerResponse) => {
    const more = () => {
      while (!response.destroyed && response.write(MIB));
    };
    response.on('drain', more).on('close', () => (isOver = true));
    more();
  };
  let isOver = false;

  it.each(['off', 'poll'] as const)('is not read to the end (feed: %s)', async (feed) => {
    isOver = false;
    answer = endless;
    const one = resourceServer(feed);
    if (feed === 'poll') one.listen();
    else {
      const refusal = await refusalOf(one);
      expect(refusal).toMatchObject({ status: 503 });
      expect((refusal!.cause as Error).message).toBe('The server told more than it should.');
    }
    while (!isOver) await new Promise((resolve) => setTimeout(resolve, 20));
  });
});

describe('A server that asks to be left alone', () => {
  it.each<[string, number, () => Record<string, string>]>([
    ['for some seconds', 429, () => ({ 'retry-after': '30' })],
    [
      'until a moment of its own clock',
      503,
      () => ({ 'retry-after': new Date(30_000).toUTCString(), date: new Date(0).toUTCString() }),
    ],
  ])('is, %s', async (_, status, headers) => {
    answer = (_request, response) => void response.writeHead(status, headers()).end();
    const one = resourceServer();
    expect(await refusalOf(one)).toMatchObject({ status: 503, headers: { 'retry-after': '30' } });
    answer = json({ results: [GOOD] });
    paths.length = 0;
    const since = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const refusal = await refusalOf(one);
    // What is left by then, however long it took.
    const left = 30 - (performance.now() - since) / 1000;
    expect(Number(refusal!.headers['retry-after'])).toBeGreaterThanOrEqual(Math.floor(left));
    expect(Number(refusal!.headers['retry-after'])).toBeLessThan(30);
    expect(paths).toEqual([]);
  });

  it.each([
    ['of which there is no end', '86400', '60'],
    ['that are over', '0', '1'],
    ['that are none', 'soon', '1'],
    ['of another sign', '-5', '1'],
  ])('for seconds %s, is not believed', async (_, wanted, understood) => {
    answer = (_request, response) => void response.writeHead(429, { 'retry-after': wanted }).end();
    expect(await refusalOf(resourceServer())).toMatchObject({ status: 503, headers: { 'retry-after': understood } });
  });
});

describe('A poll that is answered at once', () => {
  it('again and again, is no reason to ask without a pause', async () => {
    answer = json({ position: 'a', all: false, ended: [] });
    paths.length = 0;
    const since = performance.now();
    resourceServer('poll').listen();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    // However long the second took: one request at the start, and one for each begun pause.
    expect(paths.length).toBeLessThanOrEqual(2 + (performance.now() - since) / 100);
    expect(paths.length).toBeGreaterThan(1);
  });
});

describe('A feed that stays away', () => {
  it('leaves nothing behind with each attempt', async () => {
    const listened = jest.spyOn(AbortSignal.prototype, 'addEventListener');
    answer = (_request, response) => void response.writeHead(502).end();
    paths.length = 0;
    resourceServer('poll').listen();
    while (paths.length < 5) await new Promise((resolve) => setTimeout(resolve, 20));
    const living = new Set((listened.mock.contexts as AbortSignal[]).filter((signal) => !signal.aborted));
    listened.mockRestore();
    expect(living.size).toBeGreaterThan(0);
    // A request and a pause at most.
    for (const signal of living) expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(2);
  });
});

describe('A request that somebody else has answered meanwhile', () => {
  it('is left alone by Express, whatever became of its token', async () => {
    answer = json({ results: [{ active: false }] });
    const ofApp = requireToken(resourceServer().require());
    const failures: unknown[] = [];
    const note = (error: unknown) => failures.push(error);
    const app = createServer((request, response) => {
      ofApp(request, response, note);
      response.end('too late');
    });
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    const reply = await fetch(`http://127.0.0.1:${(app.address() as AddressInfo).port}`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    expect(await reply.text()).toBe('too late');
    while (paths.at(-1) !== '/oauth/api/v2/token/introspect/batch')
      await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(failures).toEqual([]);
    app.closeAllConnections();
    await new Promise((resolve) => app.close(resolve));
  });
});
