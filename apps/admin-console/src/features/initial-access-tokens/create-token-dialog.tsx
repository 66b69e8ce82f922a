import { useState } from 'react';
import { Modal } from '@mantine/core';
import type { CreatedInitialAccessToken } from '@passant/contracts';
import { CreateTokenForm } from './create-token-form.js';
import { CreatedToken } from './created-token.js';

/** Creates a token and shows it once. While it is shown, only its own button closes the dialog. */
export function CreateTokenDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [created, setCreated] = useState<CreatedInitialAccessToken>();
  const close = () => {
    setCreated(undefined);
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={created ? 'Initial access token created' : 'New initial access token'}
      size={created ? 'xl' : 'lg'}
      closeOnClickOutside={!created}
      closeOnEscape={!created}
      withCloseButton={!created}
    >
      {created ? (
        <CreatedToken token={created} onDone={close} />
      ) : (
        <CreateTokenForm onCreated={setCreated} onCancel={close} />
      )}
    </Modal>
  );
}
