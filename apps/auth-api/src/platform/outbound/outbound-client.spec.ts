import { randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { OutboundClient, type OutboundRequest } from './outbound-client.js';

let client: OutboundClient;
let server: Server | undefined;
beforeEach(() => {
  client = new OutboundClient();
});
afterEach(async () => {
  client.beforeApplicationShutdown();
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

async function listening(listener: RequestListener): Promise<number> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A server that takes four requests and answers none. `holds`: once it has them. */
async function tarpitAt(address: string) {
  const sockets: { destroy: () => unknown }[] = [];
  const full = Promise.withResolvers<void>();
  const taken = createNetServer((socket) => {
    socket.on('error', () => {});
    if (sockets.push(socket) === 4) full.resolve();
  });
  await new Promise<void>((resolve) => taken.listen(0, address, resolve));
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => taken.close(resolve));
  };
  const url = `http://${address}:${(taken.address() as AddressInfo).port}/`;
  return { url, address, holds: full.promise, close };
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

  it('asks for JSON, or else for anything, and for it as it is, whatever its headers say', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const port = await listening((request, response) => {
      seen.push(request.headers);
      response.end();
    });
    await send(`http://127.0.0.1:${port}/`);
    await send(`http://127.0.0.1:${port}/`, { headers: { Accept: 'text/csv', 'Accept-Encoding': 'gzip' } });
    expect(seen).toMatchObject([
      { accept: 'application/json, */*;q=0.1', 'accept-encoding': 'identity' },
      { accept: 'text/csv', 'accept-encoding': 'identity' },
    ]);
  });

  const TEXT = '{"name":"Grüezi"}';
  it.each<[string, string | undefined, Buffer, string]>([
    ['gzip', 'gzip', gzipSync(TEXT), TEXT],
    ['gzip under its old name', 'X-Gzip', gzipSync(TEXT), TEXT],
    ['deflate', 'deflate', deflateSync(TEXT), TEXT],
    ['br', 'br', brotliCompressSync(TEXT), TEXT],
    ['two codings, one over the other', 'gzip, br', brotliCompressSync(gzipSync(TEXT)), TEXT],
    ['no coding by name', 'identity', Buffer.from(TEXT), TEXT],
    ['a coding of nothing', 'gzip', Buffer.alloc(0), ''],
    ['a byte order mark', undefined, Buffer.from(`\ufeff${TEXT}`), TEXT],
    ['a byte order mark in gzip', 'gzip', gzipSync(`\ufeff${TEXT}`), TEXT],
    ['one byte order mark, not a second', undefined, Buffer.from(`\ufeff\ufeff${TEXT}`), `\ufeff${TEXT}`],
  ])('reads an answer with %s', async (_, coding, bytes, expected) => {
    const port = await listening((__, response) => {
      response.writeHead(200, coding === undefined ? {} : { 'content-encoding': coding }).end(bytes);
    });
    expect((await send(`http://127.0.0.1:${port}/`)).body).toBe(expected);
  });

  it.each<[string, string, Buffer, string]>([
    ['unreadable', 'compress', Buffer.from(TEXT), 'is not known'],
    ['unreadable', 'constructor', Buffer.from(TEXT), 'is not known'],
    ['unreadable', 'gzip, gzip, gzip', Buffer.from(TEXT), 'is not known'],
    ['unreadable', 'gzip', Buffer.from(TEXT), 'Content-Encoding "gzip", but the body is not in it'],
    ['unreadable', 'br', gzipSync(TEXT), 'Content-Encoding "br", but the body is not in it'],
    ['too_large', 'gzip', gzipSync('x'.repeat(1_000_000)), 'more than 100 bytes'],
    ['too_large', 'br', brotliCompressSync('x'.repeat(1_000_000)), 'more than 100 bytes'],
    ['too_large', 'gzip', gzipSync(randomBytes(200)), 'more than 100 bytes'],
  ])('ends as %s where the answer says %s and is not, or holds too much', async (failure, coding, bytes, message) => {
    const port = await listening((__, response) => response.writeHead(200, { 'content-encoding': coding }).end(bytes));
    await expect(send(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      failure,
      message: expect.stringContaining(message) as string,
    });
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

  it('for a portal does not wait for addresses that clients named, however slow they are', async () => {
    const tarpits = await Promise.all(['127.0.0.1', '127.0.0.2'].map(tarpitAt));
    // As many as there are places for hosts that never answered, from two networks, to two others.
    const slow = tarpits.flatMap(({ url, address }) =>
      ['a', 'a', 'b', 'b'].map(async (name) => {
        const namedBy = { as: 'client' as const, client: `${name} of ${address}`, source: address };
        await expect(send(url, { namedBy })).rejects.toMatchObject({ failure: 'unreachable' });
      }),
    );
    await Promise.all(tarpits.map(({ holds }) => holds));
    const port = await listening((_, response) => response.end('heard'));
    const namedBy = { as: 'portal' as const, client: 'portal' };
    const heard = send(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}', namedBy }).then(
      (reply) => reply.body,
      (error: { failure: string }) => error.failure,
    );
    expect(await heard).toBe('heard');
    for (const { close } of tarpits) await close();
    await Promise.all(slow);
  });

  it('is refused at a host that never answered to whoever named what goes wrong there, and to nobody else', async () => {
    const asked: string[] = [];
    const port = await listening((request, response) => {
      asked.push(request.url!);
      if (request.url === '/bad') request.socket.destroy();
      else response.end('heard');
    });
    const as = async (client: string, path: string) =>
      send(`http://127.0.0.1:${port}${path}`, { namedBy: { as: 'client', client } }).then(
        ({ body }) => body,
        (error: { message: string }) => error.message,
      );
    expect(await as('a', '/bad')).toBe('cannot be reached (ECONNRESET)');
    expect(await as('a', '/bad')).toBe('could not be reached a moment ago');
    expect(await as('b', '/good')).toBe('heard');
    expect(asked).toEqual(['/bad', '/good']);
  });

  it('is refused to everybody for a moment at a host that took no connection', async () => {
    const port = await listening((_, response) => response.end('heard'));
    await new Promise((resolve) => server!.close(resolve));
    const as = async (client: string) => send(`http://127.0.0.1:${port}/`, { namedBy: { as: 'client', client } });
    await expect(as('a')).rejects.toThrow('cannot be reached (ECONNREFUSED)');
    await expect(as('b')).rejects.toThrow('could not be reached a moment ago');
  });

  it.each([
    { supplier: 'client' as const, hold: ['a', 'a', 'b', 'b'], source: '192.0.2.1', other: '192.0.2.2' },
    { supplier: 'portal' as const, hold: Array.from({ length: 8 }, () => 'a'), source: undefined, other: undefined },
  ])(
    'finds a place at a host where another $supplier has as many as it may',
    async ({ supplier, hold, source, other }) => {
      let held = 0;
      const full = Promise.withResolvers<void>();
      const port = await listening((request, response) => {
        if (request.url === '/') return void response.end('heard');
        if ((held += 1) === hold.length) full.resolve();
      });
      const url = `http://127.0.0.1:${port}`;
      const namedBy = (client: string, from = source) => ({ as: supplier, client, source: from });
      const slow = hold.map((client) => send(`${url}/slow`, { namedBy: namedBy(client) }).catch(() => {}));
      await full.promise;
      expect(await send(`${url}/`, { namedBy: namedBy('c', other) })).toMatchObject({ body: 'heard' });
      server!.closeAllConnections();
      await Promise.all(slow);
    },
  );

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
    // A connection that closes at the very moment the next request is sent cannot be known to be closed.
    server!.closeAllConnections();
    expect((await send(`http://127.0.0.1:${port}/`)).body).toBe('ok');
    expect(sockets.size).toBe(2);
  });

  it.each([
    ['GET', undefined, 'ok', ['1', '2', '2']],
    ['HEAD', undefined, '', ['1', '2', '2']],
    ['POST', 'x', 'unreachable', ['1', '2']],
    ['PUT', 'x', 'unreachable', ['1', '2']],
    ['PATCH', 'x', 'unreachable', ['1', '2']],
    ['DELETE', undefined, 'unreachable', ['1', '2']],
  ])(
    'by %s is sent again only if that can do no harm, where the other side read it and then reset the connection',
    async (method, body, outcome, read) => {
      const seen: string[] = [];
      let connections = 0;
      const others = createNetServer((socket) => {
        const isFirst = (connections += 1) === 1;
        socket.on('error', () => {});
        socket.on('data', (chunk) => {
          const number = /^x-number: (\d)/im.exec(chunk.toString())?.[1];
          if (number === undefined) return; // the rest of a request
          seen.push(number);
          if (isFirst && seen.length === 2) socket.resetAndDestroy();
          else socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n${method === 'HEAD' ? '' : 'ok'}`);
        });
      });
      await new Promise<void>((resolve) => others.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(others.address() as AddressInfo).port}/`;
      const ask = (number: string) =>
        send(url, { method, headers: { 'x-number': number }, ...(body === undefined ? {} : { body }) }).then(
          (reply) => reply.body,
          (error: { failure: string }) => error.failure,
        );
      await ask('1');
      expect(await ask('2')).toBe(outcome);
      expect(seen).toEqual(read);
      client.beforeApplicationShutdown();
      await new Promise((resolve) => others.close(resolve));
    },
  );

  it('does not use a connection that has rested for as long as the other side may keep it', async () => {
    const sockets = new Set<unknown>();
    const port = await listening((request, response) => {
      sockets.add(request.socket);
      response.end('ok');
    });
    server!.keepAliveTimeout = 60_000;
    await send(`http://127.0.0.1:${port}/`);
    const [socket] = sockets as Set<{ destroyed: boolean }>;
    while (!socket!.destroyed) await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await send(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x' })).body).toBe('ok');
    expect(sockets.size).toBe(2);
  });
});
