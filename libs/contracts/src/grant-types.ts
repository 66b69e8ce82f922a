/**
 * The grant type of a stateless registration: a short-lived access token, no profile, nothing kept about the person.
 * The value is fixed by the customer's source documents.
 */
export const STATELESS_AUTHENTICATION_GRANT = 'urn:onewelcome:oauth2:grant_type:stateless_authentication';

/** The grant type of an implicit authentication: a token without user interaction for a profile registered before. */
export const IMPLICIT_AUTHENTICATION_GRANT = 'urn:onewelcome:oauth2:grant_type:implicit_authentication';

/** How a custom registration ends: with a profile (`default`) or with nothing but a token (`stateless`). */
export const REGISTRATION_GRANTS = ['default', 'stateless'] as const;
export type RegistrationGrant = (typeof REGISTRATION_GRANTS)[number];

/** Types of access token, as introspection shows them in `amr`. */
export const TOKEN_TYPES = [
  'DEFAULT',
  'STATELESS_AUTHENTICATION',
  'IMPLICIT_AUTHENTICATION',
  'CLIENT_CREDENTIALS',
] as const;
export type TokenType = (typeof TOKEN_TYPES)[number];

/** RFC 7523 §2.2: the only client assertion type taken. */
export const JWT_BEARER_ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
