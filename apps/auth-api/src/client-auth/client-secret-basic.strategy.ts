import { Injectable } from '@nestjs/common';
import {
  type Client,
  OAuthError,
  causeOf,
  checkAuthenticationMethod,
  clientAuthenticationFailed,
  presentedCredentials,
} from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { CallerStrategy } from './caller.strategy.js';
import { ClientSecretVerifier } from './client-secret.js';

/** The header that carries the credentials of v1 in the customer's documents; treated like `Authorization`. */
export const LEGACY_AUTHENTICATION_HEADER = 'authentication';

/** The header under either of its names. RFC 6749 §2.3: throws `invalid_request` if the two differ. */
function headerOf({ headers }: FastifyRequest): string | undefined {
  const { authorization, [LEGACY_AUTHENTICATION_HEADER]: legacy } = headers;
  if (!legacy) return authorization;
  if (Array.isArray(legacy) || (authorization && authorization !== legacy)) {
    throw new OAuthError('invalid_request', 'More than one method of client authentication is used.');
  }
  return legacy;
}

/** v1 of custom registration: `Basic` only. */
@Injectable()
export class ClientSecretBasicStrategy extends CallerStrategy('client-secret-basic') {
  constructor(private readonly secrets: ClientSecretVerifier) {
    super();
  }

  async validate(request: FastifyRequest): Promise<Client> {
    const presented = presentedCredentials(headerOf(request), request.body);
    const method = checkAuthenticationMethod(['client_secret_basic'], presented.method);
    if (presented.method !== 'client_secret_basic') throw clientAuthenticationFailed(causeOf(method), [method]);
    return this.secrets.verify(presented.credentials, presented.method);
  }
}
