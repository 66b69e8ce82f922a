import type { Application, Client, IdentityProvider, InitialAccessToken } from '../records.js';

/** Complete, valid records: a spec states only what it changes. */
export function anApplication(changes: Partial<Application> = {}): Application {
  return {
    identifier: 'TestAppId',
    name: 'Test app',
    enabled: true,
    clientType: 'mobile',
    statelessAuthentication: true,
    implicitAuthentication: false,
    mobileAuthentication: false,
    refreshTokens: false,
    defaultScopes: ['profile'],
    additionalScopes: ['openid'],
    accessTokenValidity: 900,
    identityProviders: ['scheme'],
    defaultIdentityProvider: null,
    versions: [{ platform: 'ios', version: '1.0', status: 'LOGIN_REGISTRATION' }],
    audiencePolicy: 'STRICT',
    accessTokenWebHook: null,
    userDetailsWebHook: null,
    revision: 1,
    createdAt: 1_700_000_000,
    updatedAt: 1_700_000_000,
    ...changes,
  };
}

export function aProvider(changes: Partial<IdentityProvider> = {}): IdentityProvider {
  return {
    identifier: 'scheme',
    type: 'CUSTOM_API',
    name: 'External scheme',
    flow: 'ONE_STEP',
    enabled: true,
    isDefault: false,
    scripts: { complete: "function execute() { return { status: 2000, user: { id: 'person' } }; }" },
    scriptVersion: 1,
    latestScriptVersion: 1,
    shadowRun: null,
    allowedHosts: [],
    properties: [],
    transactionValidity: 300,
    revision: 1,
    createdAt: 1_700_000_000,
    updatedAt: 1_700_000_000,
    ...changes,
  };
}

export function anInstance(changes: Partial<Client> = {}): Client {
  return {
    clientId: 'D982FFA7D6BA78654ED77E67CEF02F26CEF2155DD451CB071CC134080D27F58C',
    kind: 'instance',
    name: null,
    enabled: true,
    application: 'TestAppId',
    appPlatform: 'ios',
    appVersion: '1.0',
    authMethod: 'private_key_jwt',
    secretHash: null,
    previousSecretHash: null,
    previousSecretUntil: null,
    jwks: null,
    jwksUri: null,
    audiencePolicy: null,
    introspectionSignedResponseAlg: null,
    redirectUris: [],
    grantTypes: [],
    responseTypes: [],
    scopes: [],
    apiScopes: [],
    visibleApplications: [],
    registrationTokenHash: null,
    registrationLock: [],
    redirectHosts: [],
    initialAccessToken: null,
    softwareStatement: null,
    expiresAt: null,
    metadata: {},
    revision: 1,
    createdAt: 1_700_000_000,
    ...changes,
  };
}

export function anInitialAccessToken(changes: Partial<InitialAccessToken> = {}): InitialAccessToken {
  return {
    id: '3f0c1b52-6f0a-4c3c-9d0e-0a4c6f1d2e3b',
    tokenHash: Buffer.alloc(32, 7),
    encoding: 'IDENTIFIER',
    application: 'TestAppId',
    clientId: null,
    subject: null,
    label: null,
    scope: ['client-reg'],
    audience: [],
    clientLifetime: null,
    redirectHosts: [],
    registrations: 1,
    uses: 0,
    expiresAt: 1_800_003_600,
    revoked: false,
    createdBy: 'admin@localhost',
    createdAt: 1_800_000_000,
    ...changes,
  };
}
