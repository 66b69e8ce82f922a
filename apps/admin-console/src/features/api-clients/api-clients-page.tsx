import { IconPlugConnected } from '@tabler/icons-react';
import { PAGES } from '../../lib/pages.js';
import { apiClientList } from '../../lib/queries/lists.js';
import { useCreating } from '../../lib/use-creating.js';
import { ListPage } from '../../ui/list-page.js';
import { columns } from './api-client-columns.js';
import { CreateApiClientDialog } from './create-api-client-dialog.js';

export function ApiClientsPage() {
  const [creating, setCreating] = useCreating();
  return (
    <>
      <ListPage
        title={PAGES.apiClients.label}
        purpose="Back ends of yours that call this server's APIs: to ask who a token is about, or to read the configuration."
        one="API client|API clients"
        list={apiClientList}
        columns={columns}
        rowId={({ client_id: clientId }) => clientId}
        searchHint="Name or client id"
        empty={{ icon: <IconPlugConnected size={24} />, text: 'A resource server needs one to introspect tokens.' }}
        create={{ onClick: () => setCreating(true) }}
      />
      <CreateApiClientDialog opened={creating} onClose={() => setCreating(false)} />
    </>
  );
}
