import type { ReactNode } from 'react';
import { Box, Group } from '@mantine/core';

/** A description of an action with its button beside it, or below it if there is not enough room. */
export function ActionRow({ children, action }: { children: ReactNode; action: ReactNode }) {
  return (
    <Group justify="space-between" gap="sm">
      <Box flex="1 1 15rem" miw={0}>
        {children}
      </Box>
      {action}
    </Group>
  );
}
