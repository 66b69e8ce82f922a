import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Client } from '@passant/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Listener, putInFront } from './in-front.js';
import { TOKEN_RESPONSE_HEADERS } from './no-store.js';
import { noteFacts } from './request-facts.js';
import { CALLERS_NAME, callersRequestId, generateRequestId } from './request-id.js';
import { giveUpUnread } from './unread-answers.js';
import { isPlainHost } from './request-rules.js';
import { takeTurnWithBody } from './turns.js';

/**
 * A route that back ends call with every request that they serve. What such a call looks like nearly always, and what
 * ends in success, is answered without the framework; everything else about it is left to the route's controller.
 */
export interface HotRoute {
  /** As the controller declares it. */
  path: string;
  /**
   * Begins to answer. Must have no effect that the controller may not have once more.
   * @returns `undefined` for what the controller has to answer
   */
  answer(asked: PlainRequest): HotAnswer | undefined;
}

/** What is known of a request that says nothing but what a hot route needs. */
export interface PlainRequest {
  /** The headers of {@link READ}, each at most once. */
  headers: Readonly<Record<string, string>>;
  /** A form. */
  body: string;
}

export interface HotAnswer {
  /** Who has been authenticated. */
  caller: Client;
  /** The body of a 200 in JSON; `undefined` for what the controller has to answer. Rejections become refusals. */
  text: Promise<string | undefined>;
}

/** What the server does for every request, and does here as well. */
export interface HotServer {
  routes: readonly HotRoute[];
  /** Headers of every response. */
  headers: Readonly<Record<string, string>>;
  isOpen: () => boolean;
  answered: (path: string, milliseconds: number) => void;
}

const FORM = /^application\/x-www-form-urlencoded(?:; ?charset=utf-8)?$/i;

/** Maximum body size, in bytes: a token and a hint. */
const MOST = 1024;

/** Headers that say something about such a call. */
const READ = new Set(['host', 'authorization', 'accept', 'content-type', 'content-length', CALLERS_NAME.asked]);

/** Headers that make no difference to it. */
const WITHOUT_MEANING = new Set([
  ...['connection', 'keep-alive', 'user-agent', 'accept-encoding', 'accept-language', 'sec-fetch-mode'],
  ...['cache-control', 'pragma', 'via', 'forwarded', 'x-real-ip', 'traceparent', 'tracestate'],
  ...['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto'],
]);

/** What was read of a request before its controller turned out to have to answer it. */
interface Begun {
  body: Buffer;
  fault?: { error: unknown; caller: Client };
}

const begun = new WeakMap<IncomingMessage, Begun>();

/**
 * Lets controllers of hot routes answer what {@link serveHotRoutes} began with. Call before routes are declared.
 * @param paths of the hot routes
 */
export function takeOverFromHotRoutes(fastify: FastifyInstance, paths: readonly string[]): void {
  fastify.addHook('onRoute', (route) => {
    if (!paths.includes(route.url)) return;
    const takeOver = (request: FastifyRequest, _reply: unknown, payload: Readable, done: TakenOver) => {
      const { body, fault } = begun.get(request.raw) ?? {};
      if (fault) noteFacts({ clientId: fault.caller.clientId, application: fault.caller.application });
      if (fault) done(fault.error as Error);
      else done(null, body === undefined ? payload : Readable.from([body]));
    };
    route.preParsing = takeOver;
  });
}

type TakenOver = (error: Error | null, payload?: Readable) => void;

/** Answers the plain requests for hot routes in front of the framework. Call after everything that listens for requests. */
export function serveHotRoutes(fastify: FastifyInstance, hot: HotServer): void {
  const routes = new Map(hot.routes.map((route) => [route.path, route]));
  putInFront(fastify, (framework) => (request, response) => {
    const route = request.method === 'POST' ? routes.get(request.url!) : undefined;
    const isServed = route !== undefined && hot.isOpen() && !request.socket.destroyed;
    const headers = isServed ? plainHeadersOf(request) : undefined;
    if (headers === undefined) {
      framework(request, response);
      return;
    }
    receive(request, (body) => {
      takeTurnWithBody(request, () => answer({ request, response, headers, body }, route!, hot, framework));
    });
  });
}

/** The headers of {@link READ}, in a request that says nothing else and whose body is a short form. */
function plainHeadersOf({ rawHeaders, httpVersion }: IncomingMessage): Record<string, string> | undefined {
  const headers: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase();
    if (WITHOUT_MEANING.has(name)) continue;
    if (!READ.has(name) || headers[name] !== undefined) return undefined;
    headers[name] = rawHeaders[index + 1]!;
  }
  const length = Number(headers['content-length']);
  const isPlain =
    httpVersion === '1.1' && isPlainHost(headers.host) && FORM.test(headers['content-type'] ?? '') && length > 0;
  return isPlain && length <= MOST ? headers : undefined;
}

function receive(request: IncomingMessage, then: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => void chunks.push(chunk));
  request.on('end', () => then(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
}

interface Received {
  request: IncomingMessage;
  response: ServerResponse;
  headers: Record<string, string>;
  body: Buffer;
}

function answer(received: Received, route: HotRoute, hot: HotServer, framework: Listener): void {
  const { request, response, headers, body } = received;
  const since = performance.now();
  const handOn = (fault?: Begun['fault']) => {
    begun.set(request, { body, ...(fault ? { fault } : {}) });
    framework(request, response);
  };
  const begins = route.answer({ headers, body: body.toString() });
  if (!begins) {
    handOn();
    return;
  }
  begins.text.then(
    (text) => {
      if (text === undefined) {
        handOn();
        return;
      }
      write(response, text, { ...hot.headers, ...idsOf(headers) });
      hot.answered(route.path, performance.now() - since);
    },
    (error: unknown) => handOn({ error, caller: begins.caller }),
  );
}

function idsOf(headers: Record<string, string>): Record<string, string> {
  const theirs = callersRequestId(headers);
  return { 'x-request-id': generateRequestId(), ...(theirs === null ? {} : { [CALLERS_NAME.answered]: theirs }) };
}

function write(response: ServerResponse, text: string, headers: Record<string, string>): void {
  const length = Buffer.byteLength(text);
  response.writeHead(200, { ...headers, ...TOKEN_RESPONSE_HEADERS, 'content-length': length }).end(text);
  giveUpUnread(response);
}
