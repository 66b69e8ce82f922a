import type { ReactNode } from 'react';
import { Box, Button, Paper, VisuallyHidden } from '@mantine/core';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { counted } from '../lib/sentence.js';
import { DataTable, type Columns } from './data-table.js';
import { ErrorState } from './error-state.js';
import { TableSkeleton } from './loading-skeleton.js';

interface Props<T extends object> {
  /** The paginated query that loads the rows. */
  query: UseInfiniteQueryResult<unknown>;
  rows: T[];
  columns: Columns<T>;
  rowId: (row: T) => string;
  /** Accessible name of the table, for example "Applications". */
  label: string;
  /** Noun for a row with its forms, as `counted` takes them: "application|applications". */
  one: string;
  /** Shown if there are no rows. */
  empty: ReactNode;
}

/** A paginated table with states for loading, failure and emptiness, and a button for further rows. */
export function PagedTable<T extends object>({ query, rows, columns, rowId, label, one, empty }: Props<T>) {
  const count = counted(rows.length, one);
  // Retry what failed: the next page, or everything shown.
  const retry = () => void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch());
  return (
    <>
      {query.isError && rows.length === 0 ? (
        <ErrorState error={query.error} onRetry={retry} />
      ) : (
        <Paper withBorder>
          {query.isPending ? (
            <TableSkeleton />
          ) : rows.length === 0 ? (
            empty
          ) : (
            <DataTable
              {...{ label, columns, rows, rowId }}
              footer={
                <>
                  <span>{query.hasNextPage ? `First ${count}` : count}</span>
                  <LoadMore query={query} />
                </>
              }
            />
          )}
        </Paper>
      )}
      {query.isError && rows.length > 0 && (
        <Box mt="sm">
          <ErrorState error={query.error} onRetry={retry} />
        </Box>
      )}
      <VisuallyHidden aria-live="polite">{query.isSuccess ? `${count} shown` : ''}</VisuallyHidden>
    </>
  );
}

/** A button that loads the next page, if there is one. */
export function LoadMore({ query }: { query: UseInfiniteQueryResult<unknown> }) {
  if (!query.hasNextPage) return null;
  return (
    <Button size="xs" variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      Load more
    </Button>
  );
}
