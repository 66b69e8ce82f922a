import { Radio, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import { ADMIN_ROLES, type Invitation, InviteAdministrator } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { messageOf } from '../../lib/form-errors.js';
import { keys } from '../../lib/queries/keys.js';
import { useCreation } from '../../lib/use-creation.js';
import { CreationDialog } from '../../ui/creation-dialog.js';
import { CreationForm } from '../../ui/creation-form.js';
import { Moment } from '../../ui/moment.js';
import { SecretPanel } from '../../ui/secret-panel.js';
import { ROLE_WORDS } from './role-words.js';

/** Invites an administrator, and shows the address to pass on once. */
export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <CreationDialog<Invitation>
      {...{ opened, onClose }}
      what="invitation"
      form={(onCreated, onCancel) => <InviteForm onCreated={onCreated} onCancel={onCancel} />}
      created={(invitation, onDone) => <CreatedInvitation invitation={invitation} onDone={onDone} />}
    />
  );
}

function InviteForm({ onCreated, onCancel }: { onCreated: (invitation: Invitation) => void; onCancel: () => void }) {
  const queryClient = useQueryClient();
  const creation = useCreation<InviteAdministrator>({
    schema: InviteAdministrator,
    defaults: { email: '', role: 'Operator' },
    taken: 'email',
    create: async (valid) => {
      onCreated(await call('inviteAdministrator', { body: valid }));
      void queryClient.invalidateQueries({ queryKey: keys.administrators });
    },
  });
  const { control, register, formState } = creation.form;
  return (
    <CreationForm creation={creation} what="invitation" onCancel={onCancel}>
      <TextInput
        label="E-mail"
        description="What they sign in with. Nothing is sent to it: you pass the invitation on yourself."
        type="email"
        autoComplete="off"
        data-autofocus
        error={messageOf(formState.errors.email)}
        {...register('email')}
      />
      <Controller
        control={control}
        name="role"
        render={({ field: { value, onChange } }) => (
          <Radio.Group label="Role" value={value} onChange={onChange}>
            <Stack gap="xs" mt={6}>
              {ADMIN_ROLES.map((role) => (
                <Radio key={role} value={role} label={role} description={ROLE_WORDS[role]} />
              ))}
            </Stack>
          </Radio.Group>
        )}
      />
    </CreationForm>
  );
}

function CreatedInvitation({ invitation, onDone }: { invitation: Invitation; onDone: () => void }) {
  const { email, role, token, expires_at } = invitation;
  // What follows # stays in the browser: it is in no log of a proxy.
  const address = `${window.location.origin}/admin/invitation#${token}`;
  return (
    <SecretPanel name="Invitation" secret={address} onDone={onDone}>
      <Text>
        Whoever opens this address becomes {role} as {email} and chooses a password. It is good once, until{' '}
        <Moment at={expires_at} />.
      </Text>
    </SecretPanel>
  );
}
