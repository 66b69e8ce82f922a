import {
  IconApps,
  IconClipboardCheck,
  IconFileCode,
  IconFileDescription,
  IconFingerprint,
  IconHourglassLow,
  IconKey,
  IconListDetails,
  IconPlugConnected,
  IconTicket,
  IconUsersGroup,
  IconWebhook,
  IconWorld,
} from '@tabler/icons-react';
import type { AdminEndpointName } from '@passant/contracts';
import { PAGES } from '../lib/pages.js';

interface Shown {
  /** The page is for whoever may call this. */
  reads: AdminEndpointName;
  [more: string]: unknown;
}

/** Entries of the top bar. An entry is current for every path below `under`, and for whoever may call `reads`. */
export const TOP_PAGES = [
  { label: 'Configuration', to: PAGES.applications.to, under: '/configuration', reads: 'listApplications' },
  { label: 'App installations', to: '/app-installations', under: '/app-installations', reads: 'listAppInstallations' },
  { label: 'Clients', to: '/clients', under: '/clients', reads: 'listRegisteredClients' },
  { label: 'Users', to: '/users', under: '/users', reads: 'readUser' },
  { label: 'Activity', to: '/activity', under: '/activity', reads: 'listEvents' },
  { label: 'Audit', to: '/audit', under: '/audit', reads: 'listAuditRecords' },
] as const satisfies readonly Shown[];

/** The Configuration pages, in the order in which a user needs them. */
export const CONFIGURATION_PAGES = [
  { ...PAGES.applications, icon: IconApps, reads: 'listApplications' },
  { ...PAGES.identityProviders, icon: IconFingerprint, reads: 'listIdentityProviders' },
  { ...PAGES.scopes, icon: IconListDetails, reads: 'listScopes' },
  { ...PAGES.initialAccessTokens, icon: IconTicket, reads: 'listInitialAccessTokens' },
  { ...PAGES.webClients, icon: IconWorld, reads: 'listWebClients' },
  { ...PAGES.apiClients, icon: IconPlugConnected, reads: 'listApiClients' },
  { ...PAGES.clientDocuments, icon: IconFileDescription, reads: 'readClientDocumentPolicy' },
  { ...PAGES.webHooks, icon: IconWebhook, reads: 'listWebHooks' },
  { ...PAGES.audienceExceptions, icon: IconHourglassLow, reads: 'listAudienceExceptions' },
  { ...PAGES.administrators, icon: IconUsersGroup, reads: 'listAdministrators' },
  { ...PAGES.keys, icon: IconKey, reads: 'listKeys' },
  { ...PAGES.configurationDocument, icon: IconFileCode, reads: 'exportConfiguration' },
  { ...PAGES.conformance, icon: IconClipboardCheck, reads: 'readConformance' },
] as const satisfies readonly Shown[];
