import { Anchor, Button, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { InitialAccessToken } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { asDate, fromNow } from '../../lib/moments.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { confirmDanger, toastDone, toastFailure } from '../../ui/confirm.js';
import { columnsOf } from '../../ui/data-table.js';
import { Status, type Tone } from '../../ui/status.js';
import { stateOf, type TokenState } from './token-state.js';

const STATES: Record<TokenState, { tone: Tone; word: string }> = {
  usable: { tone: 'on', word: 'Usable' },
  used: { tone: 'off', word: 'Used up' },
  expired: { tone: 'off', word: 'Expired' },
  revoked: { tone: 'bad', word: 'Revoked' },
};

const column = columnsOf<InitialAccessToken>();

export const columns = column.columns([
  column.accessor('label', {
    header: 'Label',
    cell: ({ getValue, row }) => (
      <div>
        <Text fw={550} inherit c={getValue() ? undefined : 'dimmed'}>
          {getValue() ?? 'No label'}
        </Text>
        <Text fz="xs" c="dimmed">{`by ${row.original.created_by}, ${fromNow(row.original.created_at)}`}</Text>
      </div>
    ),
  }),
  column.accessor('application', {
    header: 'Application',
    cell: ({ getValue }) => {
      const application = getValue();
      if (!application) {
        return (
          <Text span inherit c="dimmed">
            Any
          </Text>
        );
      }
      return (
        <Anchor
          component={Link}
          to="/configuration/applications/$identifier"
          params={{ identifier: application } as never}
        >
          {application}
        </Anchor>
      );
    },
  }),
  column.accessor('uses', {
    header: 'Uses',
    cell: ({ getValue, row }) =>
      `${getValue().toLocaleString('en')} of ${row.original.registrations.toLocaleString('en')}`,
  }),
  column.accessor('expires_at', {
    header: 'Expires',
    cell: ({ getValue }) => <span title={asDate(getValue())}>{fromNow(getValue())}</span>,
  }),
  column.display({
    id: 'state',
    header: 'State',
    cell: ({ row }) => {
      const { tone, word } = STATES[stateOf(row.original)];
      return <Status tone={tone}>{word}</Status>;
    },
  }),
  column.display({
    id: 'actions',
    header: 'Actions',
    meta: { align: 'right', hiddenHeader: true },
    cell: ({ row }) => <RevokeButton token={row.original} />,
  }),
]);

function RevokeButton({ token }: { token: InitialAccessToken }) {
  const queryClient = useQueryClient();
  const mayChange = useMayChange();
  if (!mayChange || stateOf(token) !== 'usable') return null;
  const revoke = async () => {
    const sure = await confirmDanger({
      title: 'Revoke this token?',
      text: 'Nobody can register with it any more. Clients that it made stay. This cannot be undone.',
      confirm: 'Revoke token',
    });
    if (!sure) return;
    try {
      await call('revokeInitialAccessToken', { path: { id: token.id } });
      toastDone('The token was revoked');
    } catch (thrown) {
      toastFailure(thrown);
    }
    void queryClient.invalidateQueries({ queryKey: keys.initialAccessTokens });
  };
  return (
    <Button
      size="compact-xs"
      variant="default"
      onClick={() => void revoke()}
      aria-label={`Revoke ${token.label ?? 'token without label'}`}
    >
      Revoke
    </Button>
  );
}
