import { useState, type ReactNode } from 'react';
import { Modal } from '@mantine/core';

interface Props<Created> {
  opened: boolean;
  onClose: () => void;
  /** "API client" */
  what: string;
  form: (onCreated: (created: Created) => void, onCancel: () => void) => ReactNode;
  created: (created: Created, onDone: () => void) => ReactNode;
  /** Width of what is shown once it is made. */
  createdSize?: string;
}

/** Makes something and shows its secret once. While that is shown, only its own button closes the dialog. */
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
      title={created ? `${what.charAt(0).toUpperCase()}${what.slice(1)} created` : `New ${what}`}
      size={created ? createdSize : 'lg'}
      closeOnClickOutside={!created}
      closeOnEscape={!created}
      withCloseButton={!created}
    >
      {created ? show(created, close) : form(setCreated, close)}
    </Modal>
  );
}
