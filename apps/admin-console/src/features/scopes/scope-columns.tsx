import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type Scope, standardClaimsOf } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { ApplicationLink } from '../../ui/application-link.js';
import { confirmWithReason, toastDone, toastFailure } from '../../ui/confirm.js';
import { Copyable } from '../../ui/copy-button.js';
import { columnsOf } from '../../ui/data-table.js';

const column = columnsOf<Scope>();

/** @param onEdit opens the dialog that edits a scope */
export function scopeColumns(onEdit: (scope: Scope) => void) {
  return column.columns([
    column.accessor('identifier', {
      header: 'Identifier',
      cell: ({ getValue }) => <Copyable value={getValue()} what="scope" cut={40} />,
    }),
    column.accessor('description', {
      header: 'Description',
      cell: ({ getValue }) =>
        getValue() || (
          <Text span inherit c="dimmed">
            –
          </Text>
        ),
    }),
    column.accessor(({ identifier, claims }) => [...standardClaimsOf(identifier), ...claims], {
      id: 'claims',
      header: 'Tells',
      cell: ({ row, getValue }) =>
        getValue().join(', ') || (
          <Text span inherit c="dimmed">
            {row.original.identifier === 'openid' ? 'Who it is' : '–'}
          </Text>
        ),
    }),
    column.accessor('used_by', {
      header: 'Given by',
      meta: { breaks: true },
      cell: ({ getValue }) => <Applications names={getValue()} />,
    }),
    column.display({
      id: 'actions',
      header: 'Actions',
      meta: { align: 'right', hiddenHeader: true },
      cell: ({ row }) => <Actions scope={row.original} onEdit={onEdit} />,
    }),
  ]);
}

function Applications({ names }: { names: string[] }) {
  if (names.length === 0) {
    return (
      <Text span inherit c="dimmed">
        No application
      </Text>
    );
  }
  return names.map((identifier, index) => (
    <span key={identifier}>
      {index > 0 && ', '}
      <ApplicationLink identifier={identifier} inherit />
    </span>
  ));
}

function Actions({ scope, onEdit }: { scope: Scope; onEdit: (scope: Scope) => void }) {
  const queryClient = useQueryClient();
  const mayChange = useMayChange();
  if (!mayChange) return null;
  const { identifier } = scope;
  const remove = async () => {
    const sure = await confirmWithReason({
      title: `Delete ${identifier}?`,
      text: 'Its description will be gone. No application gives it, so no request changes.',
      confirm: 'Delete scope',
    });
    if (!sure) return;
    try {
      await call('deleteScope', { path: { identifier }, reason: sure.reason });
      toastDone(`${identifier} was deleted`);
    } catch (thrown) {
      toastFailure(thrown);
    }
    void queryClient.invalidateQueries({ queryKey: keys.scopes });
  };
  const inUse = scope.used_by.length > 0;
  return (
    <Group gap={2} wrap="nowrap" justify="flex-end">
      <Tooltip label="Edit">
        <ActionIcon color="gray" aria-label={`Edit ${identifier}`} onClick={() => onEdit(scope)}>
          <IconPencil size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={inUse ? 'Take it from the applications first' : 'Delete'}>
        <ActionIcon
          color="gray"
          aria-label={`Delete ${identifier}`}
          // Not `disabled`, which would make the reason unreachable.
          data-disabled={inUse || undefined}
          aria-disabled={inUse}
          bg={inUse ? 'transparent' : undefined}
          onClick={() => {
            if (!inUse) void remove();
          }}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
