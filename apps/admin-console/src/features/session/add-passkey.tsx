import { useState } from 'react';
import { Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { OwnerProof } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { makePasskey } from '../../lib/passkeys.js';
import { keys } from '../../lib/queries/keys.js';
import { sessionQuery } from '../../lib/queries/session.js';
import { useCreation } from '../../lib/use-creation.js';
import { toastDone } from '../../ui/confirm.js';
import { CreationForm } from '../../ui/creation-form.js';
import { type Factors, OwnerProofFields, ProveByPasskey, emptyProof } from './owner-proof-fields.js';
import { RecoveryCodesPanel } from './recovery-codes-panel.js';

interface Props {
  factors: Factors;
  onDone: () => void;
  onCancel: () => void;
}

/** Adds a passkey: name and proof of the owner, what the browser makes, and with the first factor recovery codes. */
export function AddPasskey({ factors, onDone, onCancel }: Props) {
  const [codes, setCodes] = useState<string[]>();
  const [name, setName] = useState('');
  const [nameMissing, setNameMissing] = useState(false);
  const queryClient = useQueryClient();
  const finish = async () => {
    await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
    for (const queryKey of [keys.ownPasskeys, keys.ownSecondFactor, keys.ownSessions])
      void queryClient.invalidateQueries({ queryKey });
    onDone();
  };
  const add = async (proof: OwnerProof) => {
    // The browser makes the passkey before the server hears its name.
    setNameMissing(name.trim() === '');
    if (name.trim() === '') return;
    const creation = await call('startOwnPasskey', { body: proof });
    const passkey = await makePasskey(creation);
    const added = await call('addOwnPasskey', { body: { name, passkey } });
    creationForm.form.reset();
    toastDone(`The passkey “${added.passkey.name}” was added`);
    if (added.recovery_codes) setCodes(added.recovery_codes);
    else await finish();
  };
  const creationForm = useCreation<OwnerProof>({ schema: OwnerProof, defaults: emptyProof(factors), create: add });
  if (codes) return <RecoveryCodesPanel codes={codes} onDone={() => void finish()} />;
  return (
    <CreationForm creation={creationForm} what="passkey" label="Add passkey" onCancel={onCancel}>
      <Stack gap="md">
        <Text>
          The passkey stays on this device, in your password manager or on a security key. You open it with your finger,
          your face or a PIN.
        </Text>
        <TextInput
          label="Name"
          description="Where it is, so that you know it again."
          placeholder="Laptop"
          maw={420}
          maxLength={64}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          error={nameMissing && name.trim() === '' ? 'This is required.' : undefined}
        />
        <OwnerProofFields factors={factors} />
        <ProveByPasskey factors={factors} act={add} />
      </Stack>
    </CreationForm>
  );
}
