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

/** RFC 7591 §2, with the members that make a client an instance of a mobile application. Unknown members are ignored. */
export const ClientMetadata = z.object({
  client_name: z.string().min(1).max(255).optional(),
  application_type: z.enum(['web', 'native']).optional(),
  redirect_uris: z.array(z.string()).max(50).optional(),
  token_endpoint_auth_method: z.string().optional(),
  grant_types: z.array(z.string()).max(20).optional(),
  response_types: z.array(z.string()).max(20).optional(),
  scope: z.string().max(4096).optional(),
  jwks: JsonWebKeySet.optional(),
  jwks_uri: z.string().max(2048).optional(),
  software_id: z.string().max(255).optional(),
  software_version: z.string().max(64).optional(),
  app_platform: z.string().max(32).optional(),
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
