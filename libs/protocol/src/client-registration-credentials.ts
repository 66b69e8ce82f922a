import type { ClientMetadata } from '@passant/contracts';
import { type AssertionAlgorithm, jwksUriProblem, readClientKeys } from './client-keys.js';
import { refuseMetadata as refuse } from './client-registration-metadata.js';
import type { Client, ClientAuthMethod } from './records.js';

const SECRET_METHODS: readonly ClientAuthMethod[] = ['client_secret_basic', 'client_secret_post'];
/** Methods of clients of an application: each of them proves who it is. */
export const INSTANCE_METHODS: readonly ClientAuthMethod[] = [...SECRET_METHODS, 'private_key_jwt'];
/** Methods of clients that may also be public. */
export const PUBLIC_OR_NOT: readonly ClientAuthMethod[] = [...INSTANCE_METHODS, 'none'];

/** What decides how a client may prove who it is. */
export interface AuthenticationRules {
  methods: readonly ClientAuthMethod[];
  /** What it may sign with. */
  algorithms: readonly AssertionAlgorithm[];
  /** Keys may be fetched from this machine and its network. */
  privateUris: boolean;
}

/**
 * How a client will prove who it is, and with which keys.
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
  if (authMethod !== 'private_key_jwt') {
    if (jwks) throw refuse('jwks is only taken with private_key_jwt.');
    if (jwksUri !== undefined) throw refuse('jwks_uri is only taken with private_key_jwt.');
    if (named !== undefined) throw refuse('token_endpoint_auth_signing_alg is only taken with private_key_jwt.');
    return { authMethod, jwks: null, jwksUri: null };
  }
  const taken = algorithms.filter((algorithm) => named === undefined || algorithm === named);
  if (taken.length === 0) throw refuse(`token_endpoint_auth_signing_alg must be one of ${algorithms.join(', ')}.`);
  // RFC 7591 §2: the two are not given together.
  if (jwks && jwksUri !== undefined) throw refuse('jwks and jwks_uri exclude each other.');
  if (jwks) return { authMethod, jwks: readClientKeys(jwks, taken), jwksUri: null };
  if (jwksUri === undefined) throw refuse('jwks or jwks_uri is required for private_key_jwt.');
  const problem = jwksUriProblem(jwksUri, privateUris);
  if (problem !== undefined) throw refuse(`jwks_uri ${problem}.`);
  return { authMethod, jwks: null, jwksUri };
}

/** Whether a client of this method has a secret. */
export function hasSecret(authMethod: ClientAuthMethod): boolean {
  return SECRET_METHODS.includes(authMethod);
}

const CLIENT_ID = /^[A-Za-z0-9][A-Za-z0-9._~-]{2,79}$/;
// Basic credentials are form-encoded: these characters mean the same with and without.
const CLIENT_SECRET = /^[A-Za-z0-9._~-]{32,255}$/;

/**
 * The identifier and the secret that whoever may choose them chose. Whether the identifier is free is for the database
 * to say. Throws `invalid_client_metadata`.
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
