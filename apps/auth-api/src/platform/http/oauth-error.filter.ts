import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { ADMIN_API_PATH, type ErrorBody, type ErrorCode } from '@passant/contracts';
import { isStoreOutage } from '@passant/persistence';
import { OAuthError, statusOf } from '@passant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { allowedMethods } from './allowed-methods.js';

const logger = new Logger('Refusal');

/** Seconds after which an outage may be over. */
const OUTAGE_RETRY_AFTER = 5;

/** Faults of HTTP itself: Fastify's and Nest's own exceptions, by status. */
function ofHttpStatus(status: number, request: FastifyRequest, cause: unknown): OAuthError {
  switch (status) {
    case 404: {
      const allowed = allowedMethods(request.server, request.url);
      return allowed.length > 0 && !allowed.includes(request.method)
        ? new OAuthError('invalid_request', 'The method is not supported here.', {
            status: 405,
            headers: { allow: allowed.join(', ') },
          })
        : new OAuthError('not_found', 'There is nothing at this address.');
    }
    case 413:
      return new OAuthError('invalid_request', 'The request body is too large.', { status, cause });
    case 415:
      return new OAuthError('invalid_request', 'The content type is not supported.', { status, cause });
    default:
      return status >= 400 && status < 500
        ? new OAuthError('invalid_request', 'The request is malformed.', { status, cause })
        : new OAuthError('server_error', 'The server could not complete the request.', { cause });
  }
}

function toOAuthError(error: unknown, request: FastifyRequest): OAuthError {
  if (error instanceof OAuthError) return error;
  // A store outage is 503 and never a protocol answer.
  if (isStoreOutage(error)) {
    return new OAuthError('temporarily_unavailable', 'The service is temporarily unavailable.', {
      cause: error,
      retryAfter: OUTAGE_RETRY_AFTER,
    });
  }
  if (error instanceof HttpException) return ofHttpStatus(error.getStatus(), request, error);
  const status = (error as { statusCode?: unknown } | undefined)?.statusCode;
  return ofHttpStatus(typeof status === 'number' ? status : 500, request, error);
}

function describe(cause: unknown): unknown {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : cause;
}

/**
 * Writes every refusal of the server: status, headers and body in one form.
 * @param statuses where an endpoint answers a code with another status than usual
 */
@Catch()
export class OAuthErrorFilter implements ExceptionFilter {
  constructor(private readonly statuses: Partial<Record<ErrorCode, number>> = {}) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (request.raw.destroyed && !request.raw.complete) {
      // A client that went away is not an error, and there is nobody to answer.
      logger.debug({ error_id: request.id, reason: 'The client went away.' });
      return;
    }
    const error = toOAuthError(thrown, request);
    const status = error.options.status ?? statusOf(error.code, this.statuses);
    const { cause } = error.options;
    const line = {
      error_id: request.id,
      error: error.code,
      status,
      method: request.method,
      route: request.routeOptions?.url,
      reason: error.message,
      cause: describe(cause),
    };
    if (status >= 500 || error.code === 'server_error')
      logger.error({ ...line, stack: cause instanceof Error ? cause.stack : undefined });
    else logger.log(line);
    const unforeseen = error.code === 'server_error' && error !== thrown;
    request.server.refusals.note({ error, status, unforeseen }, request);
    if (!reply.sent) this.write(error, status, request, reply);
  }

  /** Tells the caller. Where a person is in front of the answer, it is a page. */
  protected write(error: OAuthError, status: number, request: FastifyRequest, reply: FastifyReply): void {
    const { challenge, retryAfter, headers, fields } = error.options;
    const body: ErrorBody = {
      error: error.code,
      error_description: error.message,
      error_id: request.id,
      ...(fields && request.url.startsWith(ADMIN_API_PATH) ? { fields } : {}),
    };
    void reply
      .status(status)
      .headers({
        'content-type': 'application/json;charset=UTF-8',
        'cache-control': 'no-store',
        pragma: 'no-cache',
        ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
        ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
        ...headers,
      })
      .send(body);
  }
}
