import { z } from 'zod';
import { JsonWebKeySet } from '../client-registration/client-registration.dto.js';
import { AudiencePolicy, LenientUntil, NewAudiencePolicy, oneKeySource } from './api-client.dto.js';
import { SigningAlgorithm } from '../tokens/signing-key.dto.js';
import { DisplayName, Identifier, Timestamp, pageOf } from '../admin/fields.js';

/** Authentication methods of web clients. */
export const WEB_CLIENT_AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;
const AuthMethod = z.enum(WEB_CLIENT_AUTH_METHODS);

/**
 * Grant types that a web client may have in addition to those its application enables. Both need a person's consent.
 */
export const WEB_CLIENT_GRANT_TYPES = ['authorization_code', 'refresh_token'] as const;

const redirects = {
  /** Where people may be redirected with a code. */
  redirect_uris: z.array(z.string().min(1).max(2048)).max(50),
  /** If absent: both for a client with redirect URIs, none for a client without. */
  grant_types: z.array(z.enum(WEB_CLIENT_GRANT_TYPES)).max(WEB_CLIENT_GRANT_TYPES.length),
};

const signIn = {
  /**
   * `false`: the client may request codes without PKCE (RFC 7636), for software that does not support it. A
   * `code_challenge` that it sends is still enforced.
   */
  require_pkce: z.boolean(),
  /** Signing algorithm of its ID tokens. Many libraries expect RS256 unless configured otherwise. */
  id_token_signed_response_alg: SigningAlgorithm,
};
/**
 * Origins whose pages may send requests as this client: `https://host` or, during development, `http://localhost:port`.
 */
const allowedOrigins = z.array(z.string().min(1).max(255)).max(50);

const keys = { jwks: JsonWebKeySet.optional(), jwks_uri: z.string().max(2048).optional() };

/** Zod refinement: a web client that signs has one source of keys, and one with a secret has none. */
export function keysOfWebClient(
  client: { token_endpoint_auth_method: string; jwks?: unknown; jwks_uri?: unknown },
  context: z.RefinementCtx,
): void {
  oneKeySource(client, context);
  const { token_endpoint_auth_method: method, jwks, jwks_uri: jwksUri } = client;
  const refuse = (member: string, message: string) => context.addIssue({ code: 'custom', path: [member], message });
  if (method === 'private_key_jwt') {
    if (!jwks && jwksUri === undefined) refuse('jwks', 'or jwks_uri is required for private_key_jwt');
  } else {
    if (jwks) refuse('jwks', 'is only taken with private_key_jwt');
    if (jwksUri !== undefined) refuse('jwks_uri', 'is only taken with private_key_jwt');
  }
}

/** `POST web-clients`: a confidential client of a web application, created by an administrator. */
export const CreateWebClient = z
  .strictObject({
    client_id: Identifier.optional(),
    name: DisplayName,
    enabled: z.boolean().default(true),
    application: Identifier,
    token_endpoint_auth_method: AuthMethod.default('client_secret_basic'),
    ...keys,
    audience_policy: NewAudiencePolicy.default('STRICT'),
    redirect_uris: redirects.redirect_uris.default([]),
    grant_types: redirects.grant_types.optional(),
    require_pkce: signIn.require_pkce.default(true),
    /** If absent: RS256, which most libraries expect, for a client with redirect URIs; ES256 for one without. */
    id_token_signed_response_alg: signIn.id_token_signed_response_alg.optional(),
    allowed_origins: allowedOrigins.default([]),
  })
  .superRefine(keysOfWebClient);
export type CreateWebClient = z.input<typeof CreateWebClient>;

/**
 * `PATCH web-clients/{client_id}`. Application and authentication method cannot change. Keys are accepted only with
 * private_key_jwt.
 */
export const UpdateWebClient = z
  .strictObject({
    name: DisplayName,
    enabled: z.boolean(),
    ...keys,
    audience_policy: AudiencePolicy,
    lenient_until: LenientUntil,
    ...redirects,
    ...signIn,
    allowed_origins: allowedOrigins,
  })
  .partial()
  .superRefine(oneKeySource);
export type UpdateWebClient = z.infer<typeof UpdateWebClient>;

export const WebClient = z.strictObject({
  client_id: z.string(),
  name: DisplayName,
  enabled: z.boolean(),
  application: Identifier,
  token_endpoint_auth_method: AuthMethod,
  ...keys,
  audience_policy: AudiencePolicy,
  lenient_until: LenientUntil,
  redirect_uris: z.array(z.string()),
  grant_types: z.array(z.string()),
  ...signIn,
  allowed_origins: z.array(z.string()),
  etag: z.string(),
  created_at: Timestamp,
});
export type WebClient = z.infer<typeof WebClient>;
export const WebClientPage = pageOf(WebClient);

/** The only response that contains the secret: returned when the client is created or its secret is replaced. */
export const CreatedWebClient = WebClient.extend({ client_secret: z.string().optional() });
export type CreatedWebClient = z.infer<typeof CreatedWebClient>;
