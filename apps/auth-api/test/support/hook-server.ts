import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HookRequest {
  path: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}

type Behaviour = (request: HookRequest, response: ServerResponse) => void;

/** A third-party web hook on loopback: it answers as a spec demands and remembers its requests. */
export class HookServer {
  readonly requests: HookRequest[] = [];
  private behaviour: Behaviour = (_, response) => response.end('{}');

  private constructor(private readonly server: Server) {}

  static async start(): Promise<HookServer> {
    const hook: HookServer = new HookServer(createServer((request, response) => void hook.take(request, response)));
    await new Promise<void>((resolve) => hook.server.listen(0, '127.0.0.1', resolve));
    return hook;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get last(): HookRequest {
    return this.requests.at(-1)!;
  }

  /** Answers every request with this JSON. */
  answers(body: unknown, status = 200): void {
    this.behaves((_, response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    );
  }

  behaves(behaviour: Behaviour): void {
    this.behaviour = behaviour;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const taken = { path: request.url!, headers: request.headers, body: JSON.parse(text) as Record<string, unknown> };
    this.requests.push(taken);
    this.behaviour(taken, response);
  }
}
