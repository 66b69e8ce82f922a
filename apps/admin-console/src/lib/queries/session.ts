import { queryOptions, useQuery } from '@tanstack/react-query';
import type { AdminSession } from '@passant/contracts';
import { call } from '../api/client.js';
import { rememberSession } from '../api/session-state.js';
import { keys } from './keys.js';

/** The current session. Also passes it to the API client, which needs the CSRF token. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async ({ signal }): Promise<AdminSession> => {
    const session = await call('readSession', { signal });
    rememberSession(session);
    return session;
  },
  staleTime: Infinity,
  retry: false,
});

/** Whether the signed-in administrator may change anything. The server checks again on every call. */
export function useMayChange(): boolean {
  return useQuery({ ...sessionQuery, enabled: false }).data?.role === 'Admin';
}

/** Whether the signed-in administrator sees what happened on the server, and what identifiers of it stand for. */
export function useMaySeeActivity(): boolean {
  return useQuery({ ...sessionQuery, enabled: false }).data?.role !== 'Helpdesk';
}
