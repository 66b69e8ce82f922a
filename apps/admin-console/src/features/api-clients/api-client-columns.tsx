import { ActionIcon, Anchor, Text, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { API_SCOPES, type ApiClient } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { asDate, fromNow } from '../../lib/moments.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { confirmDanger, toastDone, toastFailure } from '../../ui/confirm.js';
import { Copyable } from '../../ui/copy-button.js';
import { columnsOf } from '../../ui/data-table.js';
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
        .map((scope) => API_SCOPES[scope])
        .join(', '),
  }),
  column.accessor('applications', {
    header: 'Sees tokens of',
    cell: ({ getValue }) =>
      getValue().length > 0 ? (
        getValue().join(', ')
      ) : (
        <Text span inherit c="dimmed">
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
    cell: ({ getValue }) => <span title={asDate(getValue())}>{fromNow(getValue())}</span>,
  }),
  column.display({
    id: 'actions',
    header: 'Actions',
    meta: { align: 'right', hiddenHeader: true },
    cell: ({ row }) => <DeleteButton client={row.original} />,
  }),
]);

function DeleteButton({ client: { client_id: clientId, name } }: { client: ApiClient }) {
  const queryClient = useQueryClient();
  const mayChange = useMayChange();
  if (!mayChange) return null;
  const remove = async () => {
    const sure = await confirmDanger({
      title: `Delete ${name}?`,
      text: 'Whoever uses this client is refused at once. This cannot be undone.',
      confirm: 'Delete API client',
    });
    if (!sure) return;
    try {
      await call('deleteApiClient', { path: { client_id: clientId } });
      toastDone(`${name} was deleted`);
    } catch (thrown) {
      toastFailure(thrown);
    }
    void queryClient.invalidateQueries({ queryKey: keys.apiClients });
  };
  return (
    <Tooltip label="Delete">
      <ActionIcon color="gray" aria-label={`Delete ${name}`} onClick={() => void remove()}>
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
