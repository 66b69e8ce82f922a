import type { ReactNode } from 'react';
import { Box } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { ErrorState } from './error-state.js';
import { FormSkeleton } from './loading-skeleton.js';
import { PageHeader, type BackLink } from './page-header.js';

interface Props<Record> {
  query: UseQueryResult<Record>;
  /** The heading shown if the record cannot be loaded. */
  title: string;
  back: BackLink;
  children: (record: Record) => ReactNode;
}

/** The page of one record: waits until the record is loaded, or shows why it cannot be loaded. */
export function RecordPage<Record>({ query, title, back, children }: Props<Record>) {
  if (query.data !== undefined) return children(query.data);
  if (!query.isError) return <FormSkeleton />;
  return (
    <Box maw={640}>
      <PageHeader title={title} back={back} />
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    </Box>
  );
}
