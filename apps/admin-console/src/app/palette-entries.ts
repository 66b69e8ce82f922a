import type { MantineColorScheme } from '@mantine/core';
import { type AdminEndpointName, DOCS_PATH } from '@passant/contracts';
import type { Entry } from '../features/palette/palette-entries.js';
import { PAGES } from '../lib/pages.js';
import { CONFIGURATION_PAGES, TOP_PAGES } from './navigation.js';

/** The labels of pages outside the configuration. */
const LABELS = {
  home: 'Home',
  account: 'Your account',
  installations: 'App installations',
  clients: 'Clients',
  users: 'Users',
  activity: 'Activity',
  audit: 'Audit',
};

/** Words for what a page is also about, by its label. */
const ALSO: Record<string, string> = {
  [PAGES.applications.label]: 'app mobile website settings',
  [PAGES.identityProviders.label]: 'idp scheme script eid',
  [PAGES.scopes.label]: 'claims permission',
  [PAGES.initialAccessTokens.label]: 'registration permission developer',
  [PAGES.webClients.label]: 'website redirect uri relying party',
  [PAGES.apiClients.label]: 'introspection resource server back end',
  [PAGES.webHooks.label]: 'customise token callout',
  [PAGES.audienceExceptions.label]: 'lenient assertion issuer rfc 10070',
  [PAGES.clientDocuments.label]: 'client id metadata document address trusted hosts',
  [PAGES.configurationDocument.label]: 'yaml export import plan apply drift repository pipeline document',
  [PAGES.conformance.label]: 'standards rules report rfc',
  [PAGES.administrators.label]: 'invite role account console auditor operator helpdesk',
  [PAGES.keys.label]: 'rotate withdraw leaked jwks kid end all sessions',
  [LABELS.installations]: 'device instance phone',
  [LABELS.home]: 'first steps start checklist overview failures refusals charts',
  [LABELS.clients]: 'dynamic registration',
  [LABELS.account]: 'password sessions',
  [LABELS.users]: 'person profile helpdesk',
  [LABELS.activity]: 'events log refusals error_id',
  [LABELS.audit]: 'history changes who administrators hash chain',
};

const CREATIONS = [
  { title: 'Create application', to: '/configuration/applications/new' },
  { title: 'Create identity provider', to: '/configuration/identity-providers/new' },
  { title: 'Create scope', to: PAGES.scopes.to, search: { create: true } },
  { title: 'Create initial access token', to: PAGES.initialAccessTokens.to, search: { create: true } },
  { title: 'Create web client', to: PAGES.webClients.to, search: { create: true } },
  { title: 'Create API client', to: PAGES.apiClients.to, search: { create: true } },
  { title: 'Invite administrator', to: PAGES.administrators.to, search: { create: true } },
  { title: 'Create web hook', to: PAGES.webHooks.to, search: { create: true } },
];

const SCHEMES = [
  { scheme: 'light', title: 'Light colours' },
  { scheme: 'dark', title: 'Dark colours' },
  { scheme: 'auto', title: 'Colours of the system' },
] as const;

interface Surroundings {
  may: (name: AdminEndpointName) => boolean;
  setColorScheme: (scheme: MantineColorScheme) => void;
  signOut: () => void;
}

/** The pages, and what can be done from anywhere. */
export function paletteEntries({ may, setColorScheme, signOut }: Surroundings): Entry[] {
  const page = (label: string, to: string): Entry => ({
    id: `page ${to}`,
    group: 'Pages',
    title: label,
    words: ALSO[label],
    does: { to },
  });
  return [
    page(LABELS.home, '/'),
    page(LABELS.account, '/account'),
    ...CONFIGURATION_PAGES.filter(({ reads }) => may(reads)).map(({ label, to }) => page(label, to)),
    ...TOP_PAGES.filter(({ under, reads }) => under !== '/configuration' && may(reads)).map(({ label, to }) =>
      page(label, to),
    ),
    ...(may('createApplication') ? CREATIONS : []).map(({ title, to, search }) => ({
      id: `do ${title}`,
      group: 'Actions',
      title,
      words: 'new add',
      does: { to, ...(search ? { search } : {}) },
    })),
    ...SCHEMES.map(({ scheme, title }) => ({
      id: `do ${title}`,
      group: 'Actions',
      title,
      words: 'colour scheme color theme mode',
      does: () => setColorScheme(scheme),
    })),
    {
      id: 'do documentation',
      group: 'Actions',
      title: 'Open the documentation',
      words: 'docs help manual guide handbook',
      does: () => window.open(`${DOCS_PATH}/`, '_blank', 'noopener'),
    },
    { id: 'do sign out', group: 'Actions', title: 'Sign out', words: 'log out end session', does: signOut },
  ];
}
