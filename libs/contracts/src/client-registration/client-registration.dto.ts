import { z } from 'zod';

export const PLATFORMS = ['ios', 'android'] as const;
export const Platform = z.enum(PLATFORMS);
export type Platform = z.infer<typeof Platform>;

export const TOKEN_ENDPOINT_AUTH_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'none',
] as const;
export const TokenEndpointAuthMethod = z.enum(TOKEN_ENDPOINT_AUTH_METHODS);
export type TokenEndpointAuthMethod = z.infer<typeof TokenEndpointAuthMethod>;

/**
 * A JWK set with public keys (RFC 7517). The protocol library decides which keys are usable, and how many a client may
 * have: a set may hold keys for other purposes as well, and means nothing to a client that authenticates without keys.
 */
export const JsonWebKeySet = z.object({ keys: z.array(z.record(z.string(), z.unknown())) });
export type JsonWebKeySet = z.infer<typeof JsonWebKeySet>;

/** An array of strings. */
const Texts = (most: number) => z.array(z.string().max(2048)).max(most);

/**
 * RFC 7591 §2 and OpenID Connect Registration §2, plus the members that make a client an instance of a mobile
 * application. Unknown members are accepted but not registered, except those with a language tag (`client_name#nl`). A
 * member that is null or an empty string counts as absent. The protocol library validates what the values mean. What is
 * narrowed to what this server knows is not limited here, since none of the rest is kept.
 */
export const ClientMetadata = z.looseObject({
  client_name: z.string().max(255).optional(),
  client_uri: z.string().max(2048).optional(),
  logo_uri: z.string().max(2048).optional(),
  policy_uri: z.string().max(2048).optional(),
  tos_uri: z.string().max(2048).optional(),
  contacts: Texts(20).optional(),
  application_type: z.enum(['web', 'native']).optional(),
  redirect_uris: Texts(50).optional(),
  token_endpoint_auth_method: z.string().optional(),
  grant_types: z.array(z.string()).optional(),
  response_types: z.array(z.string()).optional(),
  scope: z.string().max(4096).optional(),
  jwks: JsonWebKeySet.optional(),
  jwks_uri: z.string().optional(),
  token_endpoint_auth_signing_alg: z.string().optional(),
  subject_type: z.string().max(32).optional(),
  sector_identifier_uri: z.string().max(2048).optional(),
  id_token_signed_response_alg: z.string().optional(),
  software_id: z.string().max(255).optional(),
  software_version: z.string().max(64).optional(),
  app_platform: z.string().max(32).optional(),
  /** Signed statement about an app version. Its claims take precedence over the other members (RFC 7591 §2.3). */
  software_statement: z.string().max(4096).optional(),
  /** Accepted only with the scope `client-reg:set-client-id`. */
  preferred_client_id: z.string().max(80).optional(),
  /** Accepted only with the scope `client-reg:set-client-secret`. */
  preferred_client_secret: z.string().max(255).optional(),
  /** Accepted only with the scope `client-reg:set-data`. */
  data: z.record(z.string(), z.unknown()).optional(),
});
export type ClientMetadata = z.infer<typeof ClientMetadata>;

/** RFC 7591 §3.2.1: the registered metadata, including values chosen by the server. */
export const ClientInformation = ClientMetadata.extend({
  client_id: z.string(),
  client_id_issued_at: z.int(),
  client_secret: z.string().optional(),
  client_secret_expires_at: z.int().optional(),
  registration_client_uri: z.string(),
  registration_access_token: z.string().optional(),
});
export type ClientInformation = z.infer<typeof ClientInformation>;

/** What a dry run answers: the metadata as it would be registered. There is no client, so hardly ever an identifier. */
export const ClientRehearsal = ClientMetadata.extend({
  /** The `preferred_client_id`. */
  client_id: z.string().optional(),
});

/** RFC 7592 §2.2: the complete new metadata. Members that are omitted are removed from the registration. */
export const ClientUpdate = ClientMetadata.extend({
  client_id: z.string({ error: 'is required' }),
  client_secret: z.string().optional(),
});
export type ClientUpdate = z.infer<typeof ClientUpdate>;

/** `dry_run`: reports what would be registered or refused, without registering anything or spending a token. */
export const RegistrationQuery = z.object({ dry_run: z.enum(['true', 'false']).optional() });
export type RegistrationQuery = z.infer<typeof RegistrationQuery>;

/** Only a registration can be tried out. A change or a deletion that asks for it must not happen instead. */
export const ManagementQuery = z.object({
  dry_run: z.literal('false', { error: 'is for registrations (POST) only; nothing was changed' }).optional(),
});
export type ManagementQuery = z.infer<typeof ManagementQuery>;

/** Paging of registered clients. The `Link` header of a response points to the next page. */
export const ClientListQuery = z.object({
  cursor: z.string().max(1024).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});
export type ClientListQuery = z.infer<typeof ClientListQuery>;
export const ClientList = z.array(ClientInformation);

/** Requests an initial access token that will be given to a developer. */
export const DirectAuthorizationRequest = z.object({
  /** The requester's name for the developer. */
  sub: z.string({ error: 'is required' }).min(1).max(255),
  /** The client that the token is formally issued to. It has no grants and no credentials. */
  client_id: z.string({ error: 'is required' }).min(1).max(255),
  scope: z.array(z.string()).max(50).optional(),
  /** The issuer or the registration endpoint. */
  audience: z.array(z.string().max(2048)).min(1, 'names nobody').max(10),
  access_token: z
    .object({
      /** Seconds. */
      lifetime: z.int().min(1).max(31_536_000).default(600),
      encoding: z.enum(['IDENTIFIER', 'SELF_CONTAINED']).default('IDENTIFIER'),
    })
    .default({ lifetime: 600, encoding: 'IDENTIFIER' }),
});
export type DirectAuthorizationRequest = z.infer<typeof DirectAuthorizationRequest>;

export const DirectAuthorizationResponse = z.object({
  access_token: z.string(),
  scope: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int().positive(),
});
export type DirectAuthorizationResponse = z.infer<typeof DirectAuthorizationResponse>;
