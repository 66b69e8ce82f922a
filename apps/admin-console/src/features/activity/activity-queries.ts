import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { AuditEvent } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import type { EventFilters } from './activity-search.js';
import { askAfter, keepNewest, mergeEvents } from './merge-events.js';

const PAGE_SIZE = 50;
/** Maximum number of events that one call returns. */
const TAIL_SIZE = 200;
/** Polling interval of the live view, in milliseconds. */
const TAIL_INTERVAL = 2_000;

/** Paginated events. The list must not change by itself while someone reads it: only the live view adds to it. */
export const eventList = (filters: EventFilters) =>
  infiniteQueryOptions({
    queryKey: [...keys.events, 'list', filters],
    queryFn: ({ pageParam: cursor, signal }) =>
      call('listEvents', { query: { ...filters, cursor, limit: PAGE_SIZE }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor,
    refetchOnWindowFocus: false,
  });

export interface Tail {
  events: AuditEvent[];
  /** More events occurred at once than are shown. */
  incomplete: boolean;
}

/**
 * The events that have occurred since the list was loaded, polled repeatedly.
 * @param newest number of the newest event in the list; older events are already loaded and need not be requested
 */
export const eventTail = (client: QueryClient, filters: EventFilters, newest: string | undefined) => {
  const queryKey = [...keys.events, 'tail', filters, newest];
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }): Promise<Tail> => {
      const before = client.getQueryData<Tail>(queryKey) ?? { events: [], incomplete: false };
      const after = askAfter(before.events[0]?.id ?? newest, before.events);
      const page = await call('listEvents', { query: { ...filters, after, limit: TAIL_SIZE }, signal });
      return {
        events: keepNewest(mergeEvents(before.events, page.items)),
        incomplete: before.incomplete || page.next_cursor !== undefined,
      };
    },
    refetchInterval: TAIL_INTERVAL,
    staleTime: 0,
  });
};
