import { useCallback } from 'react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { type AdminEndpointName, type AdminSession, mayCall } from '@passant/contracts';
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

/** How administrators can sign in here: it is up to the operator. */
export const signInWaysQuery = queryOptions({
  queryKey: keys.signInWays,
  queryFn: ({ signal }) => call('readSignInWays', { signal }),
  staleTime: Infinity,
});

/** Whether the role of the signed-in administrator may call an endpoint. The server checks again on every call. */
export function useMay(): (name: AdminEndpointName) => boolean {
  const role = useQuery({ ...sessionQuery, enabled: false }).data?.role;
  return useCallback((name) => role !== undefined && mayCall(role, name), [role]);
}

/** Whether the signed-in administrator may change what the pages show. */
export function useMayChange(): boolean {
  return useMay()('updateApplication');
}
