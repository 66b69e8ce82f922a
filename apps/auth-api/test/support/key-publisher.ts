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

  /** Answers JSON as slowly as people notice. @returns how many requests were open at the same time at most */
  answersSlowly(bodyFor: (request: IncomingMessage) => unknown): () => number {
    let [open, most] = [0, 0];
    this.handles((request, response) => {
      most = Math.max(most, (open += 1));
      setTimeout(() => {
        open -= 1;
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(bodyFor(request)));
      }, 50);
    });
    return () => most;
  }

  /** A URL under a host name of its own; all of them are this machine. */
  uriOnHost(name: string): string {
    return `http://${name}.localhost:${new URL(this.url).port}/${name}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
