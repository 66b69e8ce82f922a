import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request as open } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { OAuthError } from '@passant/protocol';
import Fastify, { type FastifyInstance } from 'fastify';
import { limitPipelines } from './unread-answers.js';
import { type Standing, Standings, Turns, serveInTurn } from './turns.js';

describe('Turns', () => {
  const never = () => {
    throw new Error('There was a place.');
  };
  const one = (serve: () => void, source = '192.0.2.1', refuse: () => void = never) => ({ serve, source, refuse });

  it('serve at once who was served before, and of the rest one with each turn of the event loop', async () => {
    const [turns, served] = [new Turns(), [] as string[]];
    const take = (standing: Standing, name: string) =>
      turns.take(
        standing,
        one(() => void served.push(name)),
      );
    for (const name of ['a', 'b', 'c']) take('refused', name);
    take('known', 'first');
    expect(served).toEqual(['first']);
    await turn();
    take('known', 'second');
    expect(served).toEqual(['first', 'a', 'second']);
    await turn();
    await turn();
    expect(served).toEqual(['first', 'a', 'second', 'b', 'c']);
    expect(turns.length).toBe(0);
  });

  it('let neither those who are new nor those who were refused wait for all of the others', async () => {
    const [turns, served] = [new Turns(), [] as string[]];
    for (const standing of ['refused', 'new'] as const) {
      for (let index = 0; index < 3; index += 1)
        turns.take(
          standing,
          one(() => void served.push(standing)),
        );
    }
    while (turns.length > 0) await turn();
    expect(served).toEqual(['new', 'refused', 'new', 'refused', 'new', 'refused']);
  });

  it('serve each in the context in which it asked, whoever waited before', async () => {
    const [turns, context, served] = [new Turns(), new AsyncLocalStorage<string>(), [] as unknown[]];
    for (const name of ['a', 'b']) {
      context.run(name, () =>
        turns.take(
          'refused',
          one(() => void served.push([name, context.getStore()])),
        ),
      );
    }
    while (turns.length > 0) await turn();
    expect(served).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ]);
  });

  it('have a thousand wait of each kind, and no more', async () => {
    const turns = new Turns();
    const count = { served: 0, refused: 0 };
    const take = (standing: Standing) => {
      const before = count.refused;
      turns.take(
        standing,
        one(
          () => void (count.served += 1),
          '192.0.2.1',
          () => void (count.refused += 1),
        ),
      );
      return count.refused === before;
    };
    const admitted = (standing: Standing) => Array.from({ length: 1200 }, () => take(standing)).filter(Boolean).length;
    expect({ refused: admitted('refused'), new: admitted('new'), known: admitted('known') }).toEqual({
      ...{ refused: 1000, new: 1000, known: 1200 },
    });
    while (turns.length > 0) await turn();
    expect(count).toEqual({ served: 3200, refused: 400 });
    expect(take('refused')).toBe(true);
  });

  describe.each<Standing>(['new', 'refused'])('among those who are %s', (standing) => {
    /** Has that many of a network ask. @returns what becomes of them, as it is whenever it is read */
    const ask = (turns: Turns, source: string, count: number) => {
      const became = { served: 0, turnedAway: 0 };
      for (let index = 0; index < count; index += 1) {
        turns.take(
          standing,
          one(
            () => void (became.served += 1),
            source,
            () => void (became.turnedAway += 1),
          ),
        );
      }
      return became;
    };

    it('keep nobody out because one network has taken all places', async () => {
      const turns = new Turns();
      const many = ask(turns, '192.0.2.1', 5000);
      const others = Array.from({ length: 300 }, (_, index) => ask(turns, `198.51.100.${index}`, 1));
      expect(turns.length).toBe(1000);
      expect(many).toEqual({ served: 0, turnedAway: 4300 });
      while (turns.length > 0) await turn();
      expect(many.served).toBe(700);
      expect(others.every(({ served, turnedAway }) => served === 1 && turnedAway === 0)).toBe(true);
    });

    it('have networks take turns, so that one that asks once waits for one of each other', async () => {
      const turns = new Turns();
      const many = [ask(turns, '192.0.2.1', 400), ask(turns, '192.0.2.2', 400)];
      const late = ask(turns, '192.0.2.3', 1);
      for (let index = 0; index < 3; index += 1) await turn();
      expect(late.served).toBe(1);
      expect(many.map(({ served }) => served)).toEqual([1, 1]);
      while (turns.length > 0) await turn();
      expect(many.map(({ served }) => served)).toEqual([400, 400]);
    });

    it('leave equal shares as they are, and turn away whoever would have more', async () => {
      const turns = new Turns();
      const shares = Array.from({ length: 4 }, (_, index) => ask(turns, `192.0.2.${index}`, 1000));
      expect(shares.map(({ turnedAway }) => 1000 - turnedAway)).toEqual([250, 250, 250, 250]);
      const again = ask(turns, '192.0.2.0', 1);
      expect(again.turnedAway).toBe(1);
      expect(shares.map(({ turnedAway }) => turnedAway)).toEqual([750, 750, 750, 750]);
      while (turns.length > 0) await turn();
    });

    it('turn away the newest of whoever has most, in the context in which it asked', async () => {
      const [turns, context, turnedAway] = [new Turns(), new AsyncLocalStorage<number>(), [] as unknown[]];
      for (let index = 0; index < 1000; index += 1) {
        context.run(index, () =>
          turns.take(
            standing,
            one(
              () => {},
              '192.0.2.1',
              () => void turnedAway.push(context.getStore()),
            ),
          ),
        );
      }
      ask(turns, '192.0.2.2', 2);
      expect(turnedAway).toEqual([999, 998]);
      while (turns.length > 0) await turn();
    });
  });
});

describe('The standing of who asks', () => {
  type Said = { from: string; for?: string };
  const sockets = new Map<string, Socket>();
  const requestOf = ({ from, for: forwarded }: Said): IncomingMessage => {
    const socket = sockets.get(from) ?? ({ remoteAddress: from } as Socket);
    sockets.set(from, socket);
    return { socket, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } } as IncomingMessage;
  };
  /** The standing after these statuses. */
  const after = (standings: Standings, said: Said, statuses: number[]) => {
    for (const status of statuses) standings.of(requestOf(said)).note(status);
    return standings.of(requestOf(said)).standing;
  };
  beforeEach(() => sockets.clear());

  const SUCCESSES = (count: number) => Array.from({ length: count }, () => 200);
  it.each<[string, number[], Standing]>([
    ['nothing yet', [], 'new'],
    ['a success', [200], 'known'],
    ['a redirect', [302], 'known'],
    ['what has not changed', [304], 'known'],
    ['a refusal', [400], 'refused'],
    ['a limit', [429], 'refused'],
    ['an outage, which says nothing of anybody', [503], 'new'],
    ['an outage after a success', [200, 503], 'known'],
    ['a refusal after a success', [200, 401], 'refused'],
    ['a success after a refusal', [401, 200], 'refused'],
    ['seven successes after a refusal', [401, ...SUCCESSES(7)], 'refused'],
    ['eight successes after a refusal', [401, ...SUCCESSES(8)], 'known'],
    ['a success before each refusal', [200, 404, 200, 404, 200], 'refused'],
    ['many refusals, which 64 successes make good', [...Array<number>(99).fill(404), ...SUCCESSES(64)], 'known'],
  ])('after %s', (_, statuses, standing) => {
    expect(after(new Standings([]), { from: '192.0.2.1' }, statuses)).toBe(standing);
  });

  it('is that of a connection, whatever it says of others', () => {
    const standings = new Standings([]);
    after(standings, { from: '192.0.2.1', for: '198.51.100.1' }, [401]);
    expect(after(standings, { from: '192.0.2.1', for: '198.51.100.2' }, [])).toBe('refused');
    expect(after(standings, { from: '192.0.2.2', for: '198.51.100.1' }, [])).toBe('new');
  });

  it('is that of a network behind a trusted proxy, as its limits are', () => {
    const standings = new Standings(['192.0.2.1']);
    after(standings, { from: '192.0.2.1', for: '198.51.100.1' }, [401]);
    after(standings, { from: '192.0.2.1', for: '2001:db8::1' }, [200]);
    expect(after(standings, { from: '192.0.2.1', for: '198.51.100.2' }, [])).toBe('new');
    expect(after(standings, { from: '192.0.2.1', for: '203.0.113.1, 198.51.100.1' }, [])).toBe('refused');
    expect(after(standings, { from: '192.0.2.1', for: '2001:db8::2' }, [])).toBe('known');
    expect(after(standings, { from: '192.0.2.2', for: '2001:db8::1' }, [])).toBe('new');
  });
});

describe('A server that serves in turn', () => {
  let server: FastifyInstance;
  const turned: string[] = [];
  let takes: jest.SpiedFunction<Turns['take']>;
  const began: string[] = [];
  beforeAll(async () => {
    takes = jest.spyOn(Turns.prototype, 'take');
    server = Fastify();
    limitPipelines(server);
    server.get('/served', () => ({}));
    server.post('/refused', (_request, reply) => reply.status(400).send({}));
    server.post('/work', (request) => {
      began.push((request.body as { name: string }).name);
      return {};
    });
    server.setErrorHandler(({ code, options }: OAuthError, _request, reply) =>
      reply
        .status(code === 'temporarily_unavailable' ? 503 : 400)
        .header('retry-after', options?.retryAfter)
        .send({ code }),
    );
    serveInTurn(server, [], (method) => void turned.push(method));
    await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    takes.mockRestore();
    await server.close();
  });
  beforeEach(() => takes.mockClear());

  /** One connection, kept. */
  const connection = () => new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (agent: Agent, method: string, path: string) =>
    new Promise<{ status: number; headers: IncomingMessage['headers']; body: string }>((resolve, reject) => {
      const { port } = server.server.address() as AddressInfo;
      const request = open({ agent, port, host: '127.0.0.1', method, path }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (text: string) => (body += text));
        answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body }));
      });
      request.once('error', reject).end(method === 'POST' ? '{}' : undefined);
    });
  const standings = () => takes.mock.calls.map(([standing]) => standing);

  it('knows each connection by what was answered there', async () => {
    const [one, other] = [connection(), connection()];
    await ask(one, 'GET', '/served');
    await ask(one, 'GET', '/served');
    await ask(other, 'POST', '/refused');
    await ask(other, 'GET', '/served');
    await ask(one, 'GET', '/served');
    expect(standings()).toEqual(['new', 'known', 'new', 'refused', 'known']);
    expect(takes.mock.calls.map(([, { source }]) => source)).toEqual(Array<string>(5).fill('127.0.0.1'));
    for (const agent of [one, other]) agent.destroy();
  });

  it('has whoever asks on without waiting for an answer wait for it', async () => {
    const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
    const get = (...lines: string[]) => ['GET /served HTTP/1.1', 'host: localhost', ...lines, '', ''].join('\r\n');
    socket.write(get());
    await once(socket, 'data');
    socket.write(get() + get() + get('connection: close'));
    await once(socket.resume(), 'close');
    expect(standings()).toEqual(['new', 'known', 'refused', 'refused']);
  });

  it('refuses with 503, and when to try again, whoever finds no place', async () => {
    const agent = connection();
    takes.mockImplementationOnce((_standing, { refuse }) => refuse());
    const { status, headers, body } = await ask(agent, 'POST', '/refused');
    expect({ status, retry: headers['retry-after'], cache: headers['cache-control'] }).toEqual({
      ...{ status: 503, retry: '1', cache: 'no-store' },
    });
    expect(JSON.parse(body)).toEqual({
      error: 'temporarily_unavailable',
      error_description: 'Too many requests are waiting. Try again.',
      error_id: headers['x-request-id'],
    });
    expect(turned).toEqual(['POST']);
    expect((await ask(agent, 'GET', '/served')).status).toBe(200);
    agent.destroy();
  });

  /** Sends the headers of a request, and waits until it had its turn. @returns how the body is sent */
  async function headersOf(name: string): Promise<{ socket: Socket; sendBody: () => void }> {
    const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
    const body = JSON.stringify({ name });
    const lines = ['host: localhost', 'content-type: application/json', `content-length: ${body.length}`];
    const before = takes.mock.calls.length;
    socket.write(['POST /work HTTP/1.1', ...lines, 'connection: close', '', ''].join('\r\n'));
    while (takes.mock.calls.length === before) await turn();
    return { socket, sendBody: () => void socket.write(body) };
  }

  it('has whoever sends the body apart wait for another turn with it, since work begins with the body', async () => {
    const { socket, sendBody } = await headersOf('apart');
    const held: (() => void)[] = [];
    takes.mockImplementationOnce((_standing, { serve }) => void held.push(serve));
    sendBody();
    while (held.length + began.length === 0) await turn();
    expect(began).toEqual([]);
    expect(standings()).toEqual(['new', 'new']);
    held[0]!();
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /);
    expect(began).toEqual(['apart']);
  });

  it('refuses with 503 whose body comes when too many wait', async () => {
    const { socket, sendBody } = await headersOf('late');
    takes.mockImplementationOnce((_standing, { refuse }) => refuse());
    sendBody();
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 503 .*\r\nretry-after: 1\r\n.*temporarily_unavailable/s);
    expect(began).toEqual(['apart']);
  });

  it('asks for one turn if the body came with the rest', async () => {
    const agent = connection();
    await ask(agent, 'POST', '/refused');
    expect(standings()).toEqual(['new']);
    agent.destroy();
  });
});

describe('A server behind a trusted proxy that serves in turn', () => {
  let server: FastifyInstance;
  let takes: jest.SpiedFunction<Turns['take']>;
  /** Has what is asked for be refused. */
  let refuse: () => void;
  let sent: Promise<void>;
  beforeAll(async () => {
    takes = jest.spyOn(Turns.prototype, 'take');
    server = Fastify();
    server.get('/served', () => ({}));
    server.get('/refused', async (_request, reply) => {
      await new Promise<void>((resolve) => (refuse = resolve));
      return reply.status(400).send({});
    });
    let isSent: () => void;
    sent = new Promise((resolve) => (isSent = resolve));
    serveInTurn(server, ['127.0.0.1'], () => {});
    server.addHook('onSend', ({ url }, _reply, payload, done) => {
      done(null, payload);
      if (url === '/refused') isSent();
    });
    await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    takes.mockRestore();
    await server.close();
  });

  const ask = (path: string): Socket => {
    const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
    const lines = ['host: localhost', 'x-forwarded-for: 198.51.100.1', 'connection: close'];
    socket.write([`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
    return socket;
  };
  const isServed = () => once(ask('/served').resume(), 'close');

  it('knows what was refused to whoever did not wait for the answer', async () => {
    await isServed();
    const arrived = once(server.server, 'request');
    const impatient = ask('/refused');
    const [{ socket }] = (await arrived) as [IncomingMessage];
    const closed = once(socket, 'close');
    impatient.destroy();
    await closed;
    refuse();
    await sent;
    await isServed();
    expect(takes.mock.calls.map(([standing, { source }]) => [standing, source])).toEqual([
      ['new', '198.51.100.1'],
      ['known', '198.51.100.1'],
      ['refused', '198.51.100.1'],
    ]);
  });
});
