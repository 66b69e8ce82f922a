import { Anchor } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { EmptyState } from '../../ui/empty-state.js';
import { clientColumns } from './client-columns.js';
import { ClientList } from './client-list.js';

export function ClientsPage() {
  const search = useSearch({ from: '/signed-in/clients' });
  return (
    <ClientList
      kind="dynamic"
      search={search}
      title="Clients"
      purpose="Clients of developers that registered themselves and belong to no application. What they are, they decide with their own registration access token, within what theirs allowed."
      one="client"
      columns={clientColumns}
      empty={
        <EmptyState
          icon={<IconPlugConnected size={24} />}
          title="No client has registered itself yet"
          action={
            <Anchor component={Link} to="/configuration/initial-access-tokens">
              Create an initial access token
            </Anchor>
          }
        >
          Give a developer an initial access token that is bound to no application, and the client made with it appears
          here.
        </EmptyState>
      }
    />
  );
}
