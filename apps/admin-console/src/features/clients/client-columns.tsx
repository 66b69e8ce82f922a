import { Anchor, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RegisteredClient } from '@passant/contracts';
import { asDate } from '../../lib/moments.js';
import { ApplicationLink } from '../../ui/application-link.js';
import { CopyIcon } from '../../ui/copy-button.js';
import { columnsOf } from '../../ui/data-table.js';
import { Moment } from '../../ui/moment.js';
import { EnabledStatus } from '../../ui/status.js';
import { goesInWords, grantsInWords, versionOf } from './client-words.js';

const column = columnsOf<RegisteredClient>();

function Nothing() {
  return (
    <Text span inherit c="dimmed">
      –
    </Text>
  );
}

const short = (clientId: string) =>
  clientId.length > 20 ? `${clientId.slice(0, 10)}…${clientId.slice(-6)}` : clientId;

/** The columns of every list of registered clients: client, registration time, last use, status. */
const identity = (to: '/clients/$clientId' | '/app-installations/$clientId') =>
  column.accessor('client_id', {
    header: 'Client',
    meta: { breaks: true },
    cell: ({ getValue, row }) => (
      <div>
        <Anchor component={Link} to={to} params={{ clientId: getValue() } as never} fw={550} title={getValue()}>
          {row.original.client_name ?? 'No name'}
        </Anchor>
        <Group gap={4} mt={4} wrap="nowrap">
          <Text span ff="monospace" fz="xs" c="dimmed">
            {short(getValue())}
          </Text>
          <CopyIcon value={getValue()} what="client id" />
        </Group>
      </div>
    ),
  });

const seen = [
  column.accessor('last_used_at', {
    header: 'Last used',
    cell: ({ getValue }) => {
      const moment = getValue();
      if (moment === undefined) return <Text c="dimmed">Never</Text>;
      return <Moment at={moment} />;
    },
  }),
  column.accessor('created_at', {
    header: 'Registered',
    cell: ({ getValue, row }) => (
      <div>
        <Moment at={getValue()} />
        {row.original.expires_at !== undefined && (
          <Text fz="xs" c="dimmed" title={asDate(row.original.expires_at)}>
            {goesInWords(row.original.expires_at, row.original.trial)}
          </Text>
        )}
      </div>
    ),
  }),
  column.accessor('enabled', { header: 'Status', cell: ({ getValue }) => <EnabledStatus enabled={getValue()} /> }),
];

export const installationColumns = column.columns([
  identity('/app-installations/$clientId'),
  column.accessor('application', {
    header: 'Application',
    meta: { breaks: true },
    cell: ({ getValue }) => {
      const identifier = getValue();
      return identifier === undefined ? <Nothing /> : <ApplicationLink identifier={identifier} />;
    },
  }),
  column.accessor('app_version', {
    header: 'Version',
    cell: ({ row: { original } }) => versionOf(original) || <Nothing />,
  }),
  ...seen,
]);

export const clientColumns = column.columns([
  identity('/clients/$clientId'),
  column.accessor('grant_types', {
    header: 'What it does',
    cell: ({ getValue }) => grantsInWords(getValue()) || <Text c="dimmed">Nothing by itself</Text>,
  }),
  column.accessor('token_endpoint_auth_method', {
    header: 'Authenticates with',
    cell: ({ getValue }) => (
      <Text span ff="monospace" fz="xs">
        {getValue()}
      </Text>
    ),
  }),
  ...seen,
]);
