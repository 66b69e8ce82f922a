/** The paths that the server serves, relative to its public URL. The issuer is the public URL + {@link ISSUER_PATH}. */
export const ISSUER_PATH = '/oauth';
export const ADMIN_API_PATH = '/admin/api/v1';
export const CONSOLE_PATH = '/admin';
export const DOCS_PATH = '/docs';

/**
 * Paths of the server metadata, all serving the same document. For an issuer with a path, the well-known segment goes
 * before the path in RFC 8414 §3.1 and after it in OpenID Connect Discovery §4. Clients try both documents in both
 * positions.
 */
export const METADATA_PATHS = [
  '/oauth/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server/oauth',
  '/.well-known/openid-configuration/oauth',
  '/oauth/.well-known/oauth-authorization-server',
] as const;

export const PATHS = {
  customRegistrationV1: (provider: string, step: 'init' | 'complete') =>
    `/oauth/custom-registration/${encodeURIComponent(provider)}/${step}`,
  customRegistrationV2: (provider: string, step: 'init' | 'complete') =>
    `/oauth/v2/custom-registration/${encodeURIComponent(provider)}/${step}`,
  customRegistrationBackchannel: (provider: string) =>
    `/oauth/api/v3/custom-registration/${encodeURIComponent(provider)}/backchannel`,
  introspectV1: '/oauth/api/v1/token/introspect',
  introspectV2: '/oauth/api/v2/token/introspect',
  introspectBatch: '/oauth/api/v2/token/introspect/batch',
  endedTokens: '/oauth/api/v2/token/ended',
  authorize: '/oauth/v1/authorize',
  authorizeProvider: '/oauth/v1/authorize/provider',
  authorizeAnswer: '/oauth/v1/authorize/answer',
  authorizeConsent: '/oauth/v1/authorize/consent',
  token: '/oauth/v1/token',
  revoke: '/oauth/v1/revoke',
  userInfo: '/oauth/v1/userinfo',
  openIdConfiguration: METADATA_PATHS[0],
  serverMetadata: METADATA_PATHS[1],
  clients: '/oauth/clients',
  client: (clientId: string) => `/oauth/clients/${encodeURIComponent(clientId)}`,
  directAuthorization: '/oauth/direct-authz/rest/v2',
  /** The paths of client registration in the customer's documents. */
  legacyIssuer: '/c2id',
  legacyClients: '/c2id/clients',
  legacyDirectAuthorization: '/c2id/direct-authz/rest/v2',
  keys: '/oauth/v1/keys',
  mobileEnrollment: '/oauth/v1/mobile-authentication/enrollment',
  mobilePush: '/oauth/v1/mobile-authentication/push',
  mobileTransactions: '/oauth/v1/mobile-authentication/transactions',
  mobileTransaction: (id: string) => `/oauth/v1/mobile-authentication/transactions/${encodeURIComponent(id)}`,
  authenticateUser: '/oauth/api/v4/authenticate/user',
  authenticationOf: (userId: string) => `/oauth/api/v4/authenticate/user/${encodeURIComponent(userId)}/enabled`,
  authenticationOn: (userId: string, deviceId: string) =>
    `/oauth/api/v4/authenticate/user/${encodeURIComponent(userId)}/device/${encodeURIComponent(deviceId)}/enabled`,
  authenticationResult: (id: string) => `/oauth/api/v4/authenticate/transaction/${encodeURIComponent(id)}`,
  events: '/oauth/api/v1/events',
  live: '/health/live',
  ready: '/health/ready',
  /** Exists only on test servers. */
  testClock: '/test/clock',
} as const;
