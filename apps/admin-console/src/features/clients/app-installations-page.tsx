import { Anchor } from '@mantine/core';
import { IconDeviceMobile } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { installationColumns } from './client-columns.js';
import { ClientList } from './client-list.js';

export function AppInstallationsPage() {
  const search = useSearch({ from: '/signed-in/app-installations' });
  return (
    <ClientList
      kind="instance"
      search={search}
      title="App installations"
      purpose="Clients that registered themselves for an application: one for each app on a device, and back ends of web applications."
      one="app installation|app installations"
      columns={installationColumns}
      empty={{
        icon: <IconDeviceMobile size={24} />,
        text: 'With an initial access token, or with a software statement of its version, an app registers its own key and appears here.',
        action: (
          <Anchor component={Link} to="/configuration/initial-access-tokens">
            Create an initial access token
          </Anchor>
        ),
      }}
    />
  );
}
