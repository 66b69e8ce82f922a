import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import Fastify, { type FastifyInstance, type onRequestHookHandler } from 'fastify';
import { answerClientError, answerOddRequests, noteResponses } from './early-refusals.js';

/** Milliseconds within which a request has to arrive here, also where the machine is busy. */
const PATIENCE = 1000;

let server: FastifyInstance;
beforeAll(async () => {
  server = Fastify({
    clientErrorHandler: answerClientError,
    requestTimeout: PATIENCE,
    http: { headersTimeout: PATIENCE, connectionsCheckingInterval: PATIENCE / 4 },
  });
  answerOddRequests(server);
  noteResponses(server);
  server.get('/', () => 'at once');
  server.get('/late', () => pause(PATIENCE / 4, 'late'));
  server.post('/', () => 'taken');
  const refuse: onRequestHookHandler = (_request, reply) => void reply.code(401).send('refused');
  server.post('/refused', { onRequest: refuse }, () => 'taken');
  await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

/**
 * Sends each packet when the one before has had its effect, and fails if the connection is reset.
 * @returns status and body of all answers until the connection ended
 */
async function answersTo(...packets: string[]): Promise<string[]> {
  const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  const ended = once(socket, 'end');
  for (const packet of packets) {
    socket.write(packet);
    await Promise.race([once(socket, 'data'), ended, pause(PATIENCE / 2)]);
  }
  await ended;
  const answers = [...text.matchAll(/HTTP\/1\.1 (\d+) [^]*?\r\n\r\n([^]*?)(?=HTTP\/1\.1|$)/g)];
  return answers.map(([head, status, body]) => {
    const refusal = /^\{"error":"invalid_request","error_description":"(.+?)","error_id":".+"\}$/.exec(body!);
    return `${status} ${refusal?.[1] ?? body}${/\r\nconnection: close\r\n/i.test(head) ? ', and closes' : ''}`;
  });
}

const head = (start: string, ...headers: string[]) =>
  `${[`${start} HTTP/1.1`, 'Host: localhost', ...headers].join('\r\n')}\r\n\r\n`;
const CHUNKED = 'Content-Type: text/plain\r\nTransfer-Encoding: chunked';
const NO_CHUNK = 'no chunk\r\n';
const NO_REQUEST = 'no request\r\n\r\n';
const MALFORMED = '400 The request is malformed., and closes';
const TOO_LATE = '408 The request took too long to arrive., and closes';

describe('What is no request', () => {
  it.each([
    ['a line that is none', NO_REQUEST, MALFORMED],
    [
      'headers that are too large',
      head('GET /', `X: ${'x'.repeat(20_000)}`),
      '431 The request headers are too large., and closes',
    ],
    ['a request that does not end', 'GET / HTTP/1.1\r\n', TOO_LATE],
  ])('is refused on a connection on which others were answered: %s', async (_, bytes, refusal) => {
    expect(await answersTo(head('GET /'), head('GET /'), bytes)).toEqual(['200 at once', '200 at once', refusal]);
  });

  it.each(['/', '/late'])('is refused after everything that was asked before it is answered: %s', async (path) => {
    const body = path === '/' ? '200 at once' : '200 late';
    expect(await answersTo(head(`GET ${path}`).repeat(2) + NO_REQUEST)).toEqual([body, body, MALFORMED]);
  });

  it('is refused once, however much of it there is', async () => {
    expect(await answersTo(head('GET /late') + NO_REQUEST, NO_REQUEST, NO_REQUEST)).toEqual(['200 late', MALFORMED]);
  });

  it('is not answered behind the last request of a connection', async () => {
    const last = head('GET /late', 'Connection: close');
    expect(await answersTo(last + NO_REQUEST)).toEqual(['200 late, and closes']);
  });
});

describe('A request whose body cannot be read', () => {
  const refused = head('POST /refused', CHUNKED);

  it('is refused, and what its handler says afterwards is not sent', async () => {
    expect(await answersTo(head('GET /late', CHUNKED) + NO_CHUNK)).toEqual([MALFORMED]);
    expect(await answersTo(head('GET /'), head('GET /late', CHUNKED) + NO_CHUNK)).toEqual(['200 at once', MALFORMED]);
  });

  it('is refused in its turn', async () => {
    const asked = head('GET /late') + head('POST /', CHUNKED) + NO_CHUNK;
    expect(await answersTo(asked)).toEqual(['200 late', MALFORMED]);
  });

  it.each([
    ['together with its head', [refused + NO_CHUNK], ['401 refused']],
    ['after it was refused', [refused, NO_CHUNK], ['401 refused']],
    ['before it was its turn', [head('GET /late') + refused + NO_CHUNK], ['200 late', '401 refused']],
  ])('is refused once where it was refused for its head, and breaks %s', async (_, packets, answers) => {
    expect(await answersTo(...packets)).toEqual(answers);
  });

  it('is refused where it does not arrive, and once as well', async () => {
    expect(await answersTo(head('GET /'), head('POST /', CHUNKED))).toEqual(['200 at once', TOO_LATE]);
    expect(await answersTo(refused)).toEqual(['401 refused']);
  });
});
