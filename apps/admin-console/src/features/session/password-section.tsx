import { useState } from 'react';
import { Button, PasswordInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ChangePassword, type OwnerProof } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { messageOf } from '../../lib/form-errors.js';
import { keys } from '../../lib/queries/keys.js';
import { ownSecondFactorQuery } from '../../lib/queries/lists.js';
import { useCreation } from '../../lib/use-creation.js';
import { toastDone } from '../../ui/confirm.js';
import { CreationForm } from '../../ui/creation-form.js';
import { QuerySection } from '../../ui/query-section.js';
import { type Factors, OwnerProofFields, ProveByPasskey, emptyProof } from './owner-proof-fields.js';

/** The password of the own account. */
export function PasswordSection() {
  const query = useQuery(ownSecondFactorQuery);
  const [changing, setChanging] = useState(false);
  return (
    <QuerySection
      title="Password"
      purpose="Another one ends all your other sessions."
      query={query}
      refreshable={false}
    >
      {(factors) =>
        changing ? (
          <ChangeForm factors={factors} onClose={() => setChanging(false)} />
        ) : (
          <Button variant="default" onClick={() => setChanging(true)}>
            Change password
          </Button>
        )
      }
    </QuerySection>
  );
}

/** Asks for the new password, and who the owner is: an open session alone must not keep the owner out. */
function ChangeForm({ factors, onClose }: { factors: Factors; onClose: () => void }) {
  const queryClient = useQueryClient();
  const change = async (body: ChangePassword) => {
    await call('changeOwnPassword', { body });
    creation.form.reset();
    toastDone('Your password was changed. Your other sessions have ended.');
    // The code may have been a recovery code.
    for (const queryKey of [keys.ownSessions, keys.ownSecondFactor]) void queryClient.invalidateQueries({ queryKey });
    onClose();
  };
  const creation = useCreation<ChangePassword>({
    schema: ChangePassword,
    defaults: { ...emptyProof(factors), new_password: '' },
    create: change,
  });
  const { register, formState, getValues, trigger } = creation.form;
  const changeBy = (proof: OwnerProof) => change({ ...proof, new_password: getValues('new_password') });
  return (
    <CreationForm creation={creation} what="password" label="Change password" onCancel={onClose}>
      <PasswordInput
        label="New password"
        description="At least 12 characters."
        autoComplete="new-password"
        maw={420}
        error={messageOf(formState.errors.new_password)}
        {...register('new_password')}
      />
      <OwnerProofFields factors={factors} />
      <ProveByPasskey factors={factors} isReady={() => trigger('new_password')} act={changeBy} />
    </CreationForm>
  );
}
