import { Avatar, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { asApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { forgetSession } from '../../lib/api/session-state.js';
import { sessionQuery } from '../../lib/queries/session.js';
import { forgetUnsavedChanges, hasUnsavedChanges } from '../../lib/unsaved-changes.js';
import { confirmDanger, toastFailure } from '../../ui/confirm.js';

/** Shows who is signed in, and offers sign-out. */
export function UserMenu() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  if (!session) return null;

  const signOut = async () => {
    if (hasUnsavedChanges()) {
      const sure = await confirmDanger({
        title: 'Sign out without saving?',
        text: 'What you changed on this page is not saved and will be lost.',
        confirm: 'Sign out and lose changes',
      });
      if (!sure) return;
    }
    try {
      await call('signOut');
    } catch (thrown) {
      // Without a session, the user is already signed out.
      if (asApiError(thrown).status !== 401) {
        toastFailure(thrown);
        return;
      }
    }
    forgetUnsavedChanges();
    forgetSession();
    await navigate({ to: '/sign-in' });
    queryClient.clear();
  };

  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <UnstyledButton aria-label={`Account of ${session.email}`}>
          <Avatar size={30} radius="xl" color="petrol" variant="filled" name={session.email} alt="" aria-hidden>
            {session.email.slice(0, 1).toUpperCase()}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fz="sm" c="var(--mantine-color-text)" truncate>
            {session.email}
          </Text>
          {session.role}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
