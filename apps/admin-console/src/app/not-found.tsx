import { Button } from '@mantine/core';
import { IconMapPinOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../ui/empty-state.js';

/** Shown for a URL that matches no route, inside or outside the shell. */
export function NotFound() {
  return (
    <EmptyState
      isPage
      icon={<IconMapPinOff size={24} />}
      title="This page does not exist"
      action={
        <Button component={Link} to="/configuration/applications">
          Go to Applications
        </Button>
      }
    >
      The address may be old, or what it showed may have been deleted.
    </EmptyState>
  );
}
