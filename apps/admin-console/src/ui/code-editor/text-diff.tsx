import { lazy, Suspense } from 'react';
import { Skeleton } from '@mantine/core';
import { ErrorBoundary } from '../error-boundary.js';
import type { CodeMergeProps } from './code-merge.js';

const CodeMerge = lazy(() => import('./code-merge.js'));

/** Shows two texts side by side with their differences marked. Both are read-only. */
export function TextDiff(props: CodeMergeProps) {
  return (
    <ErrorBoundary>
      <Suspense fallback={<Skeleton height={320} radius="md" aria-label="Loading the comparison" />}>
        <CodeMerge {...props} />
      </Suspense>
    </ErrorBoundary>
  );
}
