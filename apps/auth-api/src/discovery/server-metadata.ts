import { PATHS, STANDARD_CLAIMS, type ServerMetadata, TOKEN_GRANTS } from '@passant/contracts';
import { ASSERTION_ALGORITHMS, OFFLINE_ACCESS, STANDARD_SCOPES } from '@passant/protocol';
import type { Issuer } from '../platform/issuer.js';

const AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];

/** The claims of an ID token that come from the server itself. */
const OWN_CLAIMS = ['iss', 'sub', 'aud', 'azp', 'exp', 'iat', 'auth_time', 'nonce', 'amr', 'at_hash'];

/**
 * The server's capabilities and endpoints. Advertises nothing that does not work.
 * @param signingAlgorithms the algorithms of the published keys
 * @param takesDocuments whether a client identifier may be the address of a document
 */
export function serverMetadata(issuer: Issuer, signingAlgorithms: string[], takesDocuments: boolean): ServerMetadata {
  return {
    issuer: issuer.identifier,
    authorization_endpoint: issuer.url(PATHS.authorize),
    authorization_response_iss_parameter_supported: true,
    code_challenge_methods_supported: ['S256'],
    token_endpoint: issuer.url(PATHS.token),
    token_endpoint_auth_methods_supported: [...AUTH_METHODS, 'none'],
    token_endpoint_auth_signing_alg_values_supported: [...ASSERTION_ALGORITHMS],
    revocation_endpoint: issuer.url(PATHS.revoke),
    revocation_endpoint_auth_methods_supported: [...AUTH_METHODS, 'none'],
    revocation_endpoint_auth_signing_alg_values_supported: [...ASSERTION_ALGORITHMS],
    introspection_endpoint: issuer.url(PATHS.introspectV2),
    introspection_endpoint_auth_methods_supported: AUTH_METHODS,
    introspection_endpoint_auth_signing_alg_values_supported: [...ASSERTION_ALGORITHMS],
    introspection_signing_alg_values_supported: signingAlgorithms,
    userinfo_endpoint: issuer.url(PATHS.userInfo),
    registration_endpoint: issuer.url(PATHS.clients),
    ...(takesDocuments ? { client_id_metadata_document_supported: true as const } : {}),
    jwks_uri: issuer.url(PATHS.keys),
    // What any client may ask for. Other scopes belong to the applications and are nobody else's business (RFC 8414 §2
    // lets them be left out).
    scopes_supported: [...STANDARD_SCOPES, OFFLINE_ACCESS],
    grant_types_supported: [...TOKEN_GRANTS],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: signingAlgorithms,
    claims_supported: [...OWN_CLAIMS, ...Object.values(STANDARD_CLAIMS).flat()],
    claims_parameter_supported: false,
    request_parameter_supported: false,
    // Omitted, it would default to true (OpenID Connect Discovery §3).
    request_uri_parameter_supported: false,
    introspection_batch_endpoint: issuer.url(PATHS.introspectBatch),
    custom_registration_endpoint: issuer.url('/oauth/v2/custom-registration/{idp}/{step}'),
  };
}
