/**
 * The grant type of a stateless registration: a short-lived access token, no profile, and nothing stored about the
 * person. The customer's source documents fix the value.
 */
export const STATELESS_AUTHENTICATION_GRANT = 'urn:onewelcome:oauth2:grant_type:stateless_authentication';

/** The grant type of implicit authentication: a token for an existing profile, without user interaction. */
export const IMPLICIT_AUTHENTICATION_GRANT = 'urn:onewelcome:oauth2:grant_type:implicit_authentication';

/** What a custom registration produces: a profile (`default`) or only a token (`stateless`). */
export const REGISTRATION_GRANTS = ['default', 'stateless'] as const;
export type RegistrationGrant = (typeof REGISTRATION_GRANTS)[number];

/** Types of access tokens, as shown in `amr` by introspection. */
export const TOKEN_TYPES = [
  'DEFAULT',
  'STATELESS_AUTHENTICATION',
  'IMPLICIT_AUTHENTICATION',
  'CLIENT_CREDENTIALS',
] as const;
export type TokenType = (typeof TOKEN_TYPES)[number];

/** RFC 7523 §2.2: the only supported client assertion type. */
export const JWT_BEARER_ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
