import { createRouter } from '@tanstack/react-router';
import { CONSOLE_PATH } from '@passant/contracts';
import { FormSkeleton } from '../ui/loading-skeleton.js';
import { queryClient } from './query-client.js';
import { NotFound } from './not-found.js';
import { RouteFailure } from './route-failure.js';
import { routeTree } from './routes.js';

export const router = createRouter({
  routeTree,
  basepath: CONSOLE_PATH,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPendingComponent: FormSkeleton,
  defaultErrorComponent: RouteFailure,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
