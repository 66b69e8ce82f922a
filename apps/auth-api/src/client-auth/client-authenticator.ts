import { Injectable } from '@nestjs/common';
import { type Client, OAuthError, clientAuthenticationFailed } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { ClientAssertionVerifier } from './client-assertion.js';
import { ClientSecretVerifier } from './client-secret.js';
import { PublicClients } from './public-client.js';
import { type PresentedCredentials, presentedCredentials } from './presented-credentials.js';

/** Finds out which client a request comes from, by the one method that client is registered with. */
@Injectable()
export class ClientAuthenticator {
  constructor(
    private readonly secrets: ClientSecretVerifier,
    private readonly assertions: ClientAssertionVerifier,
    private readonly publicClients: PublicClients,
  ) {}

  /**
   * The client that makes the request.
   * Throws `invalid_request` for several methods at once, `invalid_client` with a challenge for every other fault.
   * @param options `kind`: no other may call; `assertionAsBearer`: the endpoint also takes a client assertion as
   * `Authorization: Bearer`; `publicClients`: it also takes clients that only name themselves
   */
  async authenticate(
    request: FastifyRequest,
    options: { kind?: Client['kind']; assertionAsBearer?: boolean; publicClients?: boolean } = {},
  ): Promise<Client> {
    try {
      const presented = presentedCredentials(request);
      if (presented.method === 'assertion_as_bearer' && !options.assertionAsBearer) {
        throw clientAuthenticationFailed('an assertion as Bearer is not taken here');
      }
      if (presented.method === 'none' && !options.publicClients) throw clientAuthenticationFailed('no credentials');
      const client = await this.verify(presented, request);
      const { client_id: named } = (request.body ?? {}) as Record<string, unknown>;
      // RFC 7521 §4.2: a client_id beside the credentials names the same client.
      if (named !== undefined && named !== client.clientId) {
        throw clientAuthenticationFailed('client_id is not the client that authenticated');
      }
      if (options.kind !== undefined && client.kind !== options.kind) {
        throw clientAuthenticationFailed(`the client is of kind ${client.kind}`);
      }
      return client;
    } catch (error) {
      throw withChallenge(error, request.headers.authorization);
    }
  }

  private verify(presented: PresentedCredentials, request: FastifyRequest): Promise<Client> {
    if (presented.method === 'none') return this.publicClients.require(presented.clientId);
    return 'credentials' in presented
      ? this.secrets.verify(presented.credentials, presented.method)
      : this.assertions.verify(presented.assertion, request);
  }
}

/** RFC 6749 §5.2: a failed authentication names the scheme that was tried. */
function withChallenge(error: unknown, header: string | undefined): unknown {
  if (!(error instanceof OAuthError) || error.code !== 'invalid_client') return error;
  const scheme = header !== undefined && /^Bearer /i.test(header) ? 'Bearer' : 'Basic';
  return new OAuthError('invalid_client', error.message, {
    ...error.options,
    challenge: `${scheme} realm="passant", error="invalid_client"`,
  });
}
