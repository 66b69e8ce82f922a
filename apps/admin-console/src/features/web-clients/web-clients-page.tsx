import { useState } from 'react';
import { Anchor, Button } from '@mantine/core';
import { IconPlus, IconWorld } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { WebClient } from '@passant/contracts';
import { webClientList } from '../../lib/queries/lists.js';
import { useMayChange } from '../../lib/queries/session.js';
import { useSearchText } from '../../lib/use-search-text.js';
import { ApplicationLink } from '../../ui/application-link.js';
import { Copyable } from '../../ui/copy-button.js';
import { columnsOf } from '../../ui/data-table.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Moment } from '../../ui/moment.js';
import { PageHeader } from '../../ui/page-header.js';
import { RecordList } from '../../ui/record-list.js';
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
  const [creating, setCreating] = useState(false);
  const search = useSearchText();
  const query = useInfiniteQuery(webClientList(search.q));
  const mayChange = useMayChange();
  const create = mayChange && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      Create web client
    </Button>
  );
  const isEmpty = query.data?.pages[0]?.items.length === 0 && search.q === '';
  return (
    <>
      <PageHeader
        title="Web clients"
        purpose="Back ends of web applications, with credentials that you make here. They register people with a profile; stateless registration is for mobile apps."
        actions={!isEmpty && create}
      />
      <RecordList
        query={query}
        columns={columns}
        rowId={({ client_id: clientId }) => clientId}
        label="Web clients"
        one="web client"
        search={search}
        searchHint="Name, client id or application"
        empty={
          <EmptyState icon={<IconWorld size={24} />} title="No web client yet" action={create}>
            A web application needs one if it does not register its back end itself.
          </EmptyState>
        }
      />
      <CreateWebClientDialog opened={creating} onClose={() => setCreating(false)} />
    </>
  );
}
