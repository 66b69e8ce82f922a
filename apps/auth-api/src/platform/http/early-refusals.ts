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

/** Connections that were answered, and are open only until their peer has read it. */
const ending = new WeakSet<Duplex>();

/** Node could not parse the request, or waited too long for it. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  // The rest of what was answered is no request either.
  if (ending.has(socket)) return;
  // The peer is gone, or a response has already been started.
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const [status, description] = CLIENT_ERRORS[error.code ?? ''] ?? ['400 Bad Request', 'The request is malformed.'];
  endWith(socket, { status, description });
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

interface Answer {
  status: string;
  description: string;
  headers?: Record<string, string>;
}

/**
 * Writes a refusal to the connection itself, and closes it in stages (RFC 9112 §9.6). Whatever the peer still sends has to
 * be read: if it lay there when the connection is closed, the system would reset it, which may overtake the answer.
 */
function endWith(socket: Duplex, { status, description, headers: own = {} }: Answer): void {
  const { body, headers } = written(description);
  const lines = Object.entries({ ...headers, ...own, connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  ending.add(socket);
  const close = () => socket.destroy();
  const last = setTimeout(close, LINGER);
  socket.on('error', close).on('close', () => clearTimeout(last));
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}
