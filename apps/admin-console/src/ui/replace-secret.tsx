import { useState } from 'react';
import { Button, Modal, Text } from '@mantine/core';
import { ActionRow } from './action-row.js';
import { confirmDanger, toastFailure } from './confirm.js';
import { SecretPanel } from './secret-panel.js';

interface Props {
  /** The name of the client whose secret it is. */
  name: string;
  /** Replaces the secret and returns the new one. */
  replace: () => Promise<string>;
}

/** Replaces the secret of a client after confirmation, and shows the new one once. */
export function ReplaceSecret({ name, replace }: Props) {
  const [secret, setSecret] = useState<string>();
  const [busy, setBusy] = useState(false);
  const ask = async () => {
    const sure = await confirmDanger({
      title: `Replace the secret of ${name}?`,
      text: 'Whoever still uses the old secret is refused at once. The new one is shown one time.',
      confirm: 'Replace secret',
    });
    if (!sure) return;
    setBusy(true);
    try {
      setSecret(await replace());
    } catch (thrown) {
      toastFailure(thrown);
    }
    setBusy(false);
  };
  return (
    <>
      <ActionRow
        action={
          <Button variant="default" loading={busy} onClick={() => void ask()}>
            Replace secret
          </Button>
        }
      >
        <Text>It authenticates with a secret, of which only the hash is stored.</Text>
      </ActionRow>
      <Modal
        opened={secret !== undefined}
        onClose={() => setSecret(undefined)}
        title="Secret replaced"
        size="lg"
        closeOnClickOutside={false}
        closeOnEscape={false}
        withCloseButton={false}
      >
        {secret !== undefined && (
          <SecretPanel name="Client secret" secret={secret} onDone={() => setSecret(undefined)} />
        )}
      </Modal>
    </>
  );
}
