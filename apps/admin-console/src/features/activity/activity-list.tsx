import { useMemo } from 'react';
import { Box, Button } from '@mantine/core';
import { IconActivity, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AuditEvent } from '@passant/contracts';
import { EmptyState } from '../../ui/empty-state.js';
import { ErrorState } from '../../ui/error-state.js';
import { Notice } from '../../ui/notice.js';
import { PagedTable } from '../../ui/paged-table.js';
import type { EventFilters } from './activity-search.js';
import { eventList, eventTail } from './activity-queries.js';
import { eventColumns } from './event-columns.js';
import { mergeEvents } from './merge-events.js';

interface Props {
  filters: EventFilters;
  narrowed: boolean;
  live: boolean;
  onOpen: (event: AuditEvent) => void;
  onRefusal: (requestId: string) => void;
  onClear: () => void;
}

/** Events, newest first: the pages loaded so far, preceded by the events that have occurred since. */
export function ActivityList({ filters, narrowed, live, onOpen, onRefusal, onClear }: Props) {
  const list = useInfiniteQuery(eventList(filters));
  const newest = list.data?.pages[0]?.items[0]?.id;
  const tail = useQuery({ ...eventTail(useQueryClient(), filters, newest), enabled: live && list.isSuccess });
  const rows = useMemo(
    () => mergeEvents(list.data?.pages.flatMap((page) => page.items) ?? [], tail.data?.events ?? []),
    [tail.data, list.data],
  );
  const columns = useMemo(() => eventColumns(onOpen, onRefusal), [onOpen, onRefusal]);

  return (
    <>
      {live && tail.isError && (
        <Box mb="sm">
          <ErrorState
            error={tail.error}
            onRetry={() => void tail.refetch()}
            remarks={['The live view is interrupted.']}
          />
        </Box>
      )}
      {tail.data?.incomplete && (
        <Box mb="sm">
          <Notice tone="info" role="status">
            More happens at once than a live view shows. Narrow it, or reload the page for the whole list.
          </Notice>
        </Box>
      )}
      <PagedTable
        {...{ rows, columns }}
        query={list}
        rowId={(event) => event.id}
        label="Events"
        one="event|events"
        empty={<Empty narrowed={narrowed} onClear={onClear} />}
      />
    </>
  );
}

function Empty({ narrowed, onClear }: Pick<Props, 'narrowed' | 'onClear'>) {
  return narrowed ? (
    <EmptyState
      icon={<IconSearchOff size={24} />}
      title="Nothing matches"
      action={
        <Button variant="default" onClick={onClear}>
          Clear the filters
        </Button>
      }
    >
      No event passes all of the filters.
    </EmptyState>
  ) : (
    <EmptyState icon={<IconActivity size={24} />} title="Nothing happened yet">
      Registrations, token requests, refusals and changes made in this console appear here.
    </EmptyState>
  );
}
