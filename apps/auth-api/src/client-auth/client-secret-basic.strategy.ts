import { Injectable } from '@nestjs/common';
import { type Client, clientAuthenticationFailed } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { CallerStrategy } from './caller.strategy.js';
import { ClientSecretVerifier, readBasic } from './client-secret.js';

/** Header in which the customer's documents print the credentials of v1; taken as `Authorization` is. */
export const LEGACY_AUTHENTICATION_HEADER = 'authentication';

/** v1 of custom registration: `Basic` and nothing else. */
@Injectable()
export class ClientSecretBasicStrategy extends CallerStrategy('client-secret-basic') {
  constructor(private readonly secrets: ClientSecretVerifier) {
    super();
  }

  async validate(request: FastifyRequest): Promise<Client> {
    const header = request.headers.authorization ?? request.headers[LEGACY_AUTHENTICATION_HEADER];
    if (typeof header !== 'string') throw clientAuthenticationFailed('no credentials');
    const credentials = readBasic(header);
    if (!credentials) throw clientAuthenticationFailed('the header is not of the form Basic');
    return this.secrets.verify(credentials, 'client_secret_basic');
  }
}
