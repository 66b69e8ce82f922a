import { METADATA_PATHS, PATHS } from '@passant/contracts';
import { isStoreOutage, type Store } from '@passant/persistence';
import { originsOf } from '@passant/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Which origins' pages may read the responses of an endpoint. */
type Readers = 'everyone' | 'clients';

interface Endpoint {
  path: RegExp;
  methods: readonly string[];
  readers: Readers;
}

/** Response headers that pages of other origins need to understand a refusal, and to correct the device's clock. */
const EXPOSED = 'WWW-Authenticate, X-Request-Id, X-Client-Request-Id, Retry-After, Date';
/**
 * Headers that clients send. The last one belongs to the Model Context Protocol, whose clients send it when they fetch
 * metadata.
 */
const REQUEST_HEADERS = 'Authorization, Content-Type, X-Request-Id, MCP-Protocol-Version';
/** Seconds for which a browser may cache the result of a preflight. */
const MAX_AGE = '600';

/** An origin as browsers write it. A page without one sends `null`, which no client can register. */
const ORIGIN = /^https?:\/\/[\w.:[\]-]{1,255}$/;

function exactly(...paths: string[]): RegExp {
  return new RegExp(`^(?:${paths.map((path) => path.replaceAll('.', '\\.')).join('|')})$`);
}

/** All endpoints that may be called across origins. No other endpoint may be, and none of these uses cookies. */
function endpointsFor(openRegistration: boolean): Endpoint[] {
  return [
    { path: exactly(...METADATA_PATHS, PATHS.keys), methods: ['GET', 'HEAD'], readers: 'everyone' },
    {
      path: exactly(PATHS.token, '/oauth/token', PATHS.revoke, '/oauth/revoke'),
      methods: ['POST'],
      readers: 'clients',
    },
    { path: exactly(PATHS.userInfo), methods: ['GET', 'HEAD', 'POST'], readers: 'clients' },
    {
      path: /^\/(?:oauth|c2id)\/clients\/(?<client>[^/]+)$/,
      methods: ['GET', 'HEAD', 'PUT', 'DELETE'],
      readers: 'clients',
    },
    ...(openRegistration
      ? [
          {
            path: exactly(PATHS.clients, PATHS.legacyClients),
            methods: ['POST'],
            readers: 'everyone',
          } satisfies Endpoint,
        ]
      : []),
  ];
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The origin whose page may read the response, unless the request turns out to be for another origin's client. */
    reader: string | null;
  }
}

/**
 * Enables CORS for what clients in browsers need. Public resources can be read from any origin. Requests made on behalf
 * of a client can be read by that client's origins or, as long as the client is not known, by the origins of any
 * client. The origins are looked up in the database, so that every process knows a client as soon as it has registered.
 * Browser credentials are never allowed.
 */
export function letOriginsIn(fastify: FastifyInstance, store: Store, openRegistration: boolean): void {
  const endpoints = endpointsFor(openRegistration);
  fastify.decorateRequest('reader', null);
  // Most requests are for endpoints that cannot be called across origins; those do not wait for a promise.
  fastify.addHook('onRequest', (request, reply, done) => {
    const path = request.url.split('?', 1)[0]!;
    const endpoint = endpoints.find((one) => one.path.test(path));
    if (!endpoint) {
      done();
      return;
    }
    letIn(store, { endpoint, path }, request, reply).then((isAnswered) => {
      if (!isAnswered) done();
    }, done);
  });
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    if (request.reader === null || request.facts?.clientId === undefined) done();
    else keepForOwnPages(store, request, reply, request.reader).then(() => done(), done);
  });
}

/** @returns whether the request was a preflight and has been answered */
async function letIn(
  store: Store,
  { endpoint, path }: { endpoint: Endpoint; path: string },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  const { origin, 'access-control-request-method': wanted } = request.headers;
  const isPreflight = request.method === 'OPTIONS' && wanted !== undefined;
  const isOffered = endpoint.methods.includes(isPreflight ? wanted : request.method);
  if (endpoint.readers === 'everyone') return isOffered && allow(reply, '*', isPreflight ? endpoint : undefined);
  // Set even if access is not allowed: a response without the CORS header must not be reused from a cache for an origin
  // that is allowed.
  void reply.header('vary', 'Origin');
  if (!isOffered || origin === undefined || !ORIGIN.test(origin)) return false;
  if (!(await mayRead(store, origin, clientIn(endpoint.path, path)))) return false;
  request.reader = origin;
  return allow(reply, origin, isPreflight ? endpoint : undefined);
}

/**
 * Allows the page to read the response and, in a preflight, lists what it may send.
 * @returns whether the response has been sent
 */
function allow(reply: FastifyReply, origin: string, preflight: Endpoint | undefined): boolean {
  void reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED });
  if (!preflight) return false;
  void reply
    .status(204)
    .headers({
      'access-control-allow-methods': preflight.methods.join(', '),
      'access-control-allow-headers': REQUEST_HEADERS,
      'access-control-max-age': MAX_AGE,
    })
    .send();
  return true;
}

/** The client named in the path: only its own origins may read and change its registration. */
function clientIn(pattern: RegExp, path: string): string | undefined {
  const named = pattern.exec(path)?.groups?.client;
  try {
    return named === undefined ? undefined : decodeURIComponent(named);
  } catch {
    return named;
  }
}

async function mayRead(store: Store, origin: string, clientId: string | undefined): Promise<boolean> {
  if (clientId === undefined) return store.clients.knowsOrigin(origin);
  if (clientId.includes('\0') || clientId.length > 255) return false;
  const client = await store.clients.find(clientId);
  return client !== undefined && originsOf(client).includes(origin);
}

/** By now, the client that made the request is known: pages of other clients' origins must not read the response. */
async function keepForOwnPages(
  store: Store,
  { facts, routeOptions }: FastifyRequest,
  reply: FastifyReply,
  origin: string,
): Promise<void> {
  // Already decided by the client in the path, before the request changed or deleted its registration.
  if (routeOptions.url?.includes(':client_id')) return;
  try {
    if (await mayRead(store, origin, facts!.clientId)) return;
  } catch (error) {
    if (!isStoreOutage(error)) throw error;
  }
  void reply.removeHeader('access-control-allow-origin').removeHeader('access-control-expose-headers');
}
