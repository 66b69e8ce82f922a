import type { ReactNode } from 'react';
import { Stack, Text, ThemeIcon, Title } from '@mantine/core';

interface Props {
  icon: ReactNode;
  title: string;
  /** One sentence on what would be here and why one wants it. */
  children: ReactNode;
  action?: ReactNode;
  /** It is all there is on the page. */
  isPage?: boolean;
}

/** What a list shows while there is nothing in it: one sentence, one button. */
export function EmptyState({ icon, title, children, action, isPage }: Props) {
  return (
    <Stack component={isPage ? 'main' : 'div'} align="center" gap={6} py={56} px="md" ta="center">
      <ThemeIcon variant="light" size={44} radius="md" mb={6} aria-hidden>
        {icon}
      </ThemeIcon>
      <Title order={isPage ? 1 : 2}>{title}</Title>
      <Text c="dimmed" maw={460} mb={action ? 'sm' : 0}>
        {children}
      </Text>
      {action}
    </Stack>
  );
}
