import { Anchor } from '@mantine/core';
import { IconWorld } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { WebClient } from '@passant/contracts';
import { PAGES } from '../../lib/pages.js';
import { webClientList } from '../../lib/queries/lists.js';
import { useCreating } from '../../lib/use-creating.js';
import { ApplicationLink } from '../../ui/application-link.js';
import { Copyable } from '../../ui/copy-button.js';
import { columnsOf } from '../../ui/data-table.js';
import { Moment } from '../../ui/moment.js';
import { ListPage } from '../../ui/list-page.js';
import { EnabledStatus } from '../../ui/status.js';
import { CreateWebClientDialog } from './create-web-client-dialog.js';

const column = columnsOf<WebClient>();
const columns = column.columns([
  column.accessor('name', {
    header: 'Name',
    cell: ({ row, getValue }) => (
      <Anchor
        component={Link}
        to="/configuration/web-clients/$clientId"
        params={{ clientId: row.original.client_id } as never}
        fw={550}
      >
        {getValue()}
      </Anchor>
    ),
  }),
  column.accessor('client_id', {
    header: 'Client id',
    cell: ({ getValue }) => <Copyable value={getValue()} what="client id" cut={22} />,
  }),
  column.accessor('application', {
    header: 'Application',
    meta: { breaks: true },
    cell: ({ getValue }) => <ApplicationLink identifier={getValue()} />,
  }),
  column.accessor('token_endpoint_auth_method', {
    header: 'Authenticates with',
    cell: ({ getValue }) => (getValue() === 'private_key_jwt' ? 'Private key' : 'Secret'),
  }),
  column.accessor('enabled', { header: 'Status', cell: ({ getValue }) => <EnabledStatus enabled={getValue()} /> }),
  column.accessor('created_at', {
    header: 'Created',
    cell: ({ getValue }) => <Moment at={getValue()} />,
  }),
]);

export function WebClientsPage() {
  const [creating, setCreating] = useCreating();
  return (
    <>
      <ListPage
        title={PAGES.webClients.label}
        purpose="Back ends of web applications, with credentials that you make here. They register people with a profile; stateless registration is for mobile apps."
        one="web client|web clients"
        list={webClientList}
        columns={columns}
        rowId={({ client_id: clientId }) => clientId}
        searchHint="Name, client id or application"
        empty={{
          icon: <IconWorld size={24} />,
          text: 'A web application needs one if it does not register its back end itself.',
        }}
        create={{ onClick: () => setCreating(true) }}
      />
      <CreateWebClientDialog opened={creating} onClose={() => setCreating(false)} />
    </>
  );
}
