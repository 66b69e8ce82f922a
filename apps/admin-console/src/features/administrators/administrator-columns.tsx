import { ActionIcon, Group, Select, Tooltip } from '@mantine/core';
import { IconLogout2, IconShieldOff, IconTrash, IconUserCheck, IconUserOff } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ADMIN_ROLES, type AdminRole, type AdministratorAccount } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { sessionQuery, useMayChange } from '../../lib/queries/session.js';
import { counted } from '../../lib/sentence.js';
import { confirmWithReason, toastDone, toastFailure } from '../../ui/confirm.js';
import { columnsOf } from '../../ui/data-table.js';
import { Moment } from '../../ui/moment.js';
import { Status } from '../../ui/status.js';

const column = columnsOf<AdministratorAccount>();

export function administratorColumns() {
  return column.columns([
    column.accessor('email', {
      header: 'E-mail',
      meta: { breaks: true },
    }),
    column.accessor('company', {
      header: 'From',
      cell: ({ row: { original: account } }) =>
        account.company ? 'Company' : account.state === 'INVITED' ? 'Invitation' : 'Password',
    }),
    column.accessor('role', { header: 'Role', cell: ({ row }) => <Role account={row.original} /> }),
    column.accessor('state', { header: 'State', cell: ({ row }) => <State account={row.original} /> }),
    column.accessor('second_factor', {
      header: 'Second factor',
      cell: ({ row: { original: account } }) =>
        account.company ? (
          <Status tone="info">Company’s</Status>
        ) : account.state === 'INVITED' ? (
          '–'
        ) : account.second_factor ? (
          <Status tone="on">On</Status>
        ) : (
          <Status tone="off">Off</Status>
        ),
    }),
    column.accessor('last_used_at', {
      header: 'Last seen',
      cell: ({ getValue }) => {
        const at = getValue();
        return at === undefined ? '–' : <Moment at={at} nowrap />;
      },
    }),
    column.display({
      id: 'actions',
      header: 'Actions',
      meta: { align: 'right', hiddenHeader: true },
      cell: ({ row }) => <Actions account={row.original} />,
    }),
  ]);
}

function State({ account: { state, sessions, disabled } }: { account: AdministratorAccount }) {
  if (disabled) return <Status tone="bad">Disabled</Status>;
  if (state === 'INVITED') return <Status tone="info">Invited</Status>;
  return sessions > 0 ? (
    <Status tone="on">{`Signed in, ${counted(sessions, 'session|sessions')}`}</Status>
  ) : (
    <Status tone="off">Not signed in</Status>
  );
}

/** Runs a change and shows what came of it; the list is read again in any case. */
function useChange() {
  const queryClient = useQueryClient();
  return async (change: () => Promise<string>): Promise<void> => {
    try {
      toastDone(await change());
    } catch (thrown) {
      toastFailure(thrown);
    }
    void queryClient.invalidateQueries({ queryKey: keys.administrators });
  };
}

function Role({ account: { email, role, state, company } }: { account: AdministratorAccount }) {
  const change = useChange();
  const mayChange = useMayChange();
  if (!mayChange || state === 'INVITED' || company) return role;
  return (
    <Select
      aria-label={`Role of ${email}`}
      size="xs"
      w={130}
      allowDeselect={false}
      data={[...ADMIN_ROLES]}
      value={role}
      onChange={(chosen) =>
        void change(async () => {
          await call('updateAdministrator', { path: { email }, body: { role: chosen as AdminRole } });
          return `${email} is ${chosen} now`;
        })
      }
    />
  );
}

function Actions({
  account: { email, state, sessions, second_factor, disabled, company },
}: {
  account: AdministratorAccount;
}) {
  const change = useChange();
  const mayChange = useMayChange();
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  if (!mayChange) return null;
  const isInvited = state === 'INVITED';
  const remove = async () => {
    const sure = await confirmWithReason(
      isInvited
        ? {
            title: `Withdraw the invitation of ${email}?`,
            text: 'It is good for nothing afterwards.',
            confirm: 'Withdraw invitation',
          }
        : {
            title: `Remove ${email}?`,
            text: company
              ? 'They are signed out everywhere, and come back if their company still gives them a role. Disable them to keep them out.'
              : 'They are signed out everywhere, and whom they have invited cannot accept any more.',
            confirm: 'Remove administrator',
          },
    );
    if (!sure) return;
    await change(async () => {
      await call('deleteAdministrator', { path: { email }, reason: sure.reason });
      return isInvited ? 'The invitation was withdrawn' : `${email} was removed`;
    });
  };
  const endSessions = () =>
    change(async () => {
      const ended = await call('endAdministratorSessions', { path: { email } });
      return `${counted(ended.sessions, 'session|sessions')} of ${email} ended`;
    });
  const setEnabled = async (enabled: boolean) => {
    const sure = enabled
      ? { reason: '' }
      : await confirmWithReason({
          title: `Disable ${email}?`,
          text: 'They are signed out everywhere, and cannot sign in until somebody enables them again.',
          confirm: 'Disable administrator',
        });
    if (!sure) return;
    await change(async () => {
      await call('updateAdministrator', { path: { email }, body: { enabled }, reason: sure.reason });
      return enabled ? `${email} may sign in again` : `${email} was disabled`;
    });
  };
  const removeSecondFactor = async () => {
    const sure = await confirmWithReason({
      title: `Remove the second factor of ${email}?`,
      text: 'They are signed out everywhere, and the password alone signs them in. Make sure that it is them who asked for it.',
      confirm: 'Remove second factor',
    });
    if (!sure) return;
    await change(async () => {
      await call('removeSecondFactor', { path: { email }, reason: sure.reason });
      return `The second factor of ${email} was removed`;
    });
  };
  return (
    <Group gap={2} wrap="nowrap" justify="flex-end">
      {second_factor && email !== session?.email && (
        <Tooltip label="Remove second factor">
          <ActionIcon
            color="gray"
            aria-label={`Remove the second factor of ${email}`}
            onClick={() => void removeSecondFactor()}
          >
            <IconShieldOff size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      {sessions > 0 && (
        <Tooltip label="Sign out everywhere">
          <ActionIcon color="gray" aria-label={`End the sessions of ${email}`} onClick={() => void endSessions()}>
            <IconLogout2 size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      {!isInvited && email !== session?.email && (
        <Tooltip label={disabled ? 'Enable' : 'Disable'}>
          <ActionIcon
            color="gray"
            aria-label={disabled ? `Enable ${email}` : `Disable ${email}`}
            onClick={() => void setEnabled(disabled === true)}
          >
            {disabled ? <IconUserCheck size={16} aria-hidden /> : <IconUserOff size={16} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label={isInvited ? 'Withdraw' : 'Remove'}>
        <ActionIcon
          color="gray"
          aria-label={isInvited ? `Withdraw the invitation of ${email}` : `Remove ${email}`}
          onClick={() => void remove()}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
