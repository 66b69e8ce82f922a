import { Box } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { webHookQuery } from '../../lib/queries/lists.js';
import { ErrorState } from '../../ui/error-state.js';
import { FormSkeleton } from '../../ui/loading-skeleton.js';
import { PageHeader } from '../../ui/page-header.js';
import { BACK_TO_WEB_HOOKS, WebHookEditor } from './web-hook-editor.js';

/** One web hook: reads it. */
export function WebHookPage() {
  const { id } = useParams({ from: '/signed-in/configuration/web-hooks/$id' });
  const hook = useQuery(webHookQuery(id));
  if (hook.isError && !hook.data) {
    return (
      <Box maw={640}>
        <PageHeader title={id} back={BACK_TO_WEB_HOOKS} />
        <ErrorState error={hook.error} onRetry={() => void hook.refetch()} />
      </Box>
    );
  }
  if (!hook.data) return <FormSkeleton />;
  return <WebHookEditor key={id} hook={hook.data} />;
}
