import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { OAuthError } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';

/**
 * The token of `Authorization: Bearer`.
 * Throws 401 with a bare challenge if there is none (RFC 6750 §3.1), 400 if the header is malformed.
 */
export function readBearer(header: string | undefined): string {
  if (header === undefined) {
    throw new OAuthError('invalid_token', 'A bearer token is required.', { challenge: 'Bearer' });
  }
  const match = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(header.trim());
  if (match) return match[1]!;
  if (/^Bearer\b/i.test(header)) {
    throw new OAuthError('invalid_request', 'The Authorization header is malformed.', {
      challenge: 'Bearer error="invalid_request"',
    });
  }
  throw new OAuthError('invalid_token', 'A bearer token is required.', { challenge: 'Bearer' });
}

/**
 * The token in the header, or in the member `access_token` of a form body (RFC 6750 §2.2). A member of that name in a
 * JSON body, or in the query, is not a credential.
 * Throws as {@link readBearer} does, and 400 for a request that uses both ways.
 */
export function readBearerOrForm({ headers, body }: Pick<FastifyRequest, 'headers' | 'body'>): string {
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers['content-type'] ?? '');
  const token = isForm ? (body as Record<string, string> | undefined)?.access_token : undefined;
  if (token === undefined) return readBearer(headers.authorization);
  if (headers.authorization === undefined) return readBearer(`Bearer ${token}`);
  throw new OAuthError('invalid_request', 'The token is given in more than one way.', {
    challenge: 'Bearer error="invalid_request"',
  });
}

/** The error for a token that is unknown, expired, revoked or spent: the same for all of them (RFC 6750 §3.1). */
export function invalidToken(cause: unknown): OAuthError {
  return new OAuthError('invalid_token', 'The token is invalid, expired or was used before.', {
    cause,
    challenge: 'Bearer error="invalid_token"',
  });
}

/** The token of {@link readBearerOrForm}. */
export const BearerOrFormToken = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  readBearerOrForm(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The bearer token of the request; the endpoint decides what it is good for. */
export const BearerToken = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  readBearer(context.switchToHttp().getRequest<FastifyRequest>().headers.authorization),
);
