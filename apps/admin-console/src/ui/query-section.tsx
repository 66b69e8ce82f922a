import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { ErrorState } from './error-state.js';
import { TableSkeleton } from './loading-skeleton.js';
import { SectionCard } from './section-card.js';

interface Props<Data> {
  id?: string;
  title: string;
  purpose: string;
  query: UseQueryResult<Data>;
  /** Whether it has a button that refetches it. Not needed where only this page changes what is shown. */
  refreshable?: boolean;
  children: (data: Data) => ReactNode;
}

/** A section with the result of a query and, usually, a button that refetches it. */
export function QuerySection<Data>({ id, title, purpose, query, refreshable = true, children }: Props<Data>) {
  const { data, error, isError, isFetching, refetch } = query;
  return (
    <SectionCard
      id={id}
      title={title}
      purpose={purpose}
      aside={
        refreshable && (
          <Button variant="default" flex="none" loading={isFetching} onClick={() => void refetch()}>
            Refresh
          </Button>
        )
      }
    >
      {data !== undefined ? (
        children(data)
      ) : isError ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <TableSkeleton rows={3} />
      )}
    </SectionCard>
  );
}
