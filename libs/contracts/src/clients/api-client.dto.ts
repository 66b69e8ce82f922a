import { z } from 'zod';
import { JsonWebKeySet } from '../client-registration/client-registration.dto.js';
import { repeatable } from '../query-parameters.js';
import { DisplayName, Identifier, Timestamp, pageOf } from '../admin/fields.js';
import { SigningAlgorithm } from '../tokens/signing-key.dto.js';
import { MAX_RESOURCE_LENGTH, MAX_RESOURCES } from '../tokens/token.dto.js';

/** API scopes that an API client can be given, with their labels in the console. */
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

/** Authentication methods of API clients. */
export const API_CLIENT_AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;
export const ApiClientAuthMethod = z.enum(API_CLIENT_AUTH_METHODS);
export type ApiClientAuthMethod = z.infer<typeof ApiClientAuthMethod>;

/**
 * Audiences accepted in a client assertion. `STRICT`: only the issuer, as RFC 10070 requires. `LEGACY`: until a given
 * date, also the URL of the endpoint and the public URL of the server, for clients that predate that RFC.
 */
export const AudiencePolicy = z.enum(['STRICT', 'LEGACY']);
export type AudiencePolicy = z.infer<typeof AudiencePolicy>;

/**
 * Anything new is strict. An exception can only be granted by updating an existing client or application that cannot
 * comply yet.
 */
export const NewAudiencePolicy = z.literal('STRICT', {
  error: 'must be STRICT for something new; an exception is made by a change, with its end',
});

/**
 * When the policy `LEGACY` ends and `STRICT` applies again. When set, it must be in the future and at most 366 days
 * away. `null` if and only if the policy is not `LEGACY`.
 */
export const LenientUntil = Timestamp.nullable();

/**
 * Algorithm with which introspection responses to the client are always signed (RFC 9701 §6). `null`: responses are
 * JSON unless the client's `Accept` header asks for a JWT. The server needs a published key for the algorithm.
 */
const introspectionAlgorithm = SigningAlgorithm.nullable();

/**
 * Whether introspection repeats the members of `user_details` at the top level, for callers that cannot read nested
 * members. They never override members that the server itself sets.
 */
const flatUserDetails = z.boolean();

const resource = z.string().min(1).max(MAX_RESOURCE_LENGTH);

/**
 * Identifiers of the resources that the client protects (RFC 8707): absolute URIs in normal form, without fragment and
 * user name, none of them an address of this server. They are compared character by character. A token request may name
 * one; introspection then returns it in `aud`.
 */
const resources = z.array(resource).max(MAX_RESOURCES, `holds more than ${MAX_RESOURCES} identifiers`);

/**
 * Which tokens the client can introspect. `APPLICATIONS`: those of its applications. `RESOURCES`: of these, only tokens
 * that were requested for one of its resource identifiers.
 */
export const IntrospectionSight = z.enum(['APPLICATIONS', 'RESOURCES']);
export type IntrospectionSight = z.infer<typeof IntrospectionSight>;

/** Zod refinement: an API client that signs has one source of keys; one with a secret names no address of keys. */
export function keysOfApiClient(
  client: { token_endpoint_auth_method: string; jwks?: unknown; jwks_uri?: unknown },
  context: z.RefinementCtx,
): void {
  const { token_endpoint_auth_method: method, jwks, jwks_uri: jwksUri } = client;
  const refuse = (member: string, message: string) => context.addIssue({ code: 'custom', path: [member], message });
  if (method === 'private_key_jwt') {
    if (!jwks && jwksUri === undefined) refuse('jwks', 'or jwks_uri is required for private_key_jwt');
    if (jwks && jwksUri !== undefined) refuse('jwks_uri', 'excludes jwks');
  } else if (jwksUri !== undefined) {
    refuse('jwks_uri', 'is only taken with private_key_jwt');
  }
}

/** `POST api-clients`. `applications` limits which applications' tokens the client may see. */
export const CreateApiClient = z
  .strictObject({
    client_id: Identifier.optional(),
    name: DisplayName,
    scopes: z.array(ApiScope).min(1, 'needs at least one scope'),
    applications: z.array(Identifier).max(200).default([]),
    token_endpoint_auth_method: ApiClientAuthMethod.default('client_secret_basic'),
    jwks: JsonWebKeySet.optional(),
    jwks_uri: z.string().max(2048).optional(),
    audience_policy: NewAudiencePolicy.default('STRICT'),
    introspection_signed_response_alg: introspectionAlgorithm.default(null),
    introspection_flat_user_details: flatUserDetails.default(false),
    resources: resources.default([]),
    introspection_sight: IntrospectionSight.default('APPLICATIONS'),
  })
  .superRefine(keysOfApiClient);
export type CreateApiClient = z.input<typeof CreateApiClient>;

const clientKeys = {
  /** Replaces `jwks_uri`, and vice versa. */
  jwks: JsonWebKeySet.optional(),
  jwks_uri: z.string().max(2048).optional(),
};

/** Zod refinement: a client's public keys come from `jwks` or from `jwks_uri`, not both. */
export function oneKeySource(
  { jwks, jwks_uri: jwksUri }: { jwks?: unknown; jwks_uri?: unknown },
  context: z.RefinementCtx,
): void {
  if (jwks !== undefined && jwksUri !== undefined) {
    context.addIssue({ code: 'custom', path: ['jwks_uri'], message: 'excludes jwks' });
  }
}

/** `PATCH api-clients/{client_id}`: only the members that change. Keys are accepted only with private_key_jwt. */
export const UpdateApiClient = z
  .strictObject({
    name: DisplayName,
    enabled: z.boolean(),
    scopes: z.array(ApiScope).min(1, 'needs at least one scope'),
    applications: z.array(Identifier).max(200),
    ...clientKeys,
    audience_policy: AudiencePolicy,
    lenient_until: LenientUntil,
    introspection_signed_response_alg: introspectionAlgorithm,
    introspection_flat_user_details: flatUserDetails,
    resources,
    introspection_sight: IntrospectionSight,
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
  lenient_until: LenientUntil,
  introspection_signed_response_alg: introspectionAlgorithm,
  introspection_flat_user_details: flatUserDetails,
  resources,
  introspection_sight: IntrospectionSight,
  etag: z.string(),
  created_at: Timestamp,
});
export type ApiClient = z.infer<typeof ApiClient>;
export const ApiClientPage = pageOf(ApiClient);

/** The only response that contains the secret: returned when the client is created or its secret is replaced. */
export const CreatedApiClient = ApiClient.extend({ client_secret: z.string().optional() });
export type CreatedApiClient = z.infer<typeof CreatedApiClient>;

/** `GET api-clients/{client_id}/sight-preview`: the resource identifiers that would be saved. */
export const SightPreviewQuery = z.strictObject({ resource: repeatable(resource) });
export type SightPreviewQuery = z.infer<typeof SightPreviewQuery>;

/**
 * How many live tokens the client sees with `APPLICATIONS`, and how many of them it would still see with `RESOURCES`.
 */
export const SightPreview = z.strictObject({
  /** Whether all live tokens were counted. Counting stops at 100 000. */
  complete: z.boolean(),
  applications: z.array(
    z.strictObject({
      /** Absent for tokens of clients without an application. */
      application: z.string().optional(),
      seen: z.int(),
      /** How many of these target one of the identifiers. */
      kept: z.int(),
      /** How many of the others target no particular resource. */
      unnamed: z.int(),
    }),
  ),
});
export type SightPreview = z.infer<typeof SightPreview>;
