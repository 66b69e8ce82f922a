import { Injectable } from '@nestjs/common';
import {
  type Client,
  OAuthError,
  type PresentedCredentials,
  causeOf,
  checkAuthenticationMethod,
  clientAuthenticationFailed,
  presentedCredentials,
} from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { ClientAssertionVerifier } from './client-assertion.js';
import { ClientSecretVerifier } from './client-secret.js';
import { PublicClients } from './public-client.js';

/** The methods that prove the client's identity. */
const CONFIDENTIAL_METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;

/** Authenticates the client of a request by the one method that the client is registered with. */
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
   * @param options `kind`: admits only clients of this kind; `assertionAsBearer`: the endpoint also accepts a client
   * assertion as `Authorization: Bearer`; `publicClients`: it also accepts clients that only name themselves
   */
  async authenticate(
    request: FastifyRequest,
    options: { kind?: Client['kind']; assertionAsBearer?: boolean; publicClients?: boolean } = {},
  ): Promise<Client> {
    try {
      const presented = presentedCredentials(request.headers.authorization, request.body);
      if (presented.method === 'assertion_as_bearer' && !options.assertionAsBearer) {
        throw clientAuthenticationFailed('an assertion as Bearer is not taken here');
      }
      if (presented.method === 'none' && !options.publicClients) {
        const method = checkAuthenticationMethod(CONFIDENTIAL_METHODS, presented.method);
        throw clientAuthenticationFailed(causeOf(method), [method]);
      }
      const client = await this.verify(presented, request);
      const { client_id: named } = (request.body ?? {}) as Record<string, unknown>;
      // RFC 7521 §4.2: a client_id beside the credentials must name the same client. An empty one is ignored.
      if (named !== undefined && named !== null && named !== '' && named !== client.clientId) {
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

/** RFC 6749 §5.2: the challenge of a failed authentication matches the scheme that was used. */
function withChallenge(error: unknown, header: string | undefined): unknown {
  if (!(error instanceof OAuthError) || error.code !== 'invalid_client') return error;
  const scheme = header !== undefined && /^Bearer /i.test(header) ? 'Bearer' : 'Basic';
  return new OAuthError('invalid_client', error.message, {
    ...error.options,
    challenge: `${scheme} realm="passant", error="invalid_client"`,
  });
}
