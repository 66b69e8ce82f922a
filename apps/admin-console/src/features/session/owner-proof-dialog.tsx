import type { ReactNode } from 'react';
import { Modal, Text } from '@mantine/core';
import { OwnerProof } from '@passant/contracts';
import { useCreation } from '../../lib/use-creation.js';
import { CreationForm } from '../../ui/creation-form.js';
import { type Factors, OwnerProofFields, ProveByPasskey, emptyProof } from './owner-proof-fields.js';

interface Props {
  opened: boolean;
  title: string;
  /** What it leads to. */
  text: ReactNode;
  label: string;
  factors: Factors;
  onClose: () => void;
  /** Sends the request; errors it throws are shown. */
  act: (proof: OwnerProof) => Promise<void>;
}

/** Asks who the owner is before something that an open session alone must not do. */
export function OwnerProofDialog({ opened, title, onClose, ...rest }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <Content {...rest} onClose={onClose} />
    </Modal>
  );
}

function Content({ text, label, factors, onClose, act }: Omit<Props, 'opened' | 'title'>) {
  const done = async (proof: OwnerProof) => {
    await act(proof);
    creation.form.reset();
    onClose();
  };
  const creation = useCreation<OwnerProof>({ schema: OwnerProof, defaults: emptyProof(factors), create: done });
  return (
    <CreationForm creation={creation} what="second factor" label={label} onCancel={onClose}>
      <Text>{text}</Text>
      <OwnerProofFields factors={factors} />
      <ProveByPasskey factors={factors} act={done} />
    </CreationForm>
  );
}
