import { type AddressInfo, type Socket, connect } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import { giveUpUnreadAnswers, limitPipelines } from './unread-answers.js';

/** Milliseconds until an answer is given up here. */
const PATIENCE = 100;
/** More than the buffers of both systems hold. */
const MUCH = Buffer.alloc(64 * 1024 * 1024, 'x');

let server: FastifyInstance;
let worked = 0;
beforeAll(async () => {
  server = Fastify();
  limitPipelines(server);
  giveUpUnreadAnswers(server, PATIENCE);
  server.get('/much', () => MUCH);
  server.get('/late', async () => {
    await pause(3 * PATIENCE);
    return 'late';
  });
  // Says something, is silent for longer than the patience, and says something again.
  server.get('/silent', (_request, reply) => reply.send(Readable.from(saysLittle())));
  server.get('/work', () => {
    worked += 1;
    return pause(PATIENCE, 'done');
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

async function* saysLittle() {
  yield 'first';
  await pause(3 * PATIENCE);
  yield 'last';
}

function send(text: string): Socket {
  const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(text);
  return socket;
}

const ask = (path: string): Socket => send(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);

/** Requests in one packet, before any answer. */
const pipeline = (count: number): Socket => {
  const one = 'GET /work HTTP/1.1\r\nhost: localhost\r\n\r\n';
  return send(one.repeat(count - 1) + one.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n'));
};

const openConnections = () =>
  new Promise<number>((resolve, reject) =>
    server.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );

async function everythingOf(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += (chunk as Buffer).toString('latin1');
  return text;
}

it('A connection that takes nothing of its answer is closed', async () => {
  const socket = ask('/much');
  socket.pause();
  while ((await openConnections()) === 0) await pause(5);
  while ((await openConnections()) > 0) await pause(5);
  socket.destroy();
});

it('A connection that asks for more than it reads is closed, and no more is done for it', async () => {
  expect(await everythingOf(pipeline(500))).toBe('');
  expect(worked).toBe(16);
  worked = 0;
  const text = await everythingOf(pipeline(16));
  expect(text.match(/HTTP\/1\.1 200 /g)).toHaveLength(16);
});

describe('A connection is not closed', () => {
  it.each([
    ['whose answer takes long to make', '/late', /late$/],
    ['of a stream that is silent', '/silent', /first[^]*last\r\n0\r\n\r\n$/],
  ])('%s', async (_, path, whole) => {
    expect(await everythingOf(ask(path))).toMatch(whole);
  });
});
