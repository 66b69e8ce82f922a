import type { Application, Client, IdentityProvider } from '../records.js';

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
    allowedHosts: [],
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
    jwks: null,
    jwksUri: null,
    audiencePolicy: 'STRICT',
    apiScopes: [],
    visibleApplications: [],
    registrationTokenHash: null,
    registrationLock: [],
    metadata: {},
    revision: 1,
    createdAt: 1_700_000_000,
    ...changes,
  };
}
