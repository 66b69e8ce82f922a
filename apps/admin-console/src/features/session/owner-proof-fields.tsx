import { useState } from 'react';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import type { OwnerProof, OwnSecondFactor } from '@passant/contracts';
import { useFormContext } from 'react-hook-form';
import { call } from '../../lib/api/client.js';
import { messageOf } from '../../lib/form-errors.js';
import { answerWithPasskey, takesPasskeys } from '../../lib/passkeys.js';
import { toastFailure } from '../../ui/confirm.js';

/** The second factors of whoever proves to be the owner. */
export type Factors = Pick<OwnSecondFactor, 'state' | 'passkeys'>;

/** What the fields begin with. Without a second factor, no code is asked for. */
export const emptyProof = ({ state, passkeys }: Factors): OwnerProof => ({
  current_password: '',
  ...((state === 'ON' || passkeys > 0) && { code: '' }),
});

/** What the field for a code takes. */
export const codeWords = (hasApp: boolean): string =>
  hasApp ? 'Six digits from your authenticator app, or one of your recovery codes.' : 'One of your recovery codes.';

/** Password and, from whoever has a second factor, a code. The fields access the form through context. */
export function OwnerProofFields({ factors }: { factors: Factors }) {
  const { register, formState } = useFormContext<OwnerProof>();
  const hasApp = factors.state === 'ON';
  return (
    <>
      <PasswordInput
        label="Your password"
        autoComplete="current-password"
        maw={420}
        data-autofocus
        error={messageOf(formState.errors.current_password)}
        {...register('current_password')}
      />
      {(hasApp || factors.passkeys > 0) && (
        <TextInput
          label="Code"
          description={codeWords(hasApp)}
          autoComplete="one-time-code"
          maw={420}
          error={messageOf(formState.errors.code)}
          {...register('code')}
        />
      )}
    </>
  );
}

interface PasskeyProps {
  factors: Factors;
  act: (proof: OwnerProof) => Promise<void>;
  /** Whether the rest of the form is good, so that nobody is asked for a passkey in vain. */
  isReady?: () => Promise<boolean>;
}

/** Takes a passkey in place of password and code, for whoever has one. */
export function ProveByPasskey({ factors, act, isReady = async () => true }: PasskeyProps) {
  const [isBusy, setBusy] = useState(false);
  if (factors.passkeys === 0 || !takesPasskeys()) return null;
  const prove = async () => {
    if (!(await isReady())) return;
    setBusy(true);
    try {
      await act({ passkey: await answerWithPasskey(await call('startOwnPasskeyProof')) });
    } catch (thrown) {
      toastFailure(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="default" loading={isBusy} onClick={() => void prove()} style={{ alignSelf: 'flex-start' }}>
      Use a passkey instead
    </Button>
  );
}
