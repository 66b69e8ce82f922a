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

/** A JWK set with public keys (RFC 7517); which keys are usable is judged by the protocol. */
export const JsonWebKeySet = z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1).max(20) });
export type JsonWebKeySet = z.infer<typeof JsonWebKeySet>;

/** A list of texts. */
const Texts = (most: number) => z.array(z.string().max(2048)).max(most);

/**
 * RFC 7591 §2 and OpenID Connect Registration §2, with the members that make a client an instance of a mobile
 * application. Members of other names are taken and not registered, but for the ones with a language tag
 * (`client_name#nl`). What the values mean is judged by the protocol.
 */
export const ClientMetadata = z.looseObject({
  client_name: z.string().min(1).max(255).optional(),
  client_uri: z.string().max(2048).optional(),
  logo_uri: z.string().max(2048).optional(),
  policy_uri: z.string().max(2048).optional(),
  tos_uri: z.string().max(2048).optional(),
  contacts: Texts(20).optional(),
  application_type: z.enum(['web', 'native']).optional(),
  redirect_uris: Texts(50).optional(),
  token_endpoint_auth_method: z.string().optional(),
  grant_types: z.array(z.string()).max(20).optional(),
  response_types: z.array(z.string()).max(20).optional(),
  scope: z.string().max(4096).optional(),
  jwks: JsonWebKeySet.optional(),
  jwks_uri: z.string().max(2048).optional(),
  token_endpoint_auth_signing_alg: z.string().max(32).optional(),
  subject_type: z.string().max(32).optional(),
  sector_identifier_uri: z.string().max(2048).optional(),
  id_token_signed_response_alg: z.string().max(32).optional(),
  software_id: z.string().max(255).optional(),
  software_version: z.string().max(64).optional(),
  app_platform: z.string().max(32).optional(),
  /** A signed statement about the version of an app; what it says wins over the members beside it (RFC 7591 §2.3). */
  software_statement: z.string().max(4096).optional(),
  /** Taken with `client-reg:set-client-id` only. */
  preferred_client_id: z.string().max(80).optional(),
  /** Taken with `client-reg:set-client-secret` only. */
  preferred_client_secret: z.string().max(255).optional(),
  /** Taken with `client-reg:set-data` only. */
  data: z.record(z.string(), z.unknown()).optional(),
});
export type ClientMetadata = z.infer<typeof ClientMetadata>;

/** RFC 7591 §3.2.1: what was registered, with the values the server chose. */
export const ClientInformation = ClientMetadata.extend({
  client_id: z.string(),
  client_id_issued_at: z.int(),
  client_secret: z.string().optional(),
  client_secret_expires_at: z.int().optional(),
  registration_client_uri: z.string(),
  registration_access_token: z.string().optional(),
});
export type ClientInformation = z.infer<typeof ClientInformation>;

/** RFC 7592 §2.2: everything that shall be registered from now on. What is left out is no longer registered. */
export const ClientUpdate = ClientMetadata.extend({
  client_id: z.string({ error: 'is required' }),
  client_secret: z.string().optional(),
});
export type ClientUpdate = z.infer<typeof ClientUpdate>;

/** `dry_run`: says what would be registered or refused; nothing is registered, and no token is spent. */
export const RegistrationQuery = z.object({ dry_run: z.enum(['true', 'false']).optional() });
export type RegistrationQuery = z.infer<typeof RegistrationQuery>;

/** Registered clients, page by page; the next page is named by the `Link` header of an answer. */
export const ClientListQuery = z.object({
  cursor: z.string().max(1024).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});
export type ClientListQuery = z.infer<typeof ClientListQuery>;
export const ClientList = z.array(ClientInformation);

/** A request for an initial access token that is handed to a developer. */
export const DirectAuthorizationRequest = z.object({
  /** What whoever asks calls the developer. */
  sub: z.string({ error: 'is required' }).min(1).max(255),
  /** The client it is formally issued to: one without grants and credentials. */
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
