import { ActionIcon, Button, CopyButton as Copying, Group, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { withCapital } from '../lib/sentence.js';
import classes from './copy-button.module.css';

/** Copies a value, and confirms it visually and to screen readers. `what` completes "Copy …". */
export function CopyIcon({ value, what }: { value: string; what: string }) {
  return (
    <Copying value={value} timeout={1800}>
      {({ copied, copy }) => (
        <ActionIcon
          color="gray"
          size={24}
          aria-label={copied ? 'Copied' : withCapital(`Copy ${what}`)}
          title={withCapital(`Copy ${what}`)}
          onClick={copy}
        >
          {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        </ActionIcon>
      )}
    </Copying>
  );
}

/** The same as a button with a text label. */
export function CopyTextButton({ value, children }: { value: string; children: string }) {
  return (
    <Copying value={value} timeout={1800}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size="xs"
          onClick={copy}
          leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        >
          {copied ? 'Copied' : children}
        </Button>
      )}
    </Copying>
  );
}

/** A machine-readable value with a copy button. A long one is truncated in the middle, but copied in full. */
export function Copyable({ value, what, cut = 28 }: { value: string; what: string; cut?: number }) {
  const shown =
    value.length > cut ? `${value.slice(0, Math.ceil(cut / 2))}…${value.slice(-Math.floor(cut / 3))}` : value;
  return (
    <Group gap={4} wrap="nowrap" className={classes['copyable']}>
      <Text span ff="monospace" fz="xs" title={value}>
        {shown}
      </Text>
      <CopyIcon value={value} what={what} />
    </Group>
  );
}
