import { type ReactNode, useState } from 'react';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { Stack, Text } from '@mantine/core';
import { asApiError } from '../lib/api/api-error.js';
import { titleOf } from './error-state.js';
import { ReasonField } from './reason-field.js';

interface Question {
  title: string;
  /** What will happen, and whether it can be undone. */
  text: string;
  confirm: string;
}

/** Asks for confirmation of an irreversible action. Resolves to whether it was confirmed. */
export function confirmDanger({ title, text, confirm, more }: Question & { more?: ReactNode }): Promise<boolean> {
  return new Promise((resolve) => {
    modals.openConfirmModal({
      title,
      children: more ? (
        <Stack gap="md">
          <Text>{text}</Text>
          {more}
        </Stack>
      ) : (
        <Text>{text}</Text>
      ),
      labels: { confirm, cancel: 'Cancel' },
      confirmProps: { color: 'red' },
      onConfirm: () => resolve(true),
      onCancel: () => resolve(false),
      onClose: () => resolve(false),
    });
  });
}

/**
 * Asks for confirmation of an irreversible action, and why it is done.
 * @returns the reason for the audit, empty if none was given; nothing if it was not confirmed
 */
export async function confirmWithReason(question: Question): Promise<{ reason: string } | undefined> {
  const given = { reason: '' };
  const sure = await confirmDanger({ ...question, more: <OwnReason onChange={(reason) => (given.reason = reason)} /> });
  return sure ? { reason: given.reason.trim() } : undefined;
}

function OwnReason({ onChange }: { onChange: (value: string) => void }) {
  const [value, setValue] = useState('');
  const change = (text: string) => {
    setValue(text);
    onChange(text);
  };
  return <ReasonField value={value} onChange={change} optional />;
}

/** Shows a notification that an action succeeded. */
export function toastDone(message: string): void {
  notifications.show({ message, color: 'teal', autoClose: 4000 });
}

/** Shows a notification that explains why nothing was done. */
export function toastRemark(message: string): void {
  notifications.show({ message, color: 'gray', autoClose: 6000 });
}

/** Shows a notification of an error. It stays until it is closed. */
export function toastFailure(thrown: unknown): void {
  const error = asApiError(thrown);
  // The session guard handles this error itself.
  if (error.status === 401) return;
  notifications.show({
    title: titleOf(error),
    message: error.errorId ? `${error.message} (error id ${error.errorId})` : error.message,
    color: error.code === 'approval_awaited' ? 'blue' : 'red',
    autoClose: false,
    role: 'alert',
  });
}
