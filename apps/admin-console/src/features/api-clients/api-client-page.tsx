import { Box } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { apiClientQuery } from '../../lib/queries/lists.js';
import { ErrorState } from '../../ui/error-state.js';
import { FormSkeleton } from '../../ui/loading-skeleton.js';
import { PageHeader } from '../../ui/page-header.js';
import { ApiClientEditor, BACK_TO_API_CLIENTS } from './api-client-editor.js';

/** One API client: reads it. */
export function ApiClientPage() {
  const { clientId } = useParams({ from: '/signed-in/configuration/api-clients/$clientId' });
  const client = useQuery(apiClientQuery(clientId));
  if (client.isError && !client.data) {
    return (
      <Box maw={640}>
        <PageHeader title={clientId} back={BACK_TO_API_CLIENTS} />
        <ErrorState error={client.error} onRetry={() => void client.refetch()} />
      </Box>
    );
  }
  if (!client.data) return <FormSkeleton />;
  return <ApiClientEditor key={clientId} client={client.data} />;
}
