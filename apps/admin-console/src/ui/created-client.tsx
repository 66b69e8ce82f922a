import type { ReactNode } from 'react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { Copyable } from './copy-button.js';
import { SecretPanel } from './secret-panel.js';

interface Props {
  client: { client_id: string; client_secret?: string };
  onDone: () => void;
  /** Instructions for using the secret. */
  children?: ReactNode;
}

/** A newly created client: its id, and its secret, which is shown only once. */
export function CreatedClient({ client, onDone, children }: Props) {
  const identity = (
    <div>
      <Text fw={550}>Client id</Text>
      <Copyable value={client.client_id} what="client id" cut={80} />
    </div>
  );
  if (client.client_secret !== undefined) {
    return (
      <SecretPanel name="Client secret" secret={client.client_secret} onDone={onDone}>
        {identity}
        {children}
      </SecretPanel>
    );
  }
  return (
    <Stack gap="md">
      {identity}
      <Text>It has no secret: it signs a client assertion with its private key.</Text>
      <Group justify="flex-end">
        <Button onClick={onDone}>Done</Button>
      </Group>
    </Stack>
  );
}
