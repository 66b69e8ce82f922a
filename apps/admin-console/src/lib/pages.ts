/**
 * Labels and paths of the Configuration pages. They are used by the navigation and by the back links of their records.
 */
export const PAGES = {
  applications: { label: 'Applications', to: '/configuration/applications' },
  identityProviders: { label: 'Identity providers', to: '/configuration/identity-providers' },
  scopes: { label: 'Scopes', to: '/configuration/scopes' },
  initialAccessTokens: { label: 'Initial access tokens', to: '/configuration/initial-access-tokens' },
  webClients: { label: 'Web clients', to: '/configuration/web-clients' },
  apiClients: { label: 'API clients', to: '/configuration/api-clients' },
  clientDocuments: { label: 'Client documents', to: '/configuration/client-documents' },
  audienceExceptions: { label: 'Audience exceptions', to: '/configuration/audience-exceptions' },
  webHooks: { label: 'Web hooks', to: '/configuration/web-hooks' },
  administrators: { label: 'Administrators', to: '/configuration/administrators' },
  configurationDocument: { label: 'Configuration as code', to: '/configuration/as-code' },
  conformance: { label: 'Conformance', to: '/configuration/conformance' },
  keys: { label: 'Signing keys and sessions', to: '/configuration/keys' },
} as const;
