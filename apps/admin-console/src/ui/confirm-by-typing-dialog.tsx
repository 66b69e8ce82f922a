import { useState, type ReactNode } from 'react';
import { Button, Code, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { ErrorState } from './error-state.js';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What has to be typed. */
  expected: string;
  /** What it is: "name", "identifier". */
  what: string;
  confirm: string;
  children: ReactNode;
  onConfirm: () => Promise<void>;
  /** Tells more about a refusal than its own sentence. */
  explain?: (error: unknown) => string | undefined;
}

/** Asks for a name to be typed before something is deleted for good. */
export function ConfirmByTypingDialog(props: Props) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title} size="md">
      <Content {...props} />
    </Modal>
  );
}

function Content({ onClose, expected, what, confirm, children, onConfirm, explain }: Props) {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const matches = typed.trim() === expected;

  const submit = async () => {
    if (!matches || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };

  const explanation = error === undefined ? undefined : explain?.(error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // React hands the event on to the form of the page below, which would be saved by it.
        event.stopPropagation();
        void submit();
      }}
    >
      <Stack gap="md">
        <Text>{children}</Text>
        {error !== undefined && <ErrorState error={error} remarks={explanation ? [explanation] : []} />}
        <TextInput
          data-autofocus
          label={
            <>
              Type the {what} <Code>{expected}</Code> to confirm
            </>
          }
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" color="red" disabled={!matches} loading={busy}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
