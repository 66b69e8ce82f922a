import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IntrospectionResponse, PATHS } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';

/** Introspects a token. */
type Introspect = (token: string) => Promise<IntrospectionResponse>;

/** A small API: it answers requests with a valid token with the introspection response. It listens once started. */
export class ResourceServer {
  private server: Server | undefined;

  constructor(
    private readonly issuerUrl: string,
    readonly clientId: string,
    readonly secret: string,
  ) {}

  static async start(serverUrl: string, clientId: string, secret: string): Promise<ResourceServer> {
    const api = new ResourceServer(serverUrl, clientId, secret);
    await api.listen((token) => api.introspect(token));
    return api;
  }

  /** URL of the API. */
  get url(): string {
    return `http://127.0.0.1:${(this.server!.address() as AddressInfo).port}`;
  }

  /** Introspects a token at the server. */
  async introspect(token: string): Promise<IntrospectionResponse> {
    const credentials = Buffer.from(`${this.clientId}:${this.secret}`).toString('base64');
    const reply = await send('POST', this.issuerUrl + PATHS.introspectV2, {
      headers: { authorization: `Basic ${credentials}` },
      form: { token },
    });
    if (reply.status !== 200)
      throw new Error(`Introspection was answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    return IntrospectionResponse.parse(reply.body);
  }

  /** Calls the API as an app would. */
  async call(token: string | undefined, path = '/me'): Promise<Exchange> {
    return send('GET', this.url + path, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  private async listen(introspect: Introspect): Promise<void> {
    this.server = createServer((request, response) => {
      const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
      const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
      if (token === undefined) return void answer(401, { error: 'unauthorized' }, { 'www-authenticate': 'Bearer' });
      introspect(token).then(
        (known) =>
          known.active
            ? answer(200, known)
            : answer(401, { error: 'invalid_token' }, { 'www-authenticate': 'Bearer error="invalid_token"' }),
        () => answer(503, { error: 'temporarily_unavailable' }),
      );
    });
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
    // A test that forgets to close it must not keep the process alive.
    this.server.unref();
  }
}
