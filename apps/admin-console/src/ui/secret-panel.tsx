import type { ReactNode } from 'react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useUnsaved } from '../lib/unsaved-changes.js';
import { withCapital } from '../lib/sentence.js';
import { CopyTextButton } from './copy-button.js';
import { Notice } from './notice.js';
import classes from './secret-panel.module.css';

interface Props {
  /** What the secret is, for example "Initial access token". */
  name: string;
  secret: string;
  children?: ReactNode;
  onDone: () => void;
}

/** A secret that is shown only once, with instructions for using it. */
export function SecretPanel({ name, secret, children, onDone }: Props) {
  // If the user leaves before copying the secret, it is lost for good.
  useUnsaved(true);
  return (
    <Stack gap="md">
      <Notice tone="warn" title="Copy it now">
        <Text>{`This ${name.toLowerCase()} is shown once. Only its hash is stored, so nobody can show it again.`}</Text>
      </Notice>
      <div>
        <Text fw={550} mb={4} id="secret-name">
          {name}
        </Text>
        <Group gap="xs" wrap="nowrap">
          <code
            className={classes['secret']}
            aria-labelledby="secret-name"
            role="textbox"
            aria-readonly="true"
            tabIndex={0}
          >
            {secret}
          </code>
          <CopyTextButton value={secret}>{withCapital(`Copy ${name.toLowerCase()}`)}</CopyTextButton>
        </Group>
      </div>
      {children}
      <Group justify="flex-end">
        <Button onClick={onDone}>Done, I have copied it</Button>
      </Group>
    </Stack>
  );
}
