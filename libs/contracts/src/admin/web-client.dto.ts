import { z } from 'zod';
import { JsonWebKeySet } from '../client-registration.dto.js';
import { AudiencePolicy, oneKeySource } from './api-client.dto.js';
import { DisplayName, Identifier, Timestamp, pageOf } from './common.js';

/** How a client of a web application proves who it is. */
export const WEB_CLIENT_AUTH_METHODS = ['client_secret_basic', 'private_key_jwt'] as const;
const AuthMethod = z.enum(WEB_CLIENT_AUTH_METHODS);

/** Grants that a web client may have beside those its application has switched on: both take a person's consent. */
export const WEB_CLIENT_GRANT_TYPES = ['authorization_code', 'refresh_token'] as const;

const redirects = {
  /** Where people may be sent back to with a code. */
  redirect_uris: z.array(z.string().min(1).max(2048)).max(50),
  /** Left out: both for a client with redirect URIs, none for one without. */
  grant_types: z.array(z.enum(WEB_CLIENT_GRANT_TYPES)).max(WEB_CLIENT_GRANT_TYPES.length),
};

const keys = { jwks: JsonWebKeySet.optional(), jwks_uri: z.string().max(2048).optional() };

/** `POST web-clients`: a confidential client of a web application that an administrator makes by hand. */
export const CreateWebClient = z
  .strictObject({
    client_id: Identifier.optional(),
    name: DisplayName,
    enabled: z.boolean().default(true),
    application: Identifier,
    token_endpoint_auth_method: AuthMethod.default('client_secret_basic'),
    ...keys,
    audience_policy: AudiencePolicy.default('STRICT'),
    redirect_uris: redirects.redirect_uris.default([]),
    grant_types: redirects.grant_types.optional(),
  })
  .superRefine((client, context) => {
    oneKeySource(client, context);
    const { token_endpoint_auth_method: method, jwks, jwks_uri: jwksUri } = client;
    const refuse = (member: string, message: string) => context.addIssue({ code: 'custom', path: [member], message });
    if (method === 'private_key_jwt') {
      if (!jwks && jwksUri === undefined) refuse('jwks', 'or jwks_uri is required for private_key_jwt');
    } else {
      if (jwks) refuse('jwks', 'is only taken with private_key_jwt');
      if (jwksUri !== undefined) refuse('jwks_uri', 'is only taken with private_key_jwt');
    }
  });
export type CreateWebClient = z.input<typeof CreateWebClient>;

/** `PATCH web-clients/{client_id}`: application and method stay; keys only for a client that uses private_key_jwt. */
export const UpdateWebClient = z
  .strictObject({ name: DisplayName, enabled: z.boolean(), ...keys, audience_policy: AudiencePolicy, ...redirects })
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
  redirect_uris: z.array(z.string()),
  grant_types: z.array(z.string()),
  etag: z.string(),
  created_at: Timestamp,
});
export type WebClient = z.infer<typeof WebClient>;
export const WebClientPage = pageOf(WebClient);

/** The answer that shows the secret, once: when the client is made, and when its secret is replaced. */
export const CreatedWebClient = WebClient.extend({ client_secret: z.string().optional() });
export type CreatedWebClient = z.infer<typeof CreatedWebClient>;
