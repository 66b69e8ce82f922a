import { useState } from 'react';
import { Anchor, Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { clientColumns } from './client-columns.js';
import { ClientFromAddress } from './client-from-address.js';
import { ClientList } from './client-list.js';

export function ClientsPage() {
  const search = useSearch({ from: '/signed-in/clients' });
  const [importing, setImporting] = useState(false);
  return (
    <>
      <ClientList
        kind="dynamic"
        search={search}
        title="Clients"
        purpose="Clients of developers that registered themselves and belong to no application. What they are, they decide with their own registration access token, within what theirs allowed, or in a document at the address that is their client id."
        one="client|clients"
        columns={clientColumns}
        action={
          <Button variant="default" onClick={() => setImporting(true)}>
            Client from an address
          </Button>
        }
        empty={{
          icon: <IconPlugConnected size={24} />,
          title: 'No client has registered itself yet',
          text: 'Give a developer an initial access token that is bound to no application, and the client made with it appears here.',
          action: (
            <Anchor component={Link} to="/configuration/initial-access-tokens">
              Create an initial access token
            </Anchor>
          ),
        }}
      />
      {importing && <ClientFromAddress onClose={() => setImporting(false)} />}
    </>
  );
}
