import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { registeredClientQuery } from '../../lib/queries/lists.js';
import type { BackLink } from '../../ui/page-header.js';
import { RecordPage } from '../../ui/record-page.js';
import { ClientView } from './client-view.js';

/** Page of one app installation. */
export function AppInstallationPage() {
  const { clientId } = useParams({ from: '/signed-in/app-installations/$clientId' });
  return <ClientPage clientId={clientId} back={{ to: '/app-installations', label: 'App installations' }} />;
}

/** Page of one client that belongs to no application. */
export function RegisteredClientPage() {
  const { clientId } = useParams({ from: '/signed-in/clients/$clientId' });
  return <ClientPage clientId={clientId} back={{ to: '/clients', label: 'Clients' }} />;
}

function ClientPage({ clientId, back }: { clientId: string; back: BackLink }) {
  return (
    <RecordPage query={useQuery(registeredClientQuery(clientId))} title="Client" back={back}>
      {(client) => <ClientView client={client} back={back} />}
    </RecordPage>
  );
}
