import { useMemo, type ReactNode } from 'react';
import { Box, Button, Group, Paper, TextInput, VisuallyHidden } from '@mantine/core';
import { IconSearch, IconSearchOff } from '@tabler/icons-react';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { counted } from '../lib/sentence.js';
import { DataTable, type Columns } from './data-table.js';
import { EmptyState } from './empty-state.js';
import { ErrorState } from './error-state.js';
import { TableSkeleton } from './loading-skeleton.js';

interface Props<T extends object> {
  query: UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>;
  columns: Columns<T>;
  rowId: (row: T) => string;
  /** "Applications" */
  label: string;
  /** "application" */
  one: string;
  empty: ReactNode;
  search: { q: string; typed: string; setTyped: (text: string) => void };
  /** What the search looks at, in the field. */
  searchHint: string;
  /** Further fields that narrow the list, beside the search. */
  filter?: ReactNode;
  /** Whether one of those fields is narrowing it now. */
  narrowed?: boolean;
}

/** A list with everything around it: search, loading, failure, emptiness, rows, further rows. */
export function RecordList<T extends object>(props: Props<T>) {
  const { query, columns, rowId, label, one, empty, search, searchHint, filter, narrowed = false } = props;
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const nothingAtAll = query.isSuccess && rows.length === 0 && search.q === '' && search.typed === '' && !narrowed;

  if (nothingAtAll) return <Paper withBorder>{empty}</Paper>;
  return (
    <>
      <Group gap="xs" mb="sm">
        <TextInput
          type="search"
          aria-label={`Search ${label.toLowerCase()}`}
          placeholder={searchHint}
          value={search.typed}
          onChange={(event) => search.setTyped(event.currentTarget.value)}
          leftSection={<IconSearch size={15} aria-hidden />}
          maw={340}
          flex="1 1 220px"
        />
        {filter}
      </Group>
      {query.isError && rows.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Paper withBorder>
          {query.isPending ? (
            <TableSkeleton />
          ) : rows.length === 0 ? (
            <EmptyState
              icon={<IconSearchOff size={24} />}
              title="Nothing matches"
              action={
                search.q !== '' && (
                  <Button variant="default" onClick={() => search.setTyped('')}>
                    Clear the search
                  </Button>
                )
              }
            >
              {search.q === '' ? `There is no ${one} of this kind.` : `No ${one} matches “${search.q}”.`}
            </EmptyState>
          ) : (
            <DataTable
              label={label}
              columns={columns}
              rows={rows}
              rowId={rowId}
              footer={<Footer {...{ query, rows, one }} />}
            />
          )}
        </Paper>
      )}
      {query.isError && rows.length > 0 && (
        <Box mt="sm">
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </Box>
      )}
      <VisuallyHidden aria-live="polite">{query.isSuccess ? `${counted(rows.length, one)} shown` : ''}</VisuallyHidden>
    </>
  );
}

function Footer<T extends object>({ query, rows, one }: Pick<Props<T>, 'query' | 'one'> & { rows: T[] }) {
  return (
    <>
      <span>{query.hasNextPage ? `First ${counted(rows.length, one)}` : counted(rows.length, one)}</span>
      {query.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Load more
        </Button>
      )}
    </>
  );
}
