import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  createServer,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { PATHS } from '@passant/contracts';
import { type JSONWebKeySet, type JWTPayload, createLocalJWKSet, jwtVerify } from 'jose';
import type { Passant } from './server/passant.js';

/** A request from the server. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  /** The members of JSON or of a form; empty if the body is neither. */
  body: Record<string, unknown>;
  /** The body as it came. */
  text: string;
}

/** The default answer to web hooks: it changes nothing. */
const NOTHING_TO_ADD = {};

/** Receives what the server sends to others: web hook calls and callbacks of mobile authentication. */
export class Inbox {
  /** All requests received so far, oldest first. */
  readonly received: Received[] = [];
  private answer: { status: number; body: unknown } = { status: 200, body: NOTHING_TO_ADD };
  private waiting: (() => void)[] = [];

  private constructor(
    private readonly server: Server,
    private readonly passant: Passant,
  ) {}

  static async open(passant: Passant): Promise<Inbox> {
    const server = createServer();
    const inbox = new Inbox(server, passant);
    server.on('request', (request, response) => void inbox.take(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return inbox;
  }

  /** Base URI for web hooks and address for callbacks. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Sets the JSON response to all further requests. */
  answers(body: unknown, status = 200): void {
    this.answer = { status, body };
  }

  /** Returns the first matching request, waiting for one if necessary. @param milliseconds how long to wait */
  async next(isWanted: (one: Received) => boolean = () => true, milliseconds = 20_000): Promise<Received> {
    const deadline = Date.now() + milliseconds;
    for (;;) {
      const found = this.received.find(isWanted);
      if (found) return found;
      const left = deadline - Date.now();
      if (left <= 0)
        throw new Error(
          `Nothing that was wanted came within ${milliseconds / 1000} s; ${this.received.length} things did.`,
        );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /**
   * Verifies the server's signature on a call: the JWT must be signed with one of its published keys, name it as
   * issuer, and be valid at the server's time. @returns the claims @throws if any of these checks fails
   */
  async verify({ headers }: Received): Promise<JWTPayload> {
    const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    if (token === undefined) throw new Error('The call is not signed: its hook has another authentication method.');
    const keys = (await (await fetch(this.passant.url + PATHS.keys)).json()) as JSONWebKeySet;
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      issuer: this.passant.issuer,
      currentDate: new Date(this.passant.clock.now() * 1000),
    });
    return payload;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const { url, headers } = request;
    this.received.push({ path: url!, headers, body: membersOf(text, headers['content-type']), text });
    response.writeHead(this.answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(this.answer.body));
    for (const wake of this.waiting.splice(0)) wake();
  }
}

function membersOf(text: string, type = ''): Record<string, unknown> {
  if (type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
