import { Avatar, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconLogout, IconUser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { LANGUAGES, chooseLanguage, language, nameOfLanguage } from '../../lib/language.js';
import { sessionQuery } from '../../lib/queries/session.js';
import { useSignOut } from './use-sign-out.js';

/** Shows who is signed in, and offers the languages and sign-out. */
export function UserMenu() {
  const signOut = useSignOut();
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  if (!session) return null;

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
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={16} aria-hidden />}>
          Your account
        </Menu.Item>
        <Menu.Label>Language</Menu.Label>
        <Menu.RadioGroup value={language()} onChange={chooseLanguage}>
          {LANGUAGES.map((tag) => (
            <Menu.RadioItem key={tag} value={tag} lang={tag}>
              {nameOfLanguage(tag)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
