import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider, createMemoryHistory, createRootRoute, createRouter } from '@tanstack/react-router';
import { screen } from '@testing-library/react';
import { draw } from '../../../test/draw.js';
import { keys } from '../../lib/queries/keys.js';
import {
  allApplications,
  allIdentityProviders,
  firstApiClients,
  firstAppInstallations,
} from '../../lib/queries/lists.js';
import { FirstStepsPage } from './first-steps-page.js';

const realFetch = globalThis.fetch;
beforeEach(() => {
  window.scrollTo = () => undefined;
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

const application = (blockers: string[]) => ({
  ...{ identifier: 'demo-app', name: 'Demo app', stateless_blockers: blockers },
  user_authentication: { stateless_authentication: true },
});
/** A server that was just started with the demo: nobody has installed the app, and no back end asks. */
const FRESH = { applications: [application([])], installations: [] as object[], apiClients: [] as object[] };

/** Shows the page of a server on which all that is there already. What happens on it is not told. */
function shown({ applications, installations, apiClients }: typeof FRESH, role: string) {
  globalThis.fetch = (() =>
    Promise.resolve({
      ...{ status: 403, ok: false, headers: { get: () => null } },
      text: () => Promise.resolve(JSON.stringify({ error: 'forbidden', error_description: 'No.', error_id: 'x' })),
    })) as unknown as typeof fetch;
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  for (const [key, known] of [
    [keys.session, { email: 'a@example.org', role }],
    [allIdentityProviders.queryKey, [{ identifier: 'demo-scheme', enabled: true }]],
    [allApplications.queryKey, applications],
    [firstAppInstallations.queryKey, installations],
    [firstApiClients.queryKey, apiClients],
  ] as const)
    queryClient.setQueryData(key, known);
  const router = createRouter({
    routeTree: createRootRoute({ component: FirstStepsPage }),
    history: createMemoryHistory(),
  });
  return draw(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
}

describe('Home', () => {
  it('leads whoever has never seen a registration to one, as soon as an application is ready for it', async () => {
    shown(FRESH, 'Admin');
    const way = await screen.findByRole('link', { name: 'Try Demo app' });
    expect(way).toHaveAttribute('href', '/configuration/applications/demo-app/try');
  });

  it.each<[when: string, there: typeof FRESH, role: string]>([
    ['to whoever may make nothing here', FRESH, 'Auditor'],
    [
      'while nobody could be registered with it',
      { ...FRESH, applications: [application(['application_disabled'])] },
      'Admin',
    ],
    [
      'once the first steps are done',
      {
        ...FRESH,
        installations: [{ client_id: 'A' }],
        apiClients: [{ scopes: ['onegini_api_token_introspection'] }],
      },
      'Admin',
    ],
  ])('does not offer it %s', async (_, there, role) => {
    shown(there, role);
    expect(await screen.findByText(/of 5 done$/)).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /^Try / })).not.toBeInTheDocument();
  });
});
