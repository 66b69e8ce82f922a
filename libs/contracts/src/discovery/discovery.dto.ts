import { z } from 'zod';

const Url = z.url({ protocol: /^https?$/ });

/**
 * The server's metadata (RFC 8414 §2, RFC 9207 §3, OpenID Connect Discovery §3): one document for all these standards.
 */
export const ServerMetadata = z.strictObject({
  issuer: Url,
  authorization_endpoint: Url,
  authorization_response_iss_parameter_supported: z.literal(true),
  code_challenge_methods_supported: z.array(z.string()),
  token_endpoint: Url,
  token_endpoint_auth_methods_supported: z.array(z.string()),
  token_endpoint_auth_signing_alg_values_supported: z.array(z.string()),
  revocation_endpoint: Url,
  revocation_endpoint_auth_methods_supported: z.array(z.string()),
  revocation_endpoint_auth_signing_alg_values_supported: z.array(z.string()),
  introspection_endpoint: Url,
  introspection_endpoint_auth_methods_supported: z.array(z.string()),
  introspection_endpoint_auth_signing_alg_values_supported: z.array(z.string()),
  introspection_signing_alg_values_supported: z.array(z.string()),
  userinfo_endpoint: Url,
  registration_endpoint: Url,
  /** Present while a client identifier may be the address of a document that describes the client. */
  client_id_metadata_document_supported: z.literal(true).optional(),
  jwks_uri: Url,
  scopes_supported: z.array(z.string()),
  grant_types_supported: z.array(z.string()),
  response_types_supported: z.array(z.string()),
  response_modes_supported: z.array(z.string()),
  prompt_values_supported: z.array(z.string()),
  subject_types_supported: z.array(z.string()),
  id_token_signing_alg_values_supported: z.array(z.string()),
  claims_supported: z.array(z.string()),
  claims_parameter_supported: z.literal(false),
  request_parameter_supported: z.literal(false),
  request_uri_parameter_supported: z.literal(false),
  /** Endpoints for which no standard defines a name. The caller fills in `{idp}` and `{step}`. */
  introspection_batch_endpoint: Url,
  custom_registration_endpoint: z.string(),
});
export type ServerMetadata = z.infer<typeof ServerMetadata>;
