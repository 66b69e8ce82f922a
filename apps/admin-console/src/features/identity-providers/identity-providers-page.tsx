import { Anchor, Badge, Group, Text } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { IdentityProvider } from '@passant/contracts';
import { PAGES } from '../../lib/pages.js';
import { identityProviderList } from '../../lib/queries/lists.js';
import { counted } from '../../lib/sentence.js';
import { Copyable } from '../../ui/copy-button.js';
import { columnsOf } from '../../ui/data-table.js';
import { ListPage } from '../../ui/list-page.js';
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
        <span title={getValue().join(', ')}>{counted(getValue().length, 'application|applications')}</span>
      ) : (
        <Text span inherit c="dimmed">
          No application
        </Text>
      ),
  }),
]);

export function IdentityProvidersPage() {
  return (
    <ListPage
      title={PAGES.identityProviders.label}
      purpose="Custom API providers: scripts of yours that talk to an external scheme and say who a person is."
      one="identity provider|identity providers"
      list={identityProviderList}
      columns={columns}
      rowId={({ identifier }) => identifier}
      searchHint="Name or identifier"
      empty={{
        icon: <IconFingerprint size={24} />,
        text: 'A Custom API provider runs your script when an app registers a person. Stateless authentication needs one.',
      }}
      create={{ to: '/configuration/identity-providers/new' }}
    />
  );
}
