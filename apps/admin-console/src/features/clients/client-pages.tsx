import { Box } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { registeredClientQuery } from '../../lib/queries/lists.js';
import { ErrorState } from '../../ui/error-state.js';
import { FormSkeleton } from '../../ui/loading-skeleton.js';
import { PageHeader, type BackLink } from '../../ui/page-header.js';
import { ClientView } from './client-view.js';

/** One app installation. */
export function AppInstallationPage() {
  const { clientId } = useParams({ from: '/signed-in/app-installations/$clientId' });
  return <ClientPage clientId={clientId} back={{ to: '/app-installations', label: 'App installations' }} />;
}

/** One client that belongs to no application. */
export function RegisteredClientPage() {
  const { clientId } = useParams({ from: '/signed-in/clients/$clientId' });
  return <ClientPage clientId={clientId} back={{ to: '/clients', label: 'Clients' }} />;
}

function ClientPage({ clientId, back }: { clientId: string; back: BackLink }) {
  const client = useQuery(registeredClientQuery(clientId));
  if (client.isError && !client.data) {
    return (
      <Box maw={640}>
        <PageHeader title="Client" back={back} />
        <ErrorState error={client.error} onRetry={() => void client.refetch()} />
      </Box>
    );
  }
  if (!client.data) return <FormSkeleton />;
  return <ClientView client={client.data} back={back} />;
}
