import type { ReactNode } from 'react';
import { Stack, Text, ThemeIcon, Title } from '@mantine/core';

interface Props {
  icon: ReactNode;
  title: string;
  /** One sentence about what would be here and what it is for. */
  children: ReactNode;
  action?: ReactNode;
  /** Whether this is the only content of the page. */
  isPage?: boolean;
}

/** Shown in place of an empty list: one sentence, one button. */
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
