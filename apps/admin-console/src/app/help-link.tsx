import { ActionIcon } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import { useMatches } from '@tanstack/react-router';
import { helpOf } from './help.js';

/** Leads to the page of the documentation that is about what is on the screen, in a tab of its own. */
export function HelpLink() {
  const path = useMatches({ select: (matches) => matches.at(-1)?.fullPath ?? '/' });
  return (
    <ActionIcon
      component="a"
      href={helpOf(path)}
      target="_blank"
      rel="noopener"
      color="gray"
      size="lg"
      aria-label="Help for this page, in a new tab"
    >
      <IconHelp size={18} stroke={1.6} aria-hidden />
    </ActionIcon>
  );
}
