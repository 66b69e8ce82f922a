import { Injectable } from '@nestjs/common';
import { type Client, OAuthError, clientAuthenticationFailed } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { CallerStrategy } from './caller.strategy.js';
import { ClientSecretVerifier, readBasic } from './client-secret.js';

/** Header in which the customer's documents print the credentials of v1; taken as `Authorization` is. */
export const LEGACY_AUTHENTICATION_HEADER = 'authentication';

const BODY_CREDENTIALS = ['client_secret', 'client_assertion', 'client_assertion_type'];

/** RFC 6749 §2.3: a request proves who sent it in one way. Throws `invalid_request` for more than one. */
function requireNothingBeside({ headers, body }: FastifyRequest): void {
  const shown = [headers.authorization, headers[LEGACY_AUTHENTICATION_HEADER]].filter((header) => header !== undefined);
  const members = Object.keys(body ?? {});
  // Without the header, what is in the body is no second method but none that is taken here.
  if (shown.length === 0 || (shown.length === 1 && !BODY_CREDENTIALS.some((name) => members.includes(name)))) return;
  throw new OAuthError('invalid_request', 'More than one method of client authentication is used.');
}

/** v1 of custom registration: `Basic` and nothing else. */
@Injectable()
export class ClientSecretBasicStrategy extends CallerStrategy('client-secret-basic') {
  constructor(private readonly secrets: ClientSecretVerifier) {
    super();
  }

  async validate(request: FastifyRequest): Promise<Client> {
    requireNothingBeside(request);
    const header = request.headers.authorization ?? request.headers[LEGACY_AUTHENTICATION_HEADER];
    if (typeof header !== 'string') throw clientAuthenticationFailed('no credentials');
    const credentials = readBasic(header);
    if (!credentials) throw clientAuthenticationFailed('the header is not of the form Basic');
    return this.secrets.verify(credentials, 'client_secret_basic');
  }
}
