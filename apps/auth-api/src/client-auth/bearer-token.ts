import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { OAuthError } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';

/**
 * The token of `Authorization: Bearer`.
 * Throws 401 with a bare challenge where there is none (RFC 6750 §3.1), 400 where the header is malformed.
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

/** A token that is unknown, expired, revoked or spent: one answer for all of it (RFC 6750 §3.1). */
export function invalidToken(cause: unknown): OAuthError {
  return new OAuthError('invalid_token', 'The token is invalid, expired or was used before.', {
    cause,
    challenge: 'Bearer error="invalid_token"',
  });
}

/** The bearer token of the request; what it is good for is for the endpoint to say. */
export const BearerToken = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  readBearer(context.switchToHttp().getRequest<FastifyRequest>().headers.authorization),
);
