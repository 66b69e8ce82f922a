import { createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import { type AdminSession, mayCall } from '@passant/contracts';
import { readActivitySearch } from '../features/activity/activity-search.js';
import { readAuditSearch } from '../features/audit/audit-search.js';
import { readConformanceSearch } from '../features/conformance/conformance-search.js';
import { readClientSearch } from '../features/clients/client-search.js';
import { asApiError } from '../lib/api/api-error.js';
import '../lib/company-answer.js';
import { sessionQuery, signInWaysQuery } from '../lib/queries/session.js';
import { readListSearch } from '../lib/use-search-text.js';
import { Root } from './root.js';

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Root });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: ({ redirect: target }: Record<string, unknown>): { redirect?: string } =>
    typeof target === 'string' ? { redirect: target } : {},
  // The page must not offer a password first and take it away then. Without an answer it offers one.
  loader: ({ context }) => context.queryClient.ensureQueryData(signInWaysQuery).catch(() => undefined),
  component: lazyRouteComponent(() => import('../features/session/sign-in-page.js'), 'SignInPage'),
});

/** Where the OpenID provider of the company sends the browser back to. */
const companyReturnRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in/company',
  component: lazyRouteComponent(() => import('../features/session/company-return-page.js'), 'CompanyReturnPage'),
});

/** For whoever has no account yet. */
const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../features/session/invitation-page.js'), 'InvitationPage'),
});

/** For whoever is signed in and may do nothing before they have a second factor. */
const secondFactorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/second-factor',
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery).catch(() => undefined);
    if (session?.second_factor !== 'MISSING') throw redirect({ to: '/', replace: true });
  },
  component: lazyRouteComponent(() => import('../features/session/second-factor-page.js'), 'SecondFactorPage'),
});

/** All child routes require a session. Without one, the user is redirected to sign-in and back afterwards. */
const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    let session: AdminSession;
    try {
      session = await context.queryClient.ensureQueryData(sessionQuery);
    } catch (thrown) {
      if (asApiError(thrown).status !== 401) throw thrown;
      const target = location.href === '/' ? undefined : location.href;
      throw redirect({ to: '/sign-in', search: target ? { redirect: target } : {} });
    }
    if (session.second_factor === 'MISSING') throw redirect({ to: '/second-factor', replace: true });
  },
  component: lazyRouteComponent(() => import('./shell.js'), 'Shell'),
});

const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  beforeLoad: async ({ context }) => {
    const { role } = await context.queryClient.ensureQueryData(sessionQuery);
    // Whoever helps people sees nothing else.
    if (!mayCall(role, 'listApplications')) throw redirect({ to: '/users', replace: true });
  },
  component: lazyRouteComponent(() => import('../features/first-steps/first-steps-page.js'), 'FirstStepsPage'),
});

const configurationRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/configuration',
  component: lazyRouteComponent(() => import('./configuration-layout.js'), 'ConfigurationLayout'),
});

const configurationIndexRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/configuration/applications', replace: true });
  },
});

const applicationsRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/applications',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../features/applications/applications-page.js'), 'ApplicationsPage'),
});

const newApplicationRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/applications/new',
  component: lazyRouteComponent(() => import('../features/applications/new-application-page.js'), 'NewApplicationPage'),
});

const applicationRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/applications/$identifier',
  validateSearch: ({ created }: Record<string, unknown>): { created?: true } => (created === true ? { created } : {}),
  component: lazyRouteComponent(() => import('../features/applications/application-page.js'), 'ApplicationPage'),
});

const tryItRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/applications/$identifier/try',
  component: lazyRouteComponent(() => import('../features/try-it/try-it-page.js'), 'TryItPage'),
});

const identityProvidersRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/identity-providers',
  validateSearch: readListSearch,
  component: lazyRouteComponent(
    () => import('../features/identity-providers/identity-providers-page.js'),
    'IdentityProvidersPage',
  ),
});

const newIdentityProviderRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/identity-providers/new',
  component: lazyRouteComponent(() => import('./identity-provider-routes.js'), 'NewIdentityProviderRoute'),
});

const identityProviderRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/identity-providers/$identifier',
  component: lazyRouteComponent(() => import('./identity-provider-routes.js'), 'IdentityProviderRoute'),
});

const initialAccessTokensRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/initial-access-tokens',
  validateSearch: readListSearch,
  component: lazyRouteComponent(
    () => import('../features/initial-access-tokens/initial-access-tokens-page.js'),
    'InitialAccessTokensPage',
  ),
});

const apiClientsRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/api-clients',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../features/api-clients/api-clients-page.js'), 'ApiClientsPage'),
});

const apiClientRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/api-clients/$clientId',
  component: lazyRouteComponent(() => import('../features/api-clients/api-client-page.js'), 'ApiClientPage'),
});

const webClientsRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/web-clients',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../features/web-clients/web-clients-page.js'), 'WebClientsPage'),
});

const webClientRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/web-clients/$clientId',
  component: lazyRouteComponent(() => import('../features/web-clients/web-client-page.js'), 'WebClientPage'),
});

const scopesRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/scopes',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../features/scopes/scopes-page.js'), 'ScopesPage'),
});

const webHooksRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/web-hooks',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../features/web-hooks/web-hooks-page.js'), 'WebHooksPage'),
});

const webHookRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/web-hooks/$id',
  component: lazyRouteComponent(() => import('../features/web-hooks/web-hook-page.js'), 'WebHookPage'),
});

const clientDocumentsRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/client-documents',
  component: lazyRouteComponent(
    () => import('../features/client-documents/client-documents-page.js'),
    'ClientDocumentsPage',
  ),
});

const audienceExceptionsRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/audience-exceptions',
  component: lazyRouteComponent(
    () => import('../features/audience-exceptions/audience-exceptions-page.js'),
    'AudienceExceptionsPage',
  ),
});

const conformanceRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/conformance',
  validateSearch: readConformanceSearch,
  component: lazyRouteComponent(() => import('../features/conformance/conformance-page.js'), 'ConformancePage'),
});

const configurationDocumentRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/as-code',
  component: lazyRouteComponent(
    () => import('../features/configuration-document/configuration-document-page.js'),
    'ConfigurationDocumentPage',
  ),
});

const administratorsRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/administrators',
  validateSearch: readListSearch,
  component: lazyRouteComponent(
    () => import('../features/administrators/administrators-page.js'),
    'AdministratorsPage',
  ),
});

const keysRoute = createRoute({
  getParentRoute: () => configurationRoute,
  path: '/keys',
  component: lazyRouteComponent(() => import('../features/keys/keys-page.js'), 'KeysPage'),
});

const usersRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/users',
  component: lazyRouteComponent(() => import('../features/users/users-page.js'), 'UsersPage'),
});

const appInstallationRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/app-installations/$clientId',
  component: lazyRouteComponent(() => import('../features/clients/client-pages.js'), 'AppInstallationPage'),
});

const appInstallationsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/app-installations',
  validateSearch: readClientSearch,
  component: lazyRouteComponent(() => import('../features/clients/app-installations-page.js'), 'AppInstallationsPage'),
});

const registeredClientRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/clients/$clientId',
  component: lazyRouteComponent(() => import('../features/clients/client-pages.js'), 'RegisteredClientPage'),
});

const registeredClientsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/clients',
  validateSearch: readClientSearch,
  component: lazyRouteComponent(() => import('../features/clients/clients-page.js'), 'ClientsPage'),
});

const activityRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/activity',
  validateSearch: readActivitySearch,
  component: lazyRouteComponent(() => import('../features/activity/activity-page.js'), 'ActivityPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/audit',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('../features/audit/audit-page.js'), 'AuditPage'),
});

const accountRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('../features/session/account-page.js'), 'AccountPage'),
});

export const routeTree = rootRoute.addChildren([
  signInRoute,
  companyReturnRoute,
  invitationRoute,
  secondFactorRoute,
  signedInRoute.addChildren([
    homeRoute,
    configurationRoute.addChildren([
      configurationIndexRoute,
      applicationsRoute,
      newApplicationRoute,
      applicationRoute,
      tryItRoute,
      identityProvidersRoute,
      newIdentityProviderRoute,
      identityProviderRoute,
      initialAccessTokensRoute,
      apiClientsRoute,
      apiClientRoute,
      webClientsRoute,
      webClientRoute,
      scopesRoute,
      webHooksRoute,
      webHookRoute,
      clientDocumentsRoute,
      audienceExceptionsRoute,
      administratorsRoute,
      keysRoute,
      configurationDocumentRoute,
      conformanceRoute,
    ]),
    appInstallationsRoute,
    appInstallationRoute,
    registeredClientsRoute,
    registeredClientRoute,
    usersRoute,
    accountRoute,
    activityRoute,
    auditRoute,
  ]),
]);
