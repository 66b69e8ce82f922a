import { z } from 'zod';
import { IMPLICIT_AUTHENTICATION_GRANT } from './grant-types.js';

/** What the token endpoint gives tokens for. */
export const TOKEN_GRANTS = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  IMPLICIT_AUTHENTICATION_GRANT,
] as const;
export type TokenGrantType = (typeof TOKEN_GRANTS)[number];

/** RFC 6749 §4.1.3, §4.4.2 and §6, RFC 7636 §4.5. What the values mean is judged by the protocol, so that it can answer with the right code. */
export const TokenRequest = z.object({
  grant_type: z.string({ error: 'is required' }).min(1, 'is required').max(255),
  code: z.string().max(1024).optional(),
  redirect_uri: z.string().max(2048).optional(),
  code_verifier: z.string().max(1024).optional(),
  refresh_token: z.string().max(1024).optional(),
  /** Scopes, separated by spaces. */
  scope: z.string().max(4096).optional(),
  profile_id: z.string().max(64).optional(),
});
export type TokenRequest = z.infer<typeof TokenRequest>;

/** Tokens as they are handed out (RFC 6749 §5.1); `id_token` where `openid` is among the scopes. */
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

/** RFC 6749 §5.1. `profile_id` where the token stands on a profile. */
export const TokenAnswer = IssuedToken.extend({ profile_id: z.string().optional() });
export type TokenAnswer = z.infer<typeof TokenAnswer>;

/** RFC 7009 §2.1; a wrong hint changes nothing. */
export const RevocationRequest = z.object({
  token: z.string({ error: 'is required' }).min(1, 'is required').max(16_384),
  token_type_hint: z.string().optional(),
});
export type RevocationRequest = z.infer<typeof RevocationRequest>;

/** `POST` userinfo with the token in the body instead of the header (RFC 6750 §2.2). */
export const UserInfoRequest = z.object({ access_token: z.string().optional() });
export type UserInfoRequest = z.infer<typeof UserInfoRequest>;

/** OpenID Connect Core §5.3.2: who the token is about, with the attributes the identity scheme gave. */
export const UserInfo = z.looseObject({ sub: z.string() });
export type UserInfo = z.infer<typeof UserInfo>;
