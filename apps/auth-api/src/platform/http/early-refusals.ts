import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ErrorBody } from '@passant/contracts';
import { OAuthError } from '@passant/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OAuthErrorFilter } from './oauth-error.filter.js';
import { generateRequestId } from './request-id.js';

const HEADERS = {
  'content-type': 'application/json;charset=UTF-8',
  'cache-control': 'no-store',
  pragma: 'no-cache',
  'x-content-type-options': 'nosniff',
};

/** A refusal of what no handler could see, as it is sent. It has the same form as every other refusal. */
function written(description: string, error: ErrorBody['error'] = 'invalid_request') {
  const errorId = generateRequestId();
  const refusal: ErrorBody = { error, error_description: description, error_id: errorId };
  const body = JSON.stringify(refusal);
  return { body, headers: { ...HEADERS, 'x-request-id': errorId, 'content-length': Buffer.byteLength(body) } };
}

/**
 * Fastify could not process the URL, so no hook has seen the request.
 * @param filter writes the refusal
 */
export function answerFrameworkErrors(filter: OAuthErrorFilter) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    void reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff' });
    filter.refuse(error, request, reply);
  };
}

const CLIENT_ERRORS: Record<string, [status: string, description: string]> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The request headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to arrive.'],
};

/** Milliseconds for which the peer of a connection that was answered may go on sending, or leave it half open. */
const LINGER = 1000;

/** Connections of which nothing that comes is a request any more, and that are closed when they have been answered. */
const ending = new WeakSet<Duplex>();

/** The newest response of each connection, until nothing can depend on it. */
const newest = new WeakMap<Duplex, ServerResponse>();

/** Has {@link answerClientError} know what else was asked on a connection. */
export function noteResponses({ server }: FastifyInstance): void {
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    newest.set(socket, response);
    response.once('close', () => {
      // Connections may rest for long. A request that was answered early may still break.
      if (request.complete && newest.get(socket) === response) newest.delete(socket);
    });
  });
}

/** Node could not parse the request, or waited too long for it. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  // The rest of what was answered is no request either.
  if (ending.has(socket)) return;
  // The peer is gone.
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  ending.add(socket);
  const [status, description] = CLIENT_ERRORS[error.code ?? ''] ?? ['400 Bad Request', 'The request is malformed.'];
  inTurn(socket, (isAnswered) => {
    // The answer before it may have been the last.
    if (socket.writable) endWith(socket, isAnswered ? undefined : { status, description });
  });
}

/**
 * Calls `then` when everything has been sent that was asked on a connection before what Node could not read. RFC 9112
 * §9.3.2: answers come in the order of their requests.
 * @param then is told whether what Node could not read is the body of a request that has an answer. A response that has not
 * begun by then never reaches the connection, which Node writes nothing more to once it has been ended.
 */
function inTurn(socket: Socket, then: (isAnswered: boolean) => void): void {
  const last = newest.get(socket);
  const isItsBody = last !== undefined && !last.req.complete;
  if (last === undefined || last.writableFinished) then(isItsBody);
  else if (!isItsBody || last.headersSent) last.once('finish', () => then(isItsBody));
  else if (last.socket) then(false);
  // A response gets the connection when those before it are finished, and what was written to it meanwhile afterwards.
  else last.once('socket', () => inTurn(socket, then));
}

/**
 * Answers what Node does not hand on as a request: a `CONNECT`, whose connection it would close without a word, and an
 * expectation that it does not know, which it would refuse in a form of its own.
 */
export function answerOddRequests({ server }: FastifyInstance): void {
  // RFC 9110 §9.3.6: for proxies. Nothing here can be connected to, so no method is allowed there (§10.2.1).
  server.on('connect', (_request, socket) => {
    // Node has let go of this connection: nobody else would read it.
    socket.resume();
    endWith(socket, {
      status: '405 Method Not Allowed',
      description: 'The method is not supported here.',
      headers: { allow: '' },
    });
  });
  // The rules of all requests refuse it.
  server.on('checkExpectation', (request, response) => {
    server.emit('request', request, response);
  });
}

/** Seconds after which there is likely to be a place again. */
const RETRY_AFTER = 1;
const BUSY = 'Too many requests are waiting. Try again.';

/** The same refusal for a request that the framework has begun with. */
export const busy = (): OAuthError => new OAuthError('temporarily_unavailable', BUSY, { retryAfter: RETRY_AFTER });

/** Too many requests wait to be served: this one is refused without the framework, which would make them wait longer. */
export function answerBusy(request: IncomingMessage, response: ServerResponse): void {
  const { body, headers } = written(BUSY, 'temporarily_unavailable');
  response.writeHead(503, { ...headers, 'retry-after': String(RETRY_AFTER) }).end(body);
  // What is left of its body is of no interest, but stands before the next request.
  request.resume();
}

/** What is said before a connection is closed. */
interface Answer {
  status: string;
  description: string;
  headers?: Record<string, string>;
}

/**
 * Writes a refusal to the connection itself, unless it has its answer, and closes it in stages (RFC 9112 §9.6). Whatever the
 * peer still sends has to be read: if it lay there when the connection is closed, the system would reset it, which may
 * overtake the answer.
 */
function endWith(socket: Duplex, answer: Answer | undefined): void {
  ending.add(socket);
  const close = () => socket.destroy();
  const last = setTimeout(close, LINGER);
  socket.on('error', close).on('close', () => clearTimeout(last));
  socket.end(answer && textOf(answer));
}

function textOf({ status, description, headers: own = {} }: Answer): string {
  const { body, headers } = written(description);
  const lines = Object.entries({ ...headers, ...own, connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${status}\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}
