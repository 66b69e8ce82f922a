import { request } from 'node:http';
import { type Server, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import type { Certificate } from './authority.js';

/** Terminates TLS in front of a program on this machine, as a reverse proxy in production does. */
export class TlsProxy {
  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  /** @param target port of the program, which need not be listening yet */
  static async start({ certificate, key }: Certificate, target: number): Promise<TlsProxy> {
    const server = createServer({ cert: certificate, key }, (incoming, outgoing) => {
      const onward = request({
        ...{ host: '127.0.0.1', port: target, method: incoming.method, path: incoming.url },
        headers: {
          ...incoming.headers,
          'x-forwarded-proto': 'https',
          'x-forwarded-host': incoming.headers.host,
          'x-forwarded-for': incoming.socket.remoteAddress,
        },
      });
      onward.on('response', (reply) => {
        outgoing.writeHead(reply.statusCode!, reply.headers);
        pipeline(reply, outgoing, () => undefined);
      });
      onward.on('error', (error) => {
        if (outgoing.headersSent) outgoing.destroy();
        else outgoing.writeHead(502).end(error.message);
      });
      incoming.pipe(onward);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new TlsProxy(server, (server.address() as AddressInfo).port);
  }

  async stop(): Promise<void> {
    const closed = new Promise((done) => this.server.close(done));
    this.server.closeAllConnections();
    await closed;
  }
}
