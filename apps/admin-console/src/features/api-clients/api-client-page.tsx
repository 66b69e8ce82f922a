import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { PAGES } from '../../lib/pages.js';
import { apiClientQuery } from '../../lib/queries/lists.js';
import { RecordPage } from '../../ui/record-page.js';
import { ApiClientEditor } from './api-client-editor.js';

/** Page of one API client: loads the record. */
export function ApiClientPage() {
  const { clientId } = useParams({ from: '/signed-in/configuration/api-clients/$clientId' });
  return (
    <RecordPage query={useQuery(apiClientQuery(clientId))} title={clientId} back={PAGES.apiClients}>
      {(client) => <ApiClientEditor key={clientId} client={client} />}
    </RecordPage>
  );
}
