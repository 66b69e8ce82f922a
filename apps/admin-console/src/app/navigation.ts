import {
  IconApps,
  IconClipboardCheck,
  IconFileDescription,
  IconFingerprint,
  IconHourglassLow,
  IconKey,
  IconListDetails,
  IconPlugConnected,
  IconTicket,
  IconWebhook,
  IconWorld,
} from '@tabler/icons-react';
import { PAGES } from '../lib/pages.js';

/** Entries of the top bar. An entry is current for every path below `under`. */
export const TOP_PAGES = [
  { label: 'Configuration', to: PAGES.applications.to, under: '/configuration' },
  { label: 'App installations', to: '/app-installations', under: '/app-installations' },
  { label: 'Clients', to: '/clients', under: '/clients' },
  { label: 'Users', to: '/users', under: '/users' },
  { label: 'Activity', to: '/activity', under: '/activity' },
] as const;

/** The Configuration pages, in the order in which a user needs them. */
export const CONFIGURATION_PAGES = [
  { ...PAGES.applications, icon: IconApps },
  { ...PAGES.identityProviders, icon: IconFingerprint },
  { ...PAGES.scopes, icon: IconListDetails },
  { ...PAGES.initialAccessTokens, icon: IconTicket },
  { ...PAGES.webClients, icon: IconWorld },
  { ...PAGES.apiClients, icon: IconPlugConnected },
  { ...PAGES.clientDocuments, icon: IconFileDescription },
  { ...PAGES.webHooks, icon: IconWebhook },
  { ...PAGES.audienceExceptions, icon: IconHourglassLow },
  { ...PAGES.keys, icon: IconKey },
  { ...PAGES.conformance, icon: IconClipboardCheck },
] as const;
