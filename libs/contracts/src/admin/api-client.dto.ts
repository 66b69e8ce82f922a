import { z } from 'zod';
import { JsonWebKeySet } from '../client-registration.dto.js';
import { DisplayName, Identifier, Timestamp, pageOf } from './common.js';
import { SigningAlgorithm } from './signing-key.dto.js';

/** What an API client may be allowed to do, with the words the console shows. */
export const API_SCOPES = {
  onegini_api_token_introspection: 'Token introspection',
  onegini_api_user_registration: 'User registration (backchannel)',
  onegini_api_mobile_authentication: 'Mobile authentication',
  onegini_api_config: 'Configuration API',
  onegini_api_admin: 'Administration API',
  onegini_api_end_user: 'End-user API',
  onegini_api_events: 'Events API',
} as const;
export type ApiScope = keyof typeof API_SCOPES;
export const ApiScope = z.enum(Object.keys(API_SCOPES) as [ApiScope, ...ApiScope[]]);

/** How an API client proves who it is. */
export const API_CLIENT_AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;
export const ApiClientAuthMethod = z.enum(API_CLIENT_AUTH_METHODS);
export type ApiClientAuthMethod = z.infer<typeof ApiClientAuthMethod>;

/**
 * What a client assertion may name as its audience. `STRICT`: the issuer alone (RFC 7523bis). `LEGACY`: also the
 * address of the endpoint and the public address of the server, for clients written before that.
 */
export const AudiencePolicy = z.enum(['STRICT', 'LEGACY']);
export type AudiencePolicy = z.infer<typeof AudiencePolicy>;

/**
 * With what introspection answers are signed for the client without its asking for it every time (RFC 9701 §6). `null`:
 * they are JSON unless its `Accept` header asks for a JWT. The server needs a published key of that algorithm.
 */
const introspectionAlgorithm = SigningAlgorithm.nullable();

/** `POST api-clients`. `applications` limits whose tokens it may see. */
export const CreateApiClient = z
  .strictObject({
    client_id: Identifier.optional(),
    name: DisplayName,
    scopes: z.array(ApiScope).min(1, 'needs at least one scope'),
    applications: z.array(Identifier).max(200).default([]),
    token_endpoint_auth_method: ApiClientAuthMethod.default('client_secret_basic'),
    jwks: JsonWebKeySet.optional(),
    jwks_uri: z.string().max(2048).optional(),
    audience_policy: AudiencePolicy.default('STRICT'),
    introspection_signed_response_alg: introspectionAlgorithm.default(null),
  })
  .superRefine((client, context) => {
    const { token_endpoint_auth_method: method, jwks, jwks_uri: jwksUri } = client;
    const refuse = (member: string, message: string) => context.addIssue({ code: 'custom', path: [member], message });
    if (method === 'private_key_jwt') {
      if (!jwks && jwksUri === undefined) refuse('jwks', 'or jwks_uri is required for private_key_jwt');
      if (jwks && jwksUri !== undefined) refuse('jwks_uri', 'excludes jwks');
    } else if (jwksUri !== undefined) {
      refuse('jwks_uri', 'is only taken with private_key_jwt');
    }
  });
export type CreateApiClient = z.input<typeof CreateApiClient>;

const clientKeys = {
  /** Takes the place of `jwks_uri`, and the other way round. */
  jwks: JsonWebKeySet.optional(),
  jwks_uri: z.string().max(2048).optional(),
};

/** Only one of the two places where a client's public keys can be. */
export function oneKeySource(
  { jwks, jwks_uri: jwksUri }: { jwks?: unknown; jwks_uri?: unknown },
  context: z.RefinementCtx,
): void {
  if (jwks !== undefined && jwksUri !== undefined) {
    context.addIssue({ code: 'custom', path: ['jwks_uri'], message: 'excludes jwks' });
  }
}

/** `PATCH api-clients/{client_id}`: only the members that change; keys only for a client that uses private_key_jwt. */
export const UpdateApiClient = z
  .strictObject({
    name: DisplayName,
    enabled: z.boolean(),
    scopes: z.array(ApiScope).min(1, 'needs at least one scope'),
    applications: z.array(Identifier).max(200),
    ...clientKeys,
    audience_policy: AudiencePolicy,
    introspection_signed_response_alg: introspectionAlgorithm,
  })
  .partial()
  .superRefine(oneKeySource);
export type UpdateApiClient = z.infer<typeof UpdateApiClient>;

export const ApiClient = z.strictObject({
  client_id: z.string(),
  name: DisplayName,
  enabled: z.boolean(),
  scopes: z.array(ApiScope),
  applications: z.array(Identifier),
  token_endpoint_auth_method: ApiClientAuthMethod,
  jwks: JsonWebKeySet.optional(),
  jwks_uri: z.string().optional(),
  audience_policy: AudiencePolicy,
  introspection_signed_response_alg: introspectionAlgorithm,
  etag: z.string(),
  created_at: Timestamp,
});
export type ApiClient = z.infer<typeof ApiClient>;
export const ApiClientPage = pageOf(ApiClient);

/** The answer that shows the secret, once: when the client is made, and when its secret is replaced. */
export const CreatedApiClient = ApiClient.extend({ client_secret: z.string().optional() });
export type CreatedApiClient = z.infer<typeof CreatedApiClient>;
