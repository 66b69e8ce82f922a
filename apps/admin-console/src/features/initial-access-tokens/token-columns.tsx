import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { InitialAccessToken } from '@passant/contracts';
import { fromNow } from '../../lib/moments.js';
import { permitsOf } from '../../lib/scope-words.js';
import { counted } from '../../lib/sentence.js';
import { ApplicationLink } from '../../ui/application-link.js';
import { columnsOf } from '../../ui/data-table.js';
import { Moment } from '../../ui/moment.js';
import { Status, type Tone } from '../../ui/status.js';
import { RevokeToken } from './revoke-token.js';
import { stateOf, type TokenState } from './token-state.js';
import { locale } from '../../lib/language.js';

export const STATES: Record<TokenState, { tone: Tone; word: string }> = {
  usable: { tone: 'on', word: 'Usable' },
  used: { tone: 'off', word: 'Used up' },
  expired: { tone: 'off', word: 'Expired' },
  revoked: { tone: 'bad', word: 'Revoked' },
};

const column = columnsOf<InitialAccessToken>();

export const columns = column.columns([
  column.accessor('label', {
    header: 'Token',
    cell: ({ getValue, row: { original } }) => (
      <div>
        <Text fw={550} inherit c={getValue() || original.subject ? undefined : 'dimmed'}>
          {getValue() ?? original.subject ?? 'No label'}
        </Text>
        <Text fz="xs" c="dimmed">{`by ${original.created_by}, ${fromNow(original.created_at)}`}</Text>
      </div>
    ),
  }),
  column.accessor('application', {
    header: 'Permits',
    meta: { breaks: true },
    cell: ({ getValue, row: { original } }) => {
      const application = getValue();
      return (
        <div>
          {application === undefined ? (
            'Clients of a developer'
          ) : (
            <>
              Clients of <ApplicationLink identifier={application} underline="always" />
            </>
          )}
          <Text fz="xs" c="dimmed" lineClamp={2} title={permitsOf(original.scope)}>
            {permitsOf(original.scope)}
          </Text>
        </div>
      );
    },
  }),
  column.accessor('uses', {
    header: 'Uses',
    cell: ({ getValue, row }) => (
      <span style={{ whiteSpace: 'nowrap' }}>
        {`${getValue().toLocaleString(locale())} of ${row.original.registrations.toLocaleString(locale())}`}
      </span>
    ),
  }),
  column.accessor('clients', {
    header: 'Clients',
    cell: ({ getValue, row: { original } }) => <ClientsLink token={original} count={getValue()} />,
  }),
  column.accessor('expires_at', {
    header: 'Expires',
    cell: ({ getValue }) => <Moment at={getValue()} nowrap />,
  }),
  column.display({
    id: 'state',
    header: 'State',
    cell: ({ row }) => {
      const { tone, word } = STATES[stateOf(row.original)];
      return <Status tone={tone}>{row.original.trial ? `${word}, trial` : word}</Status>;
    },
  }),
  column.display({
    id: 'actions',
    header: 'Actions',
    meta: { align: 'right', hiddenHeader: true },
    cell: ({ row }) => <RevokeToken token={row.original} />,
  }),
]);

/** The number of clients registered with a token, linked to their list. */
function ClientsLink({ token: { id, application }, count }: { token: InitialAccessToken; count: number }) {
  if (count === 0) {
    return (
      <Text span inherit c="dimmed">
        None
      </Text>
    );
  }
  return (
    <Anchor
      component={Link}
      to={application === undefined ? '/clients' : '/app-installations'}
      search={{ token: id } as never}
      aria-label={`Show ${counted(count, 'client|clients')} made with this token`}
    >
      {count.toLocaleString(locale())}
    </Anchor>
  );
}
