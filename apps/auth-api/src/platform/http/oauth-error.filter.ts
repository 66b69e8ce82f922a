import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { ErrorBody, ErrorCode } from '@passant/contracts';
import { ApprovalSpentError, isStoreOutage } from '@passant/persistence';
import { OAuthError, Unavailable, statusOf } from '@passant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { allowedMethods } from './allowed-methods.js';
import { faultOf, kindOf, stackOf } from '../fault.js';
import { Accepted } from './accepted.js';
import { readOut } from './bodies.js';
import { isOfAdminApi } from './surface.js';
import { frameworkFault } from './framework-faults.js';

const logger = new Logger('Refusal');

/** Seconds to wait before retrying after an outage. */
const OUTAGE_RETRY_AFTER = 5;

/** Maps HTTP-level exceptions of Fastify and Nest by their status. */
function ofHttpStatus(status: number, request: FastifyRequest, cause: unknown): OAuthError {
  if (status === 404) {
    const allowed = allowedMethods(request.server, request.url);
    return allowed.length > 0 && !allowed.includes(request.method)
      ? new OAuthError('invalid_request', 'The method is not supported here.', {
          status: 405,
          headers: { allow: allowed.join(', ') },
        })
      : new OAuthError('not_found', 'There is nothing at this address.');
  }
  if (status < 400 || status >= 500) {
    return new OAuthError('server_error', 'The server could not complete the request.', { cause });
  }
  const fault = frameworkFault(cause, status, request);
  return fault ?? new OAuthError('invalid_request', 'The request is malformed.', { status, cause });
}

function toOAuthError(error: unknown, request: FastifyRequest): OAuthError {
  if (error instanceof OAuthError) return error;
  // A database outage is always answered with 503, never with a protocol error.
  if (isStoreOutage(error)) return new Unavailable(error, OUTAGE_RETRY_AFTER);
  if (error instanceof ApprovalSpentError) {
    return new OAuthError('conflict', 'Somebody else decided this in the meantime.', { cause: error });
  }
  if (error instanceof HttpException) return ofHttpStatus(error.getStatus(), request, error);
  const status = (error as { statusCode?: unknown } | undefined)?.statusCode;
  return ofHttpStatus(typeof status === 'number' ? status : 500, request, error);
}

/**
 * The cause as it is logged. An error message may quote user input; it is logged only where the server itself is at
 * fault, because only there does the operator need it.
 */
function describe(cause: unknown, status: number): unknown {
  if (!(cause instanceof Error)) return cause;
  return status < 500 ? kindOf(cause) : faultOf(cause);
}

/** The description as it is answered: with what may repeat the caller's own values, which is neither logged nor kept. */
export function descriptionFor({ message, options: { told, fields = {}, toldOf = {} } }: OAuthError): string {
  const first = Object.keys(fields)[0];
  return withTold(message, told ?? (first === undefined ? undefined : toldOf[first]));
}

/** The invalid members as they are answered. */
function fieldsFor({ options: { fields = {}, toldOf = {} } }: OAuthError): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([path, what]) => [path, withTold(what, toldOf[path])]));
}

const withTold = (said: string, told: string | undefined): string =>
  told === undefined ? said : `${said.endsWith('.') ? said : `${said}.`} ${told}`;

/**
 * Writes every refusal of the server: status, headers and body, in a uniform format.
 * @param statuses status codes that replace the default ones on some endpoints
 */
@Catch()
export class OAuthErrorFilter implements ExceptionFilter {
  constructor(private readonly statuses: Partial<Record<ErrorCode, number>> = {}) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.refuse(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Logs the error and answers the caller. */
  refuse(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (request.raw.destroyed && !request.raw.complete) {
      // A client that disconnected is not an error, and nobody is left to answer.
      logger.debug({ error_id: request.id, reason: 'The client went away.' });
      return;
    }
    if (thrown instanceof Accepted) {
      void reply.status(202).send(thrown.body);
      return;
    }
    const error = toOAuthError(thrown, request);
    const status = error.options.status ?? statusOf(error.code, this.statuses);
    const { cause } = error.options;
    const theirs = request.server.refusals.nameOf(request);
    const line = {
      error_id: request.id,
      error: error.code,
      status,
      method: request.method,
      route: request.routeOptions?.url,
      reason: error.message,
      cause: describe(cause, status),
      ...(theirs === null ? {} : { client_request_id: theirs }),
    };
    const unforeseen = error.code === 'server_error' && error !== thrown;
    // Refusals that one caller causes repeatedly are not logged each time. An error is a fault of ours; that there is no
    // place, or that another server does not answer, is what a stranger may bring about.
    if (request.server.refusals.note({ error, status, unforeseen }, request)) {
      if (error.code === 'server_error' || isStoreOutage(cause)) logger.error({ ...line, stack: stackOf(cause) });
      else if (status >= 500) logger.warn(line);
      else logger.log(line);
    }
    if (reply.sent) return;
    readOut(request, reply);
    this.write(error, status, request, reply);
  }

  /** Answers the caller. Subclasses answer with a page where a person will see the response. */
  protected write(error: OAuthError, status: number, request: FastifyRequest, reply: FastifyReply): void {
    const { challenge, retryAfter, headers, fields } = error.options;
    const body: ErrorBody = {
      error: error.code,
      error_description: descriptionFor(error),
      error_id: request.id,
      ...(fields && isOfAdminApi(request) ? { fields: fieldsFor(error) } : {}),
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
