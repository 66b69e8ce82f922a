import { PasswordInput, Stack, TextInput } from '@mantine/core';
import { sentence } from '../../lib/sentence.js';
import { Notice } from '../../ui/notice.js';
import type { useSignIn } from './use-sign-in.js';

type SignInForm = ReturnType<typeof useSignIn>['password'];

/** Email and password fields, with the error message above them. */
export function CredentialFields({ form, focus }: { form: SignInForm; focus: 'email' | 'password' }) {
  const { errors } = form.formState;
  return (
    <Stack gap="sm">
      {errors.root?.message && (
        <Notice role="alert" tone="bad">
          {errors.root.message}
        </Notice>
      )}
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username webauthn"
        data-autofocus={focus === 'email' || undefined}
        autoFocus={focus === 'email'}
        error={errors.email?.message && sentence(errors.email.message)}
        {...form.register('email')}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        data-autofocus={focus === 'password' || undefined}
        error={errors.password?.message && sentence(errors.password.message)}
        {...form.register('password')}
      />
    </Stack>
  );
}
