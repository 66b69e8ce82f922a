import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A client's own server, which publishes its keys at `jwks_uri`. The spec decides what it answers. */
export class KeyPublisher {
  /** Number of requests received. */
  requests = 0;
  private constructor(
    private readonly server: Server,
    readonly url: string,
    private answer: (request: IncomingMessage, response: ServerResponse) => void = () => {},
  ) {}

  static async start(): Promise<KeyPublisher> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const publisher = new KeyPublisher(server, `http://127.0.0.1:${port}`);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      publisher.requests += 1;
      publisher.answer(request, response);
    });
    return publisher;
  }

  /** A URL that nobody has requested before. */
  uri(name: string): string {
    return `${this.url}/${name}`;
  }

  /** Sets the response from now on, and resets the request count. */
  answers(status: number, body: string, headers: Record<string, string> = {}): void {
    this.handles((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    });
  }

  publishes(keys: object[], headers: Record<string, string> = {}): void {
    this.answers(200, JSON.stringify({ keys }), headers);
  }

  handles(answer: (request: IncomingMessage, response: ServerResponse) => void): void {
    this.requests = 0;
    this.answer = answer;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
