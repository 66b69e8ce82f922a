import { useState } from 'react';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { CreatedWebClient } from '@passant/contracts';
import { Copyable } from '../../ui/copy-button.js';
import { SecretPanel } from '../../ui/secret-panel.js';
import { CreateWebClientForm } from './create-web-client-form.js';

/** Creates a web client and shows its secret once. While it is shown, only its own button closes the dialog. */
export function CreateWebClientDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [created, setCreated] = useState<CreatedWebClient>();
  const close = () => {
    setCreated(undefined);
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={created ? 'Web client created' : 'New web client'}
      size="lg"
      closeOnClickOutside={!created}
      closeOnEscape={!created}
      withCloseButton={!created}
    >
      {created ? (
        <Created client={created} onDone={close} />
      ) : (
        <CreateWebClientForm onCreated={setCreated} onCancel={close} />
      )}
    </Modal>
  );
}

function Created({ client, onDone }: { client: CreatedWebClient; onDone: () => void }) {
  const identity = (
    <div>
      <Text fw={500}>Client id</Text>
      <Copyable value={client.client_id} what="client id" cut={80} />
    </div>
  );
  if (client.client_secret !== undefined) {
    return (
      <SecretPanel name="Client secret" secret={client.client_secret} onDone={onDone}>
        {identity}
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
