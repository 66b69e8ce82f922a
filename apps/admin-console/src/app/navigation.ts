import {
  IconApps,
  IconFingerprint,
  IconListDetails,
  IconPlugConnected,
  IconTicket,
  IconWebhook,
  IconWorld,
} from '@tabler/icons-react';

/** The top bar. `under`: the page is current below this path. */
export const TOP_PAGES = [
  { label: 'Configuration', to: '/configuration/applications', under: '/configuration' },
  { label: 'App installations', to: '/app-installations', under: '/app-installations' },
  { label: 'Clients', to: '/clients', under: '/clients' },
  { label: 'Users', to: '/users', under: '/users' },
  { label: 'Activity', to: '/activity', under: '/activity' },
] as const;

/** The pages of Configuration, in the order one needs them. */
export const CONFIGURATION_PAGES = [
  { label: 'Applications', to: '/configuration/applications', icon: IconApps },
  { label: 'Identity providers', to: '/configuration/identity-providers', icon: IconFingerprint },
  { label: 'Scopes', to: '/configuration/scopes', icon: IconListDetails },
  { label: 'Initial access tokens', to: '/configuration/initial-access-tokens', icon: IconTicket },
  { label: 'Web clients', to: '/configuration/web-clients', icon: IconWorld },
  { label: 'API clients', to: '/configuration/api-clients', icon: IconPlugConnected },
  { label: 'Web hooks', to: '/configuration/web-hooks', icon: IconWebhook },
] as const;
