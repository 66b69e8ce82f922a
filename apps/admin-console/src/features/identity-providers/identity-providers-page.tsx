import { Anchor, Badge, Button, Group, Text } from '@mantine/core';
import { IconFingerprint, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { IdentityProvider } from '@passant/contracts';
import { identityProviderList } from '../../lib/queries/lists.js';
import { useMayChange } from '../../lib/queries/session.js';
import { counted } from '../../lib/sentence.js';
import { useSearchText } from '../../lib/use-search-text.js';
import { Copyable } from '../../ui/copy-button.js';
import { columnsOf } from '../../ui/data-table.js';
import { EmptyState } from '../../ui/empty-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { RecordList } from '../../ui/record-list.js';
import { EnabledStatus } from '../../ui/status.js';

const column = columnsOf<IdentityProvider>();
const columns = column.columns([
  column.accessor('name', {
    header: 'Name',
    cell: ({ row, getValue }) => (
      <Group gap="xs" wrap="nowrap">
        <Anchor
          component={Link}
          to="/configuration/identity-providers/$identifier"
          params={{ identifier: row.original.identifier } as never}
          fw={550}
        >
          {getValue()}
        </Anchor>
        {row.original.default && (
          <Badge size="xs" variant="default" tt="none">
            Default
          </Badge>
        )}
      </Group>
    ),
  }),
  column.accessor('identifier', {
    header: 'Identifier',
    cell: ({ getValue }) => <Copyable value={getValue()} what="identifier" />,
  }),
  column.accessor('type', { header: 'Type', cell: () => 'Custom API' }),
  column.accessor('flow', {
    header: 'Flow',
    cell: ({ getValue }) => (getValue() === 'ONE_STEP' ? 'One step' : 'Two steps'),
  }),
  column.accessor('enabled', { header: 'Status', cell: ({ getValue }) => <EnabledStatus enabled={getValue()} /> }),
  column.accessor('used_by', {
    header: 'Used by',
    cell: ({ getValue }) =>
      getValue().length > 0 ? (
        <span title={getValue().join(', ')}>{counted(getValue().length, 'application')}</span>
      ) : (
        <Text span inherit c="dimmed">
          No application
        </Text>
      ),
  }),
]);

export function IdentityProvidersPage() {
  const search = useSearchText();
  const query = useInfiniteQuery(identityProviderList(search.q));
  const mayChange = useMayChange();
  const create = mayChange && (
    <Button
      component={Link}
      to="/configuration/identity-providers/new"
      leftSection={<IconPlus size={16} aria-hidden />}
    >
      Create identity provider
    </Button>
  );
  const isEmpty = query.data?.pages[0]?.items.length === 0 && search.q === '';
  return (
    <>
      <PageHeader
        title="Identity providers"
        purpose="Custom API providers: scripts of yours that talk to an external scheme and say who a person is."
        actions={!isEmpty && create}
      />
      <RecordList
        query={query}
        columns={columns}
        rowId={({ identifier }) => identifier}
        label="Identity providers"
        one="identity provider"
        search={search}
        searchHint="Name or identifier"
        empty={
          <EmptyState icon={<IconFingerprint size={24} />} title="No identity provider yet" action={create}>
            A Custom API provider runs your script when an app registers a person. Stateless authentication needs one.
          </EmptyState>
        }
      />
    </>
  );
}
