import { JWT_BEARER_ASSERTION_TYPE } from '@passant/contracts';
import { OAuthError, clientAuthenticationFailed } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { type Credentials, readBasic } from './client-secret.js';

/** How a request says who is calling, not yet verified. */
export type PresentedCredentials =
  | { method: 'client_secret_basic' | 'client_secret_post'; credentials: Credentials }
  | { method: 'private_key_jwt' | 'assertion_as_bearer'; assertion: string }
  | { method: 'none'; clientId: string };

/**
 * Reads the one method of client authentication a request uses.
 * A client that only names itself authenticates by none. Throws `invalid_request` for more than one (RFC 6749 §2.3,
 * RFC 7521 §4.2), `invalid_client` for nothing or something malformed.
 */
export function presentedCredentials(request: Pick<FastifyRequest, 'headers' | 'body'>): PresentedCredentials {
  const header = request.headers.authorization;
  const body = (request.body ?? {}) as Record<string, unknown>;
  const { client_assertion: assertion, client_assertion_type: type, client_secret: secret } = body;
  const signed = assertion !== undefined || type !== undefined;
  if ([header !== undefined, signed, secret !== undefined].filter(Boolean).length > 1) {
    throw new OAuthError('invalid_request', 'More than one method of client authentication is used.');
  }
  if (signed) {
    if (type !== JWT_BEARER_ASSERTION_TYPE || typeof assertion !== 'string') {
      throw clientAuthenticationFailed('unsupported client_assertion_type');
    }
    return { method: 'private_key_jwt', assertion };
  }
  if (secret !== undefined) {
    if (typeof secret !== 'string' || typeof body.client_id !== 'string') {
      throw clientAuthenticationFailed('client_secret without client_id');
    }
    return { method: 'client_secret_post', credentials: { clientId: body.client_id, secret } };
  }
  if (header === undefined) {
    if (typeof body.client_id === 'string') return { method: 'none', clientId: body.client_id };
    throw clientAuthenticationFailed('no credentials');
  }
  const bearer = /^Bearer +(\S+)$/i.exec(header);
  if (bearer) return { method: 'assertion_as_bearer', assertion: bearer[1]! };
  const credentials = readBasic(header);
  if (!credentials) throw clientAuthenticationFailed('the header is neither Basic nor Bearer');
  return { method: 'client_secret_basic', credentials };
}
