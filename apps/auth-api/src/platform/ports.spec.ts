import { type Server, connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import Fastify, { type FastifyInstance } from 'fastify';
import { answerClientError, answerOddRequests } from './http/early-refusals.js';
import { StartError } from './config.js';
import { addressesOf, freePortFor, listenAt, listenProblem } from './ports.js';

const hasIpv6 = Object.values(networkInterfaces()).some((one) => one?.some(({ address }) => address === '::1'));
/** Two addresses that lead to this machine alone. */
const ADDRESSES = ['127.0.0.1', hasIpv6 ? '::1' : '127.0.0.2'];

/** A server like ours before any endpoint, and what takes connections for it. */
class Listening {
  private constructor(
    readonly port: number,
    private readonly fastify: FastifyInstance,
    private readonly further: Server[],
  ) {}

  static async at(addresses: string[], port = 0): Promise<Listening> {
    const fastify = Fastify({ clientErrorHandler: answerClientError, requestTimeout: 30_000 });
    answerOddRequests(fastify);
    fastify.get('/', (request) => ({ expect: request.headers.expect ?? null }));
    const app = { listen: (where: object) => fastify.listen(where), getHttpServer: () => fastify.server };
    try {
      const further = await listenAt(addresses, port, app);
      return new Listening((fastify.server.address() as { port: number }).port, fastify, further);
    } catch (error) {
      await fastify.close();
      throw error;
    }
  }

  /** Sends bytes and returns the answer, without what differs between any two answers. */
  async says(host: string, bytes: string): Promise<string> {
    const socket = connect(this.port, host);
    socket.on('error', () => {});
    socket.write(bytes);
    let text = '';
    for await (const chunk of socket) text += (chunk as Buffer).toString('latin1');
    return text.replaceAll(/"error_id":"[^"]+"|(?<=x-request-id: ).+|(?<=Date: ).+/gi, '…');
  }

  async close(): Promise<void> {
    await Promise.all([
      this.fastify.close(),
      ...this.further.map((one) => new Promise((resolve) => one.close(resolve))),
    ]);
  }
}

describe('A host with two addresses', () => {
  let server: Listening;
  beforeAll(async () => {
    server = await Listening.at(ADDRESSES);
  });
  afterAll(() => server.close());

  const request = (head: string) => `${head}\r\nHost: localhost\r\nConnection: close\r\n\r\n`;

  it.each([
    ['a request', request('GET / HTTP/1.1'), /^HTTP\/1\.1 200 /],
    ['an expectation that nobody knows', request('GET / HTTP/1.1\r\nExpect: foo'), /^HTTP\/1\.1 200 [^]*"foo"/],
    ['a request line that is none', 'GET\r\n\r\n', /^HTTP\/1\.1 400 [^]*"The request is malformed\."/],
    ['a request to connect elsewhere', request('CONNECT a.example:443 HTTP/1.1'), /^HTTP\/1\.1 405 [^]*allow: \r\n/],
    [
      'headers that are too large',
      request(`GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}`),
      /^HTTP\/1\.1 431 [^]*"The request headers are too large\."/,
    ],
  ])('answers %s the same at either', async (_, bytes, expected) => {
    const [first, second] = await Promise.all(ADDRESSES.map((address) => server.says(address, bytes)));
    expect(first).toMatch(expected);
    expect(second).toBe(first);
  });
});

describe('A port that somebody else has', () => {
  let other: Server;
  let port: number;
  beforeAll(async () => {
    other = createServer();
    await new Promise<void>((resolve) => other.listen({ port: 0, host: ADDRESSES[1]! }, resolve));
    ({ port } = other.address() as { port: number });
  });
  afterAll(() => new Promise((resolve) => other.close(resolve)));

  it('at the second address of a host is taken, as at the first', async () => {
    const error: unknown = await Listening.at(ADDRESSES, port).catch((thrown: unknown) => thrown);
    expect(listenProblem(error, { host: 'localhost', port })).toEqual(
      new StartError(`Port ${port} on localhost is taken. Stop what listens there, or name another as PORT.`),
    );
    await expect(freePortFor({ host: ADDRESSES[1]!, port })).rejects.toThrow(StartError);
  });
});

it('An address that the machine does not have is left out, unless it is the first', async () => {
  // RFC 5737: for documentation, nobody's.
  const server = await Listening.at(['127.0.0.1', '192.0.2.1']);
  await server.close();
  await expect(Listening.at(['192.0.2.1'])).rejects.toThrow('EADDRNOTAVAIL');
});

it('The addresses of localhost lead to this machine, and any other host stands for itself', async () => {
  const addresses = await addressesOf('localhost');
  expect(addresses.length).toBeGreaterThan(0);
  for (const address of addresses) expect(address).toMatch(/^(127\.|::1$)/);
  expect(await addressesOf('id.example.com')).toEqual(['id.example.com']);
});
