import { PATHS, type ServerMetadata, TOKEN_GRANTS } from '@passant/contracts';
import type { Issuer } from '../platform/issuer.js';

const AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];
const ASSERTION_ALGORITHMS = ['ES256'];

/**
 * What the server can do and where. Says nothing that does not work.
 * @param signingAlgorithms those of the keys the server publishes
 * @param currentAlgorithm that of the key it signs with now
 */
export function serverMetadata(issuer: Issuer, signingAlgorithms: string[], currentAlgorithm: string): ServerMetadata {
  return {
    issuer: issuer.identifier,
    token_endpoint: issuer.url(PATHS.token),
    token_endpoint_auth_methods_supported: AUTH_METHODS,
    token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    revocation_endpoint: issuer.url(PATHS.revoke),
    revocation_endpoint_auth_methods_supported: AUTH_METHODS,
    revocation_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    introspection_endpoint: issuer.url(PATHS.introspectV2),
    introspection_endpoint_auth_methods_supported: AUTH_METHODS,
    introspection_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    introspection_signing_alg_values_supported: [currentAlgorithm],
    userinfo_endpoint: issuer.url(PATHS.userInfo),
    registration_endpoint: issuer.url(PATHS.clients),
    jwks_uri: issuer.url(PATHS.keys),
    // Further scopes are the applications' own and nobody else's business (RFC 8414 §2 lets them be left out).
    scopes_supported: ['openid'],
    grant_types_supported: [...TOKEN_GRANTS],
    // Required by both documents, and there is nothing to list without an authorization endpoint.
    response_types_supported: [],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: signingAlgorithms,
    claims_supported: ['iss', 'sub', 'aud', 'azp', 'exp', 'iat', 'auth_time', 'amr', 'at_hash'],
    claims_parameter_supported: false,
    request_parameter_supported: false,
    // Left out, it would mean true (OpenID Connect Discovery §3).
    request_uri_parameter_supported: false,
    introspection_batch_endpoint: issuer.url(PATHS.introspectBatch),
    custom_registration_endpoint: issuer.url('/oauth/v2/custom-registration/{idp}/{step}'),
  };
}
