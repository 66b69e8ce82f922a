import { Anchor, Button, Text } from '@mantine/core';
import { IconApps, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Application } from '@passant/contracts';
import { applicationList } from '../../lib/queries/lists.js';
import { useMayChange } from '../../lib/queries/session.js';
import { useSearchText } from '../../lib/use-search-text.js';
import { Copyable } from '../../ui/copy-button.js';
import { columnsOf } from '../../ui/data-table.js';
import { EmptyState } from '../../ui/empty-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { RecordList } from '../../ui/record-list.js';
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
  const search = useSearchText();
  const query = useInfiniteQuery(applicationList(search.q));
  const mayChange = useMayChange();
  const create = mayChange && (
    <Button component={Link} to="/configuration/applications/new" leftSection={<IconPlus size={16} aria-hidden />}>
      Create application
    </Button>
  );
  const isEmpty = query.data?.pages[0]?.items.length === 0 && search.q === '';
  return (
    <>
      <PageHeader
        title="Applications"
        purpose="What your mobile apps and web applications are to this server: who may register, with which provider, for how long."
        actions={!isEmpty && create}
      />
      <RecordList
        query={query}
        columns={columns}
        rowId={({ identifier }) => identifier}
        label="Applications"
        one="application"
        search={search}
        searchHint="Name or identifier"
        empty={
          <EmptyState icon={<IconApps size={24} />} title="No application yet" action={create}>
            An application holds the versions, scopes and identity providers of one app. Create it before the app can
            register itself.
          </EmptyState>
        }
      />
    </>
  );
}
