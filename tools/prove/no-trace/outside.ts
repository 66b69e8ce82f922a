import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The services that a server talks to: the identity scheme that scripts call, the customer's web hooks, and the trace
 * collector. They echo what they receive, as a careless service does in its errors, and remember what the collector
 * received.
 */
export class Outside {
  /** Bodies received by the collector of traces, metrics and logs. */
  readonly collected: { path: string; body: Buffer }[] = [];

  /** How the web hooks answer next. */
  hook: 'agree' | 'fail' | 'nonsense' = 'agree';

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Outside> {
    const server = createServer();
    const outside = new Outside(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { status, body } = outside.answer(request.url ?? '', Buffer.concat(chunks));
        response.writeHead(status, { 'content-type': 'application/json' }).end(body);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return outside;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private answer(path: string, body: Buffer): { status: number; body: string } {
    const text = body.toString('utf8');
    if (path.startsWith('/v1/traces') || path.startsWith('/v1/metrics') || path.startsWith('/v1/logs')) {
      this.collected.push({ path, body });
      return { status: 200, body: '{}' };
    }
    if (path.startsWith('/scheme')) return { status: path.includes('fail') ? 500 : 200, body: text };
    if (this.hook === 'fail') return { status: 500, body: text };
    if (this.hook === 'nonsense') return { status: 200, body: `not JSON: ${text}` };
    const { user, userClaims } = JSON.parse(text) as { user?: { id?: string }; userClaims?: object };
    const claims = { ...userClaims, badge: `badge of ${user?.id}` };
    return { status: 200, body: JSON.stringify({ additionalClaims: claims, claims }) };
  }
}
