import { IMPLICIT_AUTHENTICATION_GRANT, STATELESS_AUTHENTICATION_GRANT } from '../custom-registration/grant-types.js';

/** Grant types that a client may register, named as at the token endpoint and in custom registration. */
export const AUTHORIZATION_CODE_GRANT = 'authorization_code';
export const REFRESH_TOKEN_GRANT = 'refresh_token';
export const CLIENT_CREDENTIALS_GRANT = 'client_credentials';

/** What one scope of an initial access token permits. */
export interface RegistrationScopeInfo {
  /** Short label for a list or a checkbox. */
  name: string;
  /** One sentence that says what the holder of the token can do. */
  meaning: string;
  /** The grant type that the scope permits. */
  grant?: string;
  /** The member of the client metadata that the scope permits. */
  member?: string;
}

/** The scope that permits everything. */
export const REGISTER_ANYTHING = 'client-reg';

/**
 * The scopes of initial access tokens. They become the client's registration lock: everything the client registers must
 * be covered by them, at registration and at every later change.
 */
export const REGISTRATION_SCOPES = {
  'client-reg': {
    name: 'Anything',
    meaning: 'The client may have every grant, and may choose its scopes, identifier, secret and data.',
  },
  'client-reg:grant:code': {
    name: 'Sign people in',
    meaning: 'The client may sign people in and be told who they are: authorization code, or default registration.',
    grant: AUTHORIZATION_CODE_GRANT,
  },
  'client-reg:grant:refresh': {
    name: 'Stay signed in',
    meaning: 'The client may renew its access tokens without asking the person again.',
    grant: REFRESH_TOKEN_GRANT,
  },
  'client-reg:grant:client': {
    name: 'Act for itself',
    meaning: 'The client may get access tokens in its own name, without any person.',
    grant: CLIENT_CREDENTIALS_GRANT,
  },
  'client-reg:grant:stateless': {
    name: 'Stateless registration',
    meaning: 'An app may register people without a profile and without anything kept about them.',
    grant: STATELESS_AUTHENTICATION_GRANT,
  },
  'client-reg:grant:implicit-authentication': {
    name: 'Implicit authentication',
    meaning: 'An app may get tokens for people who registered on it before, without asking them.',
    grant: IMPLICIT_AUTHENTICATION_GRANT,
  },
  'client-reg:set-scope': {
    name: 'Choose scopes',
    meaning: 'The client may say which scopes its tokens have.',
    member: 'scope',
  },
  'client-reg:set-client-id': {
    name: 'Choose the client identifier',
    meaning: 'The client may be called by an identifier of the developer’s choice.',
    member: 'preferred_client_id',
  },
  'client-reg:set-client-secret': {
    name: 'Choose the secret',
    meaning: 'The client may bring a secret of its own instead of getting one.',
    member: 'preferred_client_secret',
  },
  'client-reg:set-data': {
    name: 'Attach data',
    meaning: 'The client may carry a JSON object of the developer’s choice.',
    member: 'data',
  },
} as const satisfies Record<string, RegistrationScopeInfo>;
export type RegistrationScope = keyof typeof REGISTRATION_SCOPES;
export const REGISTRATION_SCOPE_NAMES = Object.keys(REGISTRATION_SCOPES) as RegistrationScope[];

/** Whether a string is a scope that initial access tokens may have. */
export function isRegistrationScope(text: string): text is RegistrationScope {
  return Object.hasOwn(REGISTRATION_SCOPES, text);
}
