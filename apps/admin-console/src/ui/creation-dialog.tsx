import { useState, type ReactNode } from 'react';
import { Modal } from '@mantine/core';
import { withCapital } from '../lib/sentence.js';

interface Props<Created> {
  opened: boolean;
  onClose: () => void;
  /** Singular noun for the record, for example "API client". */
  what: string;
  form: (onCreated: (created: Created) => void, onCancel: () => void) => ReactNode;
  created: (created: Created, onDone: () => void) => ReactNode;
  /** Width of the dialog once the record has been created. */
  createdSize?: string;
}

/** Creates a record and shows its secret once. While the secret is shown, only its own button closes the dialog. */
export function CreationDialog<Created>(props: Props<Created>) {
  const { opened, onClose, what, form, created: show, createdSize = 'lg' } = props;
  const [created, setCreated] = useState<Created>();
  const close = () => {
    setCreated(undefined);
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={created ? withCapital(`${what} created`) : `New ${what}`}
      size={created ? createdSize : 'lg'}
      closeOnClickOutside={!created}
      closeOnEscape={!created}
      withCloseButton={!created}
    >
      {created ? show(created, close) : form(setCreated, close)}
    </Modal>
  );
}
