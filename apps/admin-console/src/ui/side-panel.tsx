import type { ReactNode } from 'react';
import { Drawer } from '@mantine/core';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
}

/** Details beside the list they belong to. Escape or a click outside closes the panel. */
export function SidePanel({ opened, onClose, title, children }: Props) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      position="right"
      size="xl"
      padding="lg"
      overlayProps={{ backgroundOpacity: 0.35 }}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      // Otherwise the panel's <header> would count as a second banner landmark of the page.
      attributes={{ header: { role: 'presentation' } }}
      styles={{ title: { fontSize: '1rem', fontWeight: 620 } }}
    >
      {children}
    </Drawer>
  );
}
