import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { AuditEvent } from '@passant/contracts';
import { asApiError, isTransient } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import type { EventFilters } from './activity-search.js';
import { askAfter, keepNewest, mergeEvents } from './merge-events.js';

const PAGE_SIZE = 50;
/** The most that one call gives. */
const TAIL_SIZE = 200;
/** Milliseconds between two looks of a live view. */
const TAIL_INTERVAL = 2_000;

/** Events, page by page. What one looks at must not move by itself: only the live view adds to it. */
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
  /** More happened at once than is shown. */
  incomplete: boolean;
}

/**
 * What happened since the list was read, asked again and again.
 * @param newest number of the newest event of the list; what is there already need not be asked for
 */
export const eventTail = (client: QueryClient, filters: EventFilters, newest: string | undefined) => {
  const queryKey = [...keys.events, 'tail', filters, newest];
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }): Promise<Tail> => {
      const before = client.getQueryData<Tail>(queryKey) ?? { events: [], incomplete: false };
      const after = askAfter(before.events[0]?.id ?? newest);
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

/** Why a request was refused. "Unknown" is an answer, not a failure to be tried again. */
export const refusalQuery = (errorId: string) =>
  queryOptions({
    queryKey: keys.refusal(errorId),
    queryFn: ({ signal }) => call('readRefusal', { path: { error_id: errorId }, signal }),
    retry: (failures, error) => failures < 2 && isTransient(asApiError(error)),
  });
