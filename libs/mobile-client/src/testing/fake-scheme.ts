import { randomUUID } from 'node:crypto';
import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  createServer,
} from 'node:http';
import { OpenIdProvider } from './openid-provider.js';
import { PERSONAS, type PersonaName, isPersona } from './personas.js';
import { type StatementMood, Statements } from './statements.js';

/**
 * How the scheme behaves: correctly, not at all, or in one of the ways in which real schemes fail. A `flapping` scheme
 * fails every other request, starting with the first.
 */
export type SchemeMood = 'up' | 'down' | 'failing' | 'flapping' | 'garbled' | 'slow' | StatementMood;

export interface SchemeRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What a person was asked to do at the scheme, and whether they have done it. */
interface Order {
  state: 'pending' | 'done' | 'cancelled';
  persona?: PersonaName;
}

/** API key that callers must send. */
export const SCHEME_API_KEY = 'scheme-api-key-for-tests';

/** Response time of a slow scheme in milliseconds: longer than any caller waits. */
const SLOW = 30_000;

/**
 * A fake external identity scheme on loopback. People who do not know our servers approve an order on its pages, sign in
 * by OpenID Connect, sign a challenge, receive mail or are looked up. It records the requests it receives, so that tests
 * can inspect them.
 */
export class FakeScheme {
  readonly requests: SchemeRequest[] = [];
  /** Sent mails, newest last. */
  readonly mails: { to: string; text: string }[] = [];
  mood: SchemeMood = 'up';
  private flaps = 0;
  private readonly orders = new Map<string, Order>();
  private readonly slow = new Set<NodeJS.Timeout>();
  private readonly openId: OpenIdProvider;

  private constructor(
    private readonly server: Server,
    private readonly statements: Statements,
    now: () => number,
  ) {
    this.openId = new OpenIdProvider(() => this.url, statements, now);
  }

  /** @param now the clock of the scheme, in epoch seconds; defaults to the system clock */
  static async start(now = () => Math.floor(Date.now() / 1000)): Promise<FakeScheme> {
    const server = createServer();
    const scheme = new FakeScheme(server, await Statements.open(now), now);
    server.on('request', (request, reply) => void scheme.receive(request, reply));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return scheme;
  }

  /** `127.0.0.1:port`, as written on an allow-list. */
  get host(): string {
    return `127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  /** Base URL; as an OpenID provider, the issuer. */
  get url(): string {
    return `http://${this.host}`;
  }

  /** The public key that verifies the scheme's statements. */
  get publicKey(): Record<string, unknown> {
    return this.statements.publicKey;
  }

  async close(): Promise<void> {
    for (const timer of this.slow) clearTimeout(timer);
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /**
   * Lets the scheme, as an OpenID provider, say more about a person in their ID token, or other things.
   * @param claims `undefined` leaves a claim out
   */
  says(persona: PersonaName, claims: Record<string, unknown>): void {
    this.openId.said.set(persona, claims);
  }

  /** Lets the person do what an order asks for. */
  approve(order: string, persona: PersonaName): void {
    this.orders.set(order, { state: 'done', persona });
  }

  cancel(order: string): void {
    this.orders.set(order, { state: 'cancelled' });
  }

  /**
   * Returns what the person's device gets from the scheme for a challenge: a signed statement about the person.
   * @throws if the scheme does not answer
   */
  async sign(challenge: string, persona: PersonaName): Promise<string> {
    const flaps = this.mood === 'flapping' && (this.flaps += 1) % 2 === 1;
    if (flaps || SILENT_MOODS.some((mood) => mood === this.mood)) {
      throw new Error(`The scheme signs nothing while it is ${this.mood}.`);
    }
    return this.statements.sign(this.url, challenge, persona, statementMood(this.mood));
  }

  /**
   * Does what the browser of a person does with an authorization request of OpenID Connect: goes there, and signs in.
   * @returns the address to which the browser is sent back
   * @throws if it is not sent back: the scheme is down, or the request is not what it takes
   */
  async signIn(authorizationRequest: string, persona: PersonaName): Promise<URL> {
    const { origin, pathname, search } = new URL(authorizationRequest);
    if (origin + pathname !== this.openId.authorizationEndpoint) {
      throw new Error(`People do not sign in at ${origin}${pathname}, but at ${this.openId.authorizationEndpoint}.`);
    }
    const address = `${origin}${pathname}/${persona}${search}`;
    const reply = await fetch(address, { method: 'POST', redirect: 'manual' });
    const back = reply.headers.get('location');
    if (back === null) throw new Error(`The scheme sent nobody back: ${reply.status} ${await reply.text()}`);
    return new URL(back);
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
    const flaps = this.mood === 'flapping' && (this.flaps += 1) % 2 === 1;
    switch (flaps ? 'failing' : this.mood) {
      case 'down':
        return void request.socket.destroy();
      case 'failing':
        return answer(reply, 503, { error: 'maintenance' });
      case 'garbled':
        return void reply.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to nginx</h1>');
      case 'slow':
        return void this.slow.add(setTimeout(() => void this.serve(seen, reply), SLOW));
      default:
        return this.serve(seen, reply);
    }
  }

  private async serve(request: SchemeRequest, reply: ServerResponse): Promise<void> {
    const { method, path, headers } = request;
    const known = await this.openId.answer(request, statementMood(this.mood));
    if (known) return answer(reply, known.status, known.body, known.headers);
    const [, room, name, action] = path.split('/');
    // The pages are open to anybody; everything else requires the API key.
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
    if (order.state === 'done' && this.mood === 'user-says-no') return answer(reply, 200, { state: 'cancelled' });
    const person = order.persona ? { person: personOf(order.persona) } : {};
    answer(reply, 200, { state: order.state, ...person });
  }

  /** The page that the person is sent to. It has a button for each persona. */
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

/** Moods in which nobody gets a statement. */
const SILENT_MOODS = ['down', 'failing', 'garbled'] as const;

const STATEMENT_MOODS = [
  'wrong-signature',
  'unsigned',
  'wrong-level',
  'replayed-answer',
  'clock-off',
  'user-says-no',
] as const;

function statementMood(mood: SchemeMood): StatementMood | undefined {
  return STATEMENT_MOODS.find((one) => one === mood);
}

function personOf(name: PersonaName): Record<string, unknown> {
  return { ...PERSONAS[name] };
}

function tellPerson(name: string, reply: ServerResponse): void {
  if (isPersona(name)) answer(reply, 200, personOf(name));
  else answer(reply, 404, { error: 'not_found' });
}

function answer(reply: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  reply.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}
