import { z } from 'zod';
import { IMPLICIT_AUTHENTICATION_GRANT } from '../custom-registration/grant-types.js';

/** Maximum length of a resource identifier, in characters, and maximum number per request or resource server. */
export const MAX_RESOURCE_LENGTH = 2048;
export const MAX_RESOURCES = 10;

/** Resource identifiers (RFC 8707). The protocol library validates them and answers `invalid_target`. */
export const Resources = z
  .array(z.string().max(MAX_RESOURCE_LENGTH))
  .max(MAX_RESOURCES, `names more than ${MAX_RESOURCES} resources`);

/** Grant types of the token endpoint. */
export const TOKEN_GRANTS = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  IMPLICIT_AUTHENTICATION_GRANT,
] as const;
export type TokenGrantType = (typeof TOKEN_GRANTS)[number];

/**
 * RFC 6749 §4.1.3, §4.4.2 and §6, RFC 7636 §4.5. The protocol library validates the values, to return the right error.
 */
export const TokenRequest = z.object({
  grant_type: z.string({ error: 'is required' }).min(1, 'is required').max(255),
  code: z.string().max(1024).optional(),
  redirect_uri: z.string().max(2048).optional(),
  code_verifier: z.string().max(1024).optional(),
  refresh_token: z.string().max(1024).optional(),
  /** Space-separated scopes. */
  scope: z.string().max(4096).optional(),
  profile_id: z.string().max(64).optional(),
  /** RFC 8707 §2.2: the resources that the access token targets; the parameter is repeated for each. */
  resource: Resources.optional(),
});
export type TokenRequest = z.infer<typeof TokenRequest>;

/** Issued tokens (RFC 6749 §5.1). `id_token` is present if `openid` is among the scopes. */
export const IssuedToken = z.strictObject({
  token_type: z.literal('bearer'),
  access_token: z.string().regex(/^[0-9A-F]{64}$/),
  refresh_token: z
    .string()
    .regex(/^[0-9A-F]{64}$/)
    .optional(),
  id_token: z.string().optional(),
  expires_in: z.int().positive(),
  scope: z.string(),
});
export type IssuedToken = z.infer<typeof IssuedToken>;

/** RFC 6749 §5.1. `profile_id` is present if the token belongs to a profile. */
export const TokenAnswer = IssuedToken.extend({ profile_id: z.string().optional() });
export type TokenAnswer = z.infer<typeof TokenAnswer>;

/** RFC 7009 §2.1. Wrong hints are ignored, and a malformed token is treated as already invalid (§2.2). */
export const RevocationRequest = z.object({
  token: z.string({ error: 'is required' }).min(1, 'is required'),
  token_type_hint: z.string().optional(),
});
export type RevocationRequest = z.infer<typeof RevocationRequest>;

/**
 * Clients ignore it (RFC 7009 §2.2), but some take a success that is not JSON for an error, and then end no further
 * token: simple-oauth2, for one.
 */
export const RevocationAnswer = z.object({});
export type RevocationAnswer = z.infer<typeof RevocationAnswer>;

/** `POST` userinfo with the token in the body instead of the header (RFC 6750 §2.2). */
export const UserInfoRequest = z.object({ access_token: z.string().optional() });
export type UserInfoRequest = z.infer<typeof UserInfoRequest>;

/** OpenID Connect Core §5.3.2: the subject of the token and the attributes that the identity scheme provided. */
export const UserInfo = z.looseObject({ sub: z.string() });
export type UserInfo = z.infer<typeof UserInfo>;
