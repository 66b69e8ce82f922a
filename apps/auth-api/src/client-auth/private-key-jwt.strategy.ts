import { Injectable } from '@nestjs/common';
import { JWT_BEARER_ASSERTION_TYPE } from '@passant/contracts';
import { type Client, OAuthError } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { CallerStrategy } from './caller.strategy.js';
import { ClientAssertionVerifier } from './client-assertion.js';

/** The customer's document of v2 names this one and no other. */
const ALGORITHMS = ['ES256'] as const;

/** v2 of custom registration: `private_key_jwt` as members of the JSON body (the customer's document of v2). */
@Injectable()
export class PrivateKeyJwtBodyStrategy extends CallerStrategy('private-key-jwt-body') {
  constructor(private readonly assertions: ClientAssertionVerifier) {
    super();
  }

  async validate(request: FastifyRequest): Promise<Client> {
    const body = (request.body ?? {}) as Record<string, unknown>;
    const { client_assertion_type: type, client_assertion: assertion } = body;
    if (type !== JWT_BEARER_ASSERTION_TYPE || typeof assertion !== 'string' || assertion === '') {
      throw new OAuthError('invalid_request', 'Client authentication is missing or of an unsupported kind.');
    }
    // RFC 7521 §4.2: one method of client authentication in a request.
    if (request.headers.authorization !== undefined) {
      throw new OAuthError('invalid_request', 'More than one method of client authentication is used.');
    }
    return this.assertions.verify(assertion, request, ALGORITHMS);
  }
}
