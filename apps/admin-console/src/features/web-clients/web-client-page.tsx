import { Box } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { webClientQuery } from '../../lib/queries/lists.js';
import { ErrorState } from '../../ui/error-state.js';
import { FormSkeleton } from '../../ui/loading-skeleton.js';
import { PageHeader } from '../../ui/page-header.js';
import { WebClientEditor, BACK_TO_WEB_CLIENTS } from './web-client-editor.js';

/** One web client: reads it. */
export function WebClientPage() {
  const { clientId } = useParams({ from: '/signed-in/configuration/web-clients/$clientId' });
  const client = useQuery(webClientQuery(clientId));
  if (client.isError && !client.data) {
    return (
      <Box maw={640}>
        <PageHeader title={clientId} back={BACK_TO_WEB_CLIENTS} />
        <ErrorState error={client.error} onRetry={() => void client.refetch()} />
      </Box>
    );
  }
  if (!client.data) return <FormSkeleton />;
  return <WebClientEditor key={clientId} client={client.data} />;
}
