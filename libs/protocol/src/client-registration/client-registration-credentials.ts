import type { ClientMetadata } from '@passant/contracts';
import { SECRET_METHODS, hasSecret } from '../clients/client-credentials.js';
import { type AssertionAlgorithm, jwksUriProblem, readClientKeys } from '../clients/client-keys.js';
import { refuseMetadata as refuse } from './client-registration-metadata.js';
import type { Client, ClientAuthMethod } from '../clients/client-records.js';

/** Authentication methods of clients of an application, all of which must authenticate. */
export const INSTANCE_METHODS: readonly ClientAuthMethod[] = [...SECRET_METHODS, 'private_key_jwt'];
/** Authentication methods of clients that may also be public. */
export const PUBLIC_OR_NOT: readonly ClientAuthMethod[] = [...INSTANCE_METHODS, 'none'];

/** Determines how a client may authenticate. */
export interface AuthenticationRules {
  methods: readonly ClientAuthMethod[];
  /** Algorithms it may sign with. */
  algorithms: readonly AssertionAlgorithm[];
  /** Keys may be fetched from this host and its private network. */
  privateUris: boolean;
}

/**
 * Determines how a client will authenticate, and with which keys.
 * Throws `invalid_client_metadata` that says which member and why.
 */
export function planAuthentication(
  metadata: ClientMetadata,
  { methods, algorithms, privateUris }: AuthenticationRules,
): Pick<Client, 'authMethod' | 'jwks' | 'jwksUri'> {
  const wanted = metadata.token_endpoint_auth_method ?? 'client_secret_basic';
  const authMethod = methods.find((method) => method === wanted);
  if (!authMethod) throw refuse(`token_endpoint_auth_method must be one of ${methods.join(', ')}.`);
  const { jwks, jwks_uri: jwksUri, token_endpoint_auth_signing_alg: named } = metadata;
  // Software may register keys for other purposes (RFC 7591 §2). There are none here, so the keys are dropped.
  if (authMethod !== 'private_key_jwt') return { authMethod, jwks: null, jwksUri: null };
  const isKnown = algorithms.some((algorithm) => algorithm === named);
  const taken = algorithms.filter((algorithm) => !isKnown || algorithm === named);
  // RFC 7591 §2: the two must not both be present.
  if (jwks && jwksUri !== undefined) throw refuse('jwks and jwks_uri exclude each other.');
  if (jwks) return { authMethod, jwks: readClientKeys(jwks, taken), jwksUri: null };
  if (jwksUri === undefined) throw refuse('jwks or jwks_uri is required for private_key_jwt.');
  const problem = jwksUriProblem(jwksUri, privateUris);
  if (problem !== undefined) throw refuse(`jwks_uri ${problem}.`);
  return { authMethod, jwks: null, jwksUri };
}

const CLIENT_ID = /^[A-Za-z0-9][A-Za-z0-9._~-]{2,79}$/;
// Basic credentials are form-encoded; these characters are the same encoded and unencoded.
const CLIENT_SECRET = /^[A-Za-z0-9._~-]{32,255}$/;

/**
 * The identifier and the secret that the caller chose, if permitted. The database decides whether
 * the identifier is free.
 * Throws `invalid_client_metadata`.
 */
export function preferredCredentials(
  metadata: ClientMetadata,
  authMethod: ClientAuthMethod,
): { clientId?: string; secret?: string } {
  const { preferred_client_id: clientId, preferred_client_secret: secret } = metadata;
  if (clientId !== undefined && !CLIENT_ID.test(clientId)) {
    throw refuse('preferred_client_id must have 3 to 80 letters, digits, ".", "_", "~" and "-".');
  }
  if (secret !== undefined && !hasSecret(authMethod)) {
    throw refuse(`preferred_client_secret is not taken with ${authMethod}.`);
  }
  if (secret !== undefined && !CLIENT_SECRET.test(secret)) {
    throw refuse('preferred_client_secret must have at least 32 letters, digits, ".", "_", "~" and "-".');
  }
  return { ...(clientId === undefined ? {} : { clientId }), ...(secret === undefined ? {} : { secret }) };
}
