import { PATHS, type ServerMetadata, TOKEN_GRANTS } from '@passant/contracts';
import { ASSERTION_ALGORITHMS } from '@passant/protocol';
import type { Issuer } from '../platform/issuer.js';

const AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];

/**
 * What the server can do and where. Says nothing that does not work.
 * @param signingAlgorithms those of the keys the server publishes
 */
export function serverMetadata(issuer: Issuer, signingAlgorithms: string[]): ServerMetadata {
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
    jwks_uri: issuer.url(PATHS.keys),
    // Further scopes are the applications' own and nobody else's business (RFC 8414 §2 lets them be left out).
    scopes_supported: ['openid'],
    grant_types_supported: [...TOKEN_GRANTS],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: signingAlgorithms,
    claims_supported: ['iss', 'sub', 'aud', 'azp', 'exp', 'iat', 'auth_time', 'nonce', 'amr', 'at_hash'],
    claims_parameter_supported: false,
    request_parameter_supported: false,
    // Left out, it would mean true (OpenID Connect Discovery §3).
    request_uri_parameter_supported: false,
    introspection_batch_endpoint: issuer.url(PATHS.introspectBatch),
    custom_registration_endpoint: issuer.url('/oauth/v2/custom-registration/{idp}/{step}'),
  };
}
