import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { Text } from '@mantine/core';
import { asApiError } from '../lib/api/api-error.js';
import { titleOf } from './error-state.js';

interface Question {
  title: string;
  /** What will happen, and whether it can be undone. */
  text: string;
  confirm: string;
}

/** Asks for confirmation of an irreversible action. Resolves to whether it was confirmed. */
export function confirmDanger({ title, text, confirm }: Question): Promise<boolean> {
  return new Promise((resolve) => {
    modals.openConfirmModal({
      title,
      children: <Text>{text}</Text>,
      labels: { confirm, cancel: 'Cancel' },
      confirmProps: { color: 'red' },
      onConfirm: () => resolve(true),
      onCancel: () => resolve(false),
      onClose: () => resolve(false),
    });
  });
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
    color: 'red',
    autoClose: false,
    role: 'alert',
  });
}
