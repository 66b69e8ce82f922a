import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { apiClientList } from '../../lib/queries/lists.js';
import { useMayChange } from '../../lib/queries/session.js';
import { useSearchText } from '../../lib/use-search-text.js';
import { EmptyState } from '../../ui/empty-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { RecordList } from '../../ui/record-list.js';
import { columns } from './api-client-columns.js';
import { CreateApiClientDialog } from './create-api-client-dialog.js';

export function ApiClientsPage() {
  const [creating, setCreating] = useState(false);
  const search = useSearchText();
  const query = useInfiniteQuery(apiClientList(search.q));
  const mayChange = useMayChange();
  const create = mayChange && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      Create API client
    </Button>
  );
  const isEmpty = query.data?.pages[0]?.items.length === 0 && search.q === '';
  return (
    <>
      <PageHeader
        title="API clients"
        purpose="Back ends of yours that call this server's APIs: to ask who a token is about, or to read the configuration."
        actions={!isEmpty && create}
      />
      <RecordList
        query={query}
        columns={columns}
        rowId={({ client_id: clientId }) => clientId}
        label="API clients"
        one="API client"
        search={search}
        searchHint="Name or client id"
        empty={
          <EmptyState icon={<IconPlugConnected size={24} />} title="No API client yet" action={create}>
            A resource server needs one to introspect tokens.
          </EmptyState>
        }
      />
      <CreateApiClientDialog opened={creating} onClose={() => setCreating(false)} />
    </>
  );
}
