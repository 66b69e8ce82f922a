import { Injectable } from '@nestjs/common';
import { JWT_BEARER_ASSERTION_TYPE } from '@passant/contracts';
import { type Client, OAuthError, causeOf, methodsShown, presentedCredentials } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { CallerStrategy } from './caller.strategy.js';
import { ClientAssertionVerifier } from './client-assertion.js';

const EXPECTED = `private_key_jwt, with the type ${JWT_BEARER_ASSERTION_TYPE}`;

/**
 * v2 of custom registration: `private_key_jwt` as members of the JSON body. Requires ES256 and a key named by `kid`, as
 * the customer's document for v2 demands.
 */
@Injectable()
export class PrivateKeyJwtBodyStrategy extends CallerStrategy('private-key-jwt-body') {
  constructor(private readonly assertions: ClientAssertionVerifier) {
    super();
  }

  async validate(request: FastifyRequest): Promise<Client> {
    const { authorization } = request.headers;
    const body = (request.body ?? {}) as Record<string, unknown>;
    const { client_assertion_type: type, client_assertion: assertion } = body;
    if (type !== JWT_BEARER_ASSERTION_TYPE || typeof assertion !== 'string' || assertion === '') {
      const actual = methodsShown(authorization, body);
      const method = { check: 'authentication method', expected: EXPECTED, actual, passed: false };
      throw new OAuthError('invalid_request', 'Client authentication is missing or of an unsupported kind.', {
        cause: causeOf(method),
        checks: [method],
      });
    }
    // RFC 7521 §4.2: only one method per request. The same assertion as Bearer counts once, as at every other endpoint.
    presentedCredentials(authorization, body);
    return this.assertions.verify(assertion, request, { algorithms: ['ES256'], kid: 'required' });
  }
}
