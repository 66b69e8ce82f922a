import { type RequestListener, type Server, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Calls } from './calls.js';
import { diagramOf } from './diagram.js';
import type { SeenExchange } from './exchanges.js';

const names = new Map<number, string>();
const sentByTest: string[] = [];
const servers: Server[] = [];
let calls: Calls;
beforeEach(() => void (calls = new Calls(names, sentByTest)));
afterEach(async () => {
  calls.end();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
  names.clear();
});

async function service(name: string | undefined, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  if (name !== undefined) names.set(port, name);
  return `http://127.0.0.1:${port}`;
}

/** Asks as a server does. */
const ask = (url: string, headers: Record<string, string> = {}) =>
  new Promise<void>((done) =>
    request(url, { method: 'POST', headers }, (reply) => reply.resume().on('end', done))
      .on('error', () => done())
      .end(),
  );

const inShort = () => calls.seen.map(({ from, to, path, answer }) => [from, to, path, answer?.status]);

describe('What the services of a test are asked', () => {
  it('is seen with who asked, and without what the address may hold', async () => {
    const scheme = await service('Scheme', (_, reply) => void reply.writeHead(201).end());
    sentByTest.push(`POST ${scheme}/sign-in?code=1`);
    await ask(`${scheme}/sign-in?code=1`);
    await ask(`${scheme}/orders?key=secret`);
    await ask(`${scheme}/page`, { 'user-agent': 'Mozilla/5.0' });
    expect(inShort()).toEqual([
      ['Test', 'Scheme', '/sign-in', 201],
      ['Passant', 'Scheme', '/orders', 201],
      ['Browser', 'Scheme', '/page', 201],
    ]);
    expect(sentByTest).toEqual([]);
  });

  it('is seen, too, where no answer comes', async () => {
    await ask(`${await service('Inbox', ({ socket }) => void socket.destroy())}/hook`);
    expect(inShort()).toEqual([['Passant', 'Inbox', '/hook', undefined]]);
  });

  it('of others in the same process is not looked at, nor is anything after the test', async () => {
    const [mine, other] = [await service('Scheme', answered), await service(undefined, answered)];
    await ask(other);
    calls.end();
    await ask(mine);
    expect(calls.seen).toEqual([]);
  });
});

const answered: RequestListener = (_, reply) => void reply.end();

describe('The diagram', () => {
  const exchange = (path: string, began: number, duration: number): SeenExchange => ({
    ...{ method: 'POST', url: `http://passant.test${path}`, began, duration },
    ...{ request: { headers: {}, body: '' }, response: { status: 200, headers: {}, body: '' } },
  });

  it('has everything in the order in which it was said', () => {
    const complete = exchange('/complete', 10, 20);
    expect(
      diagramOf(
        [complete, exchange('/introspect', 40, 1)],
        [
          {
            from: 'Passant',
            to: 'Scheme',
            method: 'GET',
            path: '/orders/1;x',
            began: 15,
            answer: { status: 200, at: 16 },
          },
          { from: 'Passant', to: 'Inbox', method: 'POST', path: '/hook', began: 17 },
        ],
      ),
    ).toBe(
      [
        'sequenceDiagram',
        '  participant Test',
        '  participant Passant',
        '  participant Scheme',
        '  participant Inbox',
        '  Test->>Passant: POST /complete',
        '  Passant->>Scheme: GET /orders/1 x',
        '  Scheme-->>Passant: 200',
        '  Passant->>Inbox: POST /hook',
        '  Inbox-->>Passant: no answer',
        '  Passant-->>Test: 200',
        '  Test->>Passant: POST /introspect',
        '  Passant-->>Test: 200',
        '',
      ].join('\n'),
    );
  });

  it('has a browser where one took part', () => {
    const call = { from: 'Browser', to: 'Scheme', method: 'GET', path: '/page', began: 1 } as const;
    expect(diagramOf([], [call])).toContain('participant Test\n  participant Browser\n  participant Passant\n');
  });
});
