import { lazy, Suspense, type ReactNode } from 'react';
import { Skeleton, Text } from '@mantine/core';
import { ErrorBoundary } from '../error-boundary.js';
import type { CodeMirrorProps } from './code-mirror.js';

// A separate chunk: only loaded for users who edit scripts.
const CodeMirror = lazy(() => import('./code-mirror.js'));

interface Props extends CodeMirrorProps {
  hint?: ReactNode;
}

/** An editor for script text. Tab indents; Escape followed by Tab moves the focus out. */
export function CodeEditor({ hint, ...editor }: Props) {
  return (
    <div>
      <ErrorBoundary>
        <Suspense fallback={<Skeleton height={360} radius="md" aria-label="Loading the editor" />}>
          <CodeMirror {...editor} />
        </Suspense>
      </ErrorBoundary>
      <Text fz="xs" c="dimmed" mt={6}>
        Tab indents; press Esc, then Tab to leave the editor. {hint}
      </Text>
    </div>
  );
}
