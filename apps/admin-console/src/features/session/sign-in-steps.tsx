import type { ReactNode } from 'react';
import { Button, Stack, Text, TextInput } from '@mantine/core';
import { messageOf } from '../../lib/form-errors.js';
import { takesPasskeys } from '../../lib/passkeys.js';
import { Notice } from '../../ui/notice.js';
import { CredentialFields } from './credential-fields.js';
import { codeWords } from './owner-proof-fields.js';
import { useSignIn } from './use-sign-in.js';

interface Props {
  /** Whose password is asked for, if that is known. */
  email?: string | undefined;
  focus: 'email' | 'password';
  onSignedIn: () => void;
  /** Introduces the form for the password. */
  children: ReactNode;
}

/** Asks for the password, and whoever has a second factor for a code after it. */
export function SignInSteps({ email, focus, onSignedIn, children }: Props) {
  const signIn = useSignIn(onSignedIn, email);
  if (signIn.step === 'code') return <CodeStep {...signIn} />;
  return (
    <form onSubmit={(event) => void signIn.submitPassword(event)} noValidate>
      {children}
      <CredentialFields form={signIn.password} focus={focus} />
      <Button type="submit" fullWidth mt="lg" loading={signIn.password.formState.isSubmitting}>
        Sign in
      </Button>
      {takesPasskeys() && (
        <Button
          variant="default"
          fullWidth
          mt="xs"
          loading={signIn.isAskingPasskey}
          onClick={() => void signIn.signInWithPasskey()}
        >
          Use a passkey
        </Button>
      )}
    </form>
  );
}

function CodeStep({
  code,
  accepts,
  submitCode,
  completeWithPasskey,
  isAskingPasskey,
  startAgain,
}: ReturnType<typeof useSignIn>) {
  const { errors, isSubmitting } = code.formState;
  return (
    <form onSubmit={(event) => void submitCode(event)} noValidate>
      <Text c="dimmed" mt={2} mb="md">
        Your password is right. Now show that it is you.
      </Text>
      <Stack gap="sm">
        {errors.root?.message && (
          <Notice role="alert" tone="bad">
            {errors.root.message}
          </Notice>
        )}
        <TextInput
          label="Code"
          description={codeWords(accepts.includes('CODE'))}
          autoComplete="one-time-code"
          autoFocus
          error={messageOf(errors.code)}
          {...code.register('code')}
        />
      </Stack>
      <Button type="submit" fullWidth mt="lg" loading={isSubmitting}>
        Sign in
      </Button>
      {accepts.includes('PASSKEY') && takesPasskeys() && (
        <Button
          variant="default"
          fullWidth
          mt="xs"
          loading={isAskingPasskey}
          onClick={() => void completeWithPasskey()}
        >
          Use a passkey
        </Button>
      )}
      <Button variant="default" fullWidth mt="xs" onClick={startAgain}>
        Start again
      </Button>
    </form>
  );
}
