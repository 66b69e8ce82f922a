import type { Socket } from 'node:net';
import type { ErrorBody } from '@passant/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { drawRequestId } from './request-id.js';

/** Refusals of what never became a request that a handler could see. They have the form every refusal has. */
function bodyOf(description: string, errorId: string): ErrorBody {
  return { error: 'invalid_request', error_description: description, error_id: errorId };
}

const HEADERS = {
  'content-type': 'application/json;charset=UTF-8',
  'cache-control': 'no-store',
  pragma: 'no-cache',
};

/** Fastify could make nothing of the address. */
export function answerFrameworkError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { statusCode } = error as { statusCode?: number };
  const status = statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? statusCode : 400;
  void reply
    .status(status)
    .headers({ ...HEADERS, 'x-request-id': request.id })
    .send(bodyOf('The address is malformed.', request.id));
}

const CLIENT_ERRORS: Record<string, [status: string, description: string]> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The request headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to arrive.'],
};

/** Node could make nothing of the bytes, or waited too long for them. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  // The peer is gone, or an answer is under way already.
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const [status, description] = CLIENT_ERRORS[error.code ?? ''] ?? ['400 Bad Request', 'The request is malformed.'];
  const errorId = drawRequestId();
  const body = JSON.stringify(bodyOf(description, errorId));
  const headers = {
    ...HEADERS,
    'x-request-id': errorId,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}
