import { queryOptions, useQuery } from '@tanstack/react-query';
import type { AdminSession } from '@passant/contracts';
import { call } from '../api/client.js';
import { rememberCsrfToken } from '../api/session-state.js';
import { keys } from './keys.js';

/** Who is signed in. Also hands the CSRF token to the API client. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async ({ signal }): Promise<AdminSession> => {
    const session = await call('readSession', { signal });
    rememberCsrfToken(session.csrf_token);
    return session;
  },
  staleTime: Infinity,
  retry: false,
});

/** Whether the person signed in may change anything; the server decides again on every call. */
export function useMayChange(): boolean {
  return useQuery({ ...sessionQuery, enabled: false }).data?.role === 'Admin';
}
