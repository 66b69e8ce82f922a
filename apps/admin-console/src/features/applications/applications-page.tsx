import { Anchor, Text } from '@mantine/core';
import { IconApps } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Application } from '@passant/contracts';
import { PAGES } from '../../lib/pages.js';
import { applicationList } from '../../lib/queries/lists.js';
import { Copyable } from '../../ui/copy-button.js';
import { columnsOf } from '../../ui/data-table.js';
import { ListPage } from '../../ui/list-page.js';
import { EnabledStatus, Status } from '../../ui/status.js';

const column = columnsOf<Application>();
const columns = column.columns([
  column.accessor('name', {
    header: 'Name',
    cell: ({ row, getValue }) => (
      <Anchor
        component={Link}
        to="/configuration/applications/$identifier"
        params={{ identifier: row.original.identifier } as never}
        fw={550}
      >
        {getValue()}
      </Anchor>
    ),
  }),
  column.accessor('identifier', {
    header: 'Identifier',
    cell: ({ getValue }) => <Copyable value={getValue()} what="identifier" />,
  }),
  column.accessor('client_type', {
    header: 'Client type',
    cell: ({ getValue }) => (getValue() === 'mobile' ? 'Mobile' : 'Web'),
  }),
  column.accessor('user_authentication', {
    header: 'Stateless',
    cell: ({ row, getValue }) => (
      <StatelessStatus on={getValue().stateless_authentication} application={row.original} />
    ),
  }),
  column.accessor('enabled', { header: 'Status', cell: ({ getValue }) => <EnabledStatus enabled={getValue()} /> }),
  column.accessor('identity_providers', {
    header: 'Providers',
    meta: { align: 'right' },
    cell: ({ getValue }) => (
      <Text span inherit c={getValue().length === 0 ? 'dimmed' : undefined}>
        {getValue().length}
      </Text>
    ),
  }),
]);

function StatelessStatus({ on, application }: { on: boolean; application: Application }) {
  if (!on) return <Status tone="off">Off</Status>;
  return application.stateless_blockers.length === 0 ? (
    <Status tone="on">On</Status>
  ) : (
    <Status tone="warn">On, not ready</Status>
  );
}

export function ApplicationsPage() {
  return (
    <ListPage
      title={PAGES.applications.label}
      purpose="What your mobile apps and web applications are to this server: who may register, with which provider, for how long."
      one="application|applications"
      list={applicationList}
      columns={columns}
      rowId={({ identifier }) => identifier}
      searchHint="Name or identifier"
      empty={{
        icon: <IconApps size={24} />,
        text: 'An application holds the versions, scopes and identity providers of one app. Create it before the app can register itself.',
      }}
      create={{ to: '/configuration/applications/new' }}
    />
  );
}
