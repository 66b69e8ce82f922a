import { useState } from 'react';
import { Modal } from '@mantine/core';
import type { CreatedApiClient as Created } from '@passant/contracts';
import { CreateApiClientForm } from './create-api-client-form.js';
import { CreatedApiClient } from './created-api-client.js';

/** Creates an API client and shows its secret once. While it is shown, only its own button closes the dialog. */
export function CreateApiClientDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [created, setCreated] = useState<Created>();
  const close = () => {
    setCreated(undefined);
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={created ? 'API client created' : 'New API client'}
      size="lg"
      closeOnClickOutside={!created}
      closeOnEscape={!created}
      withCloseButton={!created}
    >
      {created ? (
        <CreatedApiClient client={created} onDone={close} />
      ) : (
        <CreateApiClientForm onCreated={setCreated} onCancel={close} />
      )}
    </Modal>
  );
}
