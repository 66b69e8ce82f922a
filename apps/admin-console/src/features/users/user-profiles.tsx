import { useState } from 'react';
import { Button, Paper, Text } from '@mantine/core';
import type { User, UserProfile } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { useMayChange } from '../../lib/queries/session.js';
import { counted } from '../../lib/sentence.js';
import { ApplicationLink } from '../../ui/application-link.js';
import { confirmWithReason, toastDone, toastFailure } from '../../ui/confirm.js';
import { CopyIcon } from '../../ui/copy-button.js';
import { DataTable, columnsOf } from '../../ui/data-table.js';
import { Moment } from '../../ui/moment.js';

const column = columnsOf<UserProfile>();

/** Lists the profiles of a user. Each can be disconnected. */
export function UserProfiles({ user, onChanged }: { user: User; onChanged: () => void }) {
  const [columns] = useState(() => columnsFor(user.id, onChanged));
  return (
    <Paper withBorder>
      <DataTable
        label="Profiles"
        columns={columns}
        rows={user.profiles}
        rowId={(profile) => profile.id}
        footer={<span>{counted(user.profiles.length, 'profile|profiles')}</span>}
      />
    </Paper>
  );
}

function columnsFor(userId: string, onChanged: () => void) {
  return column.columns([
    column.accessor('application', {
      header: 'Application',
      meta: { breaks: true },
      cell: ({ getValue }) => {
        const identifier = getValue();
        if (identifier === undefined) return '–';
        return <ApplicationLink identifier={identifier} fw={550} />;
      },
    }),
    column.accessor('client_id', {
      header: 'Client',
      cell: ({ getValue }) => (
        <Text span inherit ff="monospace" fz="xs" title={getValue()}>
          {getValue().length > 20 ? `${getValue().slice(0, 12)}…` : getValue()}{' '}
          <CopyIcon value={getValue()} what="client id" />
        </Text>
      ),
    }),
    column.accessor('identity_provider', { header: 'Identity provider' }),
    column.accessor('profile_id', {
      header: 'Profile id',
      cell: ({ getValue }) => (
        <Text span ff="monospace" fz="xs">
          {getValue()}
        </Text>
      ),
    }),
    column.accessor('scopes', { header: 'Scopes', cell: ({ getValue }) => getValue().join(' ') }),
    column.accessor('created_at', {
      header: 'Registered',
      cell: ({ getValue }) => <Moment at={getValue()} />,
    }),
    column.display({
      id: 'actions',
      header: 'Actions',
      meta: { align: 'right', hiddenHeader: true },
      cell: ({ row }) => <Disconnect userId={userId} profile={row.original} onDone={onChanged} />,
    }),
  ]);
}

function Disconnect({ userId, profile, onDone }: { userId: string; profile: UserProfile; onDone: () => void }) {
  const mayChange = useMayChange();
  if (!mayChange) return null;
  const disconnect = async () => {
    const sure = await confirmWithReason({
      title: 'Disconnect this person?',
      text: `The profile ${profile.profile_id}, its tokens and the codes that wait for their exchange are deleted at once; the person has to register again. The client itself stays.`,
      confirm: 'Disconnect',
    });
    if (!sure) return;
    try {
      await call('disconnectProfile', { path: { id: userId, profile: profile.id }, reason: sure.reason });
      toastDone('The person was disconnected');
    } catch (thrown) {
      toastFailure(thrown);
    }
    onDone();
  };
  return (
    <Button
      size="xs"
      variant="default"
      aria-label={`Disconnect profile ${profile.profile_id}`}
      onClick={() => void disconnect()}
    >
      Disconnect
    </Button>
  );
}
