import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OutboundClient, type OutboundRequest } from './outbound-client.js';

let client: OutboundClient;
let server: Server | undefined;
beforeEach(() => {
  client = new OutboundClient();
});
afterEach(async () => {
  client.onModuleDestroy();
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

async function listening(listener: RequestListener): Promise<number> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function send(url: string, changes: Partial<OutboundRequest> = {}) {
  return client.send({
    method: 'GET',
    url: new URL(url),
    policy: 'loopback',
    timeout: 10_000,
    maxBytes: 100,
    ...changes,
  });
}

describe('A request of the server', () => {
  it('brings back status, headers and body', async () => {
    const port = await listening((request, response) => {
      response.writeHead(201, { 'x-method': request.method! });
      request.pipe(response);
    });
    const reply = await send(`http://127.0.0.1:${port}/a`, { method: 'POST', body: 'Grüezi' });
    expect(reply).toMatchObject({ status: 201, body: 'Grüezi' });
    expect(reply.headers['x-method']).toBe('POST');
  });

  it.each([
    ['a literal address', (port: number) => `http://127.0.0.1:${port}/`],
    ['a literal IPv6 address', () => 'http://[::1]:1/'],
    ['a mapped address', () => 'http://[::ffff:127.0.0.1]:1/'],
    ['a name that resolves to one', (port: number) => `http://localhost:${port}/`],
  ])('is not sent to this machine where only the Internet is allowed: %s', async (_, url) => {
    let asked = 0;
    const port = await listening((_request, response) => {
      asked += 1;
      response.end();
    });
    await expect(send(url(port), { policy: 'public' })).rejects.toMatchObject({ failure: 'address_refused' });
    expect(asked).toBe(0);
    if (url(port).includes('localhost')) expect((await send(url(port))).status).toBe(200);
  });

  it('does not reuse under one policy what another allowed', async () => {
    const port = await listening((_, response) => response.end());
    await send(`http://localhost:${port}/`, { policy: 'any' });
    await expect(send(`http://localhost:${port}/`, { policy: 'public' })).rejects.toMatchObject({
      failure: 'address_refused',
    });
  });

  it.each<[string, RequestListener]>([
    ['redirected', (_, response) => response.writeHead(302, { location: '/' }).end()],
    ['too_large', (_, response) => response.end('x'.repeat(101))],
    ['unreachable', (request) => request.socket.destroy()],
    ['timed_out', () => {}],
  ])('ends as %s', async (failure, listener) => {
    const port = await listening(listener);
    const timeout = failure === 'timed_out' ? 300 : 10_000;
    await expect(send(`http://127.0.0.1:${port}/`, { timeout })).rejects.toMatchObject({ failure });
  });

  it('ends as unreachable where nobody listens, or the name does not exist', async () => {
    const port = await listening(() => {});
    await new Promise((resolve) => server!.close(resolve));
    await expect(send(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ failure: 'unreachable' });
    await expect(send('http://no-such-name.invalid/')).rejects.toMatchObject({
      failure: 'unreachable',
    });
  });

  it('keeps its connections, and asks again over a new one where the other side let go of it', async () => {
    const sockets = new Set<unknown>();
    const port = await listening((request, response) => {
      sockets.add(request.socket);
      response.end('ok');
    });
    server!.keepAliveTimeout = 60_000;
    await send(`http://127.0.0.1:${port}/`);
    await send(`http://127.0.0.1:${port}/`);
    expect(sockets.size).toBe(1);
    // What is closed in the same moment as the next request goes out cannot be known to be closed.
    server!.closeAllConnections();
    expect((await send(`http://127.0.0.1:${port}/`)).body).toBe('ok');
    expect(sockets.size).toBe(2);
  });
});
