import { randomUUID } from 'node:crypto';
import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  createServer,
} from 'node:http';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { PERSONAS, type PersonaName, isPersona } from './personas.js';

/** How the scheme behaves: as it should, not at all, or in one of the ways in which real ones fail. */
export type SchemeMood = 'up' | 'down' | 'failing' | 'garbled' | 'slow';

export interface SchemeRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What a person was asked to do at the scheme, and whether they did. */
interface Order {
  state: 'pending' | 'done' | 'cancelled';
  persona?: PersonaName;
}

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

/** Whoever asks must know it. */
export const SCHEME_API_KEY = 'scheme-api-key-for-tests';

/** Milliseconds a slow scheme takes: longer than anybody waits. */
const SLOW = 30_000;

/**
 * An identity scheme of the outside, on loopback: people who know no server of ours approve an order on its pages, sign
 * a challenge, get mail, or are looked up. It keeps what it was asked, so that a test can look.
 */
export class FakeScheme {
  readonly requests: SchemeRequest[] = [];
  /** Mail that went out, newest last. */
  readonly mails: { to: string; text: string }[] = [];
  mood: SchemeMood = 'up';
  private readonly orders = new Map<string, Order>();
  private readonly slow = new Set<NodeJS.Timeout>();

  private constructor(
    private readonly server: Server,
    private readonly keys: Keys,
    /** The public key that the statements of the scheme are signed with. */
    readonly publicKey: Record<string, unknown>,
  ) {}

  static async start(): Promise<FakeScheme> {
    const keys = await generateKeyPair('ES256', { extractable: true });
    const server = createServer();
    const scheme = new FakeScheme(server, keys, { ...(await exportJWK(keys.publicKey)), alg: 'ES256' });
    server.on('request', (request, reply) => void scheme.receive(request, reply));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return scheme;
  }

  /** `127.0.0.1:port`, as it stands on an allow-list. */
  get host(): string {
    return `127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  async close(): Promise<void> {
    for (const timer of this.slow) clearTimeout(timer);
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The person does what an order asked for. */
  approve(order: string, persona: PersonaName): void {
    this.orders.set(order, { state: 'done', persona });
  }

  cancel(order: string): void {
    this.orders.set(order, { state: 'cancelled' });
  }

  /** What the person's device gets from the scheme for a challenge: a statement about them, signed. */
  async sign(challenge: string, persona: PersonaName): Promise<string> {
    const { blocked: _, ...claims } = PERSONAS[persona];
    return new SignJWT({ ...claims, challenge })
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(this.url)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(this.keys.privateKey);
  }

  private async receive(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const seen = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    this.requests.push(seen);
    switch (this.mood) {
      case 'down':
        return void request.socket.destroy();
      case 'failing':
        return answer(reply, 503, { error: 'maintenance' });
      case 'garbled':
        return void reply.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to nginx</h1>');
      case 'slow':
        return void this.slow.add(setTimeout(() => this.serve(seen, reply), SLOW));
      default:
        return this.serve(seen, reply);
    }
  }

  private serve(request: SchemeRequest, reply: ServerResponse): void {
    const { method, path, headers } = request;
    const [, room, name, action] = path.split('/');
    // The pages are for people; everything else is for whoever has the key.
    if (room === 'orders' && name && action) return this.servePage(method, name, action, reply);
    if (headers['x-api-key'] !== SCHEME_API_KEY) return answer(reply, 401, { error: 'unauthorized' });
    if (method === 'POST' && path === '/orders') return this.order(reply);
    if (method === 'GET' && room === 'orders' && name) return this.tellOrder(name, reply);
    if (method === 'GET' && room === 'directory' && name) return tellPerson(decodeURIComponent(name), reply);
    if (method === 'POST' && path === '/mails') return this.mail(request.body, reply);
    return answer(reply, 404, { error: 'not_found' });
  }

  private order(reply: ServerResponse): void {
    const order = randomUUID();
    this.orders.set(order, { state: 'pending' });
    answer(reply, 201, { order, page: `${this.url}/orders/${order}/page` });
  }

  private tellOrder(id: string, reply: ServerResponse): void {
    const order = this.orders.get(id);
    if (!order) return answer(reply, 404, { error: 'not_found' });
    const person = order.persona ? { person: personOf(order.persona) } : {};
    answer(reply, 200, { state: order.state, ...person });
  }

  /** Where the person is sent: a page with a button for everybody they may be. */
  private servePage(method: string, order: string, action: string, reply: ServerResponse): void {
    if (!this.orders.has(order)) return answer(reply, 404, { error: 'not_found' });
    if (method === 'POST' && isPersona(action)) this.approve(order, action);
    const buttons = Object.entries(PERSONAS).map(
      ([name, { firstName }]) =>
        `<form method="post" action="/orders/${order}/${name}"><button>I am ${firstName}</button></form>`,
    );
    const words = this.orders.get(order)!.state === 'pending' ? buttons.join('') : '<p>You may close this page.</p>';
    reply
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end(`<!doctype html><html lang="en"><title>Fake scheme</title><h1>Who are you?</h1>${words}</html>`);
  }

  private mail(body: string, reply: ServerResponse): void {
    const { to, text } = JSON.parse(body) as { to: string; text: string };
    this.mails.push({ to, text });
    answer(reply, 202, { accepted: true });
  }
}

function personOf(name: PersonaName): Record<string, unknown> {
  return { ...PERSONAS[name] };
}

function tellPerson(name: string, reply: ServerResponse): void {
  if (isPersona(name)) answer(reply, 200, personOf(name));
  else answer(reply, 404, { error: 'not_found' });
}

function answer(reply: ServerResponse, status: number, body: unknown): void {
  reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
