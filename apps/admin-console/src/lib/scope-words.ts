import { isRegistrationScope, type ApiScope, type RegistrationScope } from '@passant/contracts';

// The contract's own words are part of the API and English everywhere; these are the console's, in its language.

/** What an API client may use. */
export const API_SCOPE_NAMES: Record<ApiScope, string> = {
  onegini_api_token_introspection: 'Token introspection',
  onegini_api_user_registration: 'User registration (backchannel)',
  onegini_api_mobile_authentication: 'Mobile authentication',
  onegini_api_config: 'Configuration API',
  onegini_api_admin: 'Administration API',
  onegini_api_end_user: 'End-user API',
  onegini_api_events: 'Events API',
};

/** What an initial access token permits, in short. */
export const REGISTRATION_SCOPE_WORDS: Record<RegistrationScope, string> = {
  'client-reg': 'Anything',
  'client-reg:grant:code': 'Sign people in',
  'client-reg:grant:refresh': 'Stay signed in',
  'client-reg:grant:client': 'Act for itself',
  'client-reg:grant:stateless': 'Stateless registration',
  'client-reg:grant:implicit-authentication': 'Implicit authentication',
  'client-reg:set-scope': 'Choose scopes',
  'client-reg:set-client-id': 'Choose the client identifier',
  'client-reg:set-client-secret': 'Choose the secret',
  'client-reg:set-data': 'Attach data',
};

/** What the holder of an initial access token can do, in a sentence. */
export const REGISTRATION_SCOPE_MEANINGS: Record<RegistrationScope, string> = {
  'client-reg': 'The client may have every grant, and may choose its scopes, identifier, secret and data.',
  'client-reg:grant:code':
    'The client may sign people in and be told who they are: authorization code, or default registration.',
  'client-reg:grant:refresh': 'The client may renew its access tokens without asking the person again.',
  'client-reg:grant:client': 'The client may get access tokens in its own name, without any person.',
  'client-reg:grant:stateless': 'An app may register people without a profile and without anything kept about them.',
  'client-reg:grant:implicit-authentication':
    'An app may get tokens for people who registered on it before, without asking them.',
  'client-reg:set-scope': 'The client may say which scopes its tokens have.',
  'client-reg:set-client-id': 'The client may be called by an identifier of the developer’s choice.',
  'client-reg:set-client-secret': 'The client may bring a secret of its own instead of getting one.',
  'client-reg:set-data': 'The client may carry a JSON object of the developer’s choice.',
};

/** What a token, or the registration lock of a client, permits: "Sign people in, Attach data". */
export function permitsOf(scope: readonly string[]): string {
  return scope.map((one) => (isRegistrationScope(one) ? REGISTRATION_SCOPE_WORDS[one] : one)).join(', ');
}
