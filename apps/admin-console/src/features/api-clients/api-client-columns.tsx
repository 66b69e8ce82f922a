import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ApiClient } from '@passant/contracts';
import { API_SCOPE_NAMES } from '../../lib/scope-words.js';
import { Copyable } from '../../ui/copy-button.js';
import { columnsOf } from '../../ui/data-table.js';
import { Moment } from '../../ui/moment.js';
import { EnabledStatus } from '../../ui/status.js';

const column = columnsOf<ApiClient>();

export const columns = column.columns([
  column.accessor('name', {
    header: 'Name',
    cell: ({ row, getValue }) => (
      <Anchor
        component={Link}
        to="/configuration/api-clients/$clientId"
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
  column.accessor('scopes', {
    header: 'May use',
    cell: ({ getValue }) =>
      getValue()
        .map((scope) => API_SCOPE_NAMES[scope])
        .join(', '),
  }),
  column.accessor('applications', {
    header: 'Sees tokens of',
    cell: ({ getValue }) =>
      getValue().length > 0 ? (
        getValue().join(', ')
      ) : (
        <Text span inherit c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          All applications
        </Text>
      ),
  }),
  column.accessor('token_endpoint_auth_method', {
    header: 'Authenticates with',
    cell: ({ getValue }) => (getValue() === 'private_key_jwt' ? 'Private key' : 'Secret'),
  }),
  column.accessor('enabled', { header: 'Status', cell: ({ getValue }) => <EnabledStatus enabled={getValue()} /> }),
  column.accessor('created_at', {
    header: 'Created',
    cell: ({ getValue }) => <Moment at={getValue()} nowrap />,
  }),
]);
