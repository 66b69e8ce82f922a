import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { PAGES } from '../../lib/pages.js';
import { webClientQuery } from '../../lib/queries/lists.js';
import { RecordPage } from '../../ui/record-page.js';
import { WebClientEditor } from './web-client-editor.js';

/** Page of one web client: loads the record. */
export function WebClientPage() {
  const { clientId } = useParams({ from: '/signed-in/configuration/web-clients/$clientId' });
  return (
    <RecordPage query={useQuery(webClientQuery(clientId))} title={clientId} back={PAGES.webClients}>
      {(client) => <WebClientEditor key={clientId} client={client} />}
    </RecordPage>
  );
}
