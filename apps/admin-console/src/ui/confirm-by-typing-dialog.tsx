import { useState, type ReactNode } from 'react';
import { Button, Code, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { asApiError } from '../lib/api/api-error.js';
import { toastFailure } from './confirm.js';
import { ErrorState } from './error-state.js';
import { ReasonField } from './reason-field.js';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** The text that has to be typed. Absent where something can be undone, and is confirmed without. */
  expected?: string;
  /** What that text is: "name", "identifier". */
  what?: string;
  confirm: string;
  children: ReactNode;
  /** Also asks for a reason, for whoever reads the event later. An optional one may be left empty. */
  withReason?: boolean | 'optional';
  /** @param reason empty unless requested by `withReason` */
  onConfirm: (reason: string) => Promise<void>;
  /** Gives a more specific explanation of an error than its own message. */
  explain?: (error: unknown) => string | undefined;
}

/** Requires a text to be typed before an irreversible action. */
export function ConfirmByTypingDialog(props: Props) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title} size="md">
      <Content {...props} />
    </Modal>
  );
}

function Content({ onClose, expected, what, confirm, children, withReason = false, onConfirm, explain }: Props) {
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const complete =
    (expected === undefined || typed.trim() === expected) && (withReason !== true || reason.trim() !== '');

  const submit = async () => {
    if (!complete || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm(reason.trim());
    } catch (thrown) {
      if (asApiError(thrown).code === 'approval_awaited') {
        toastFailure(thrown);
        onClose();
        return;
      }
      setError(thrown);
      setBusy(false);
    }
  };

  const explanation = error === undefined ? undefined : explain?.(error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // React would propagate the event to the form of the page below, which would then be saved.
        event.stopPropagation();
        void submit();
      }}
    >
      <Stack gap="md">
        <Text>{children}</Text>
        {error !== undefined && <ErrorState error={error} remarks={explanation ? [explanation] : []} />}
        {withReason === true && <ReasonField value={reason} onChange={setReason} optional={false} autoFocus />}
        {expected !== undefined && (
          <TextInput
            data-autofocus={withReason !== true || undefined}
            label={
              <>
                Type the {what} <Code style={{ overflowWrap: 'anywhere' }}>{expected}</Code> to confirm
              </>
            }
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        {withReason === 'optional' && (
          <ReasonField value={reason} onChange={setReason} optional autoFocus={expected === undefined} />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" color={expected === undefined ? undefined : 'red'} disabled={!complete} loading={busy}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
