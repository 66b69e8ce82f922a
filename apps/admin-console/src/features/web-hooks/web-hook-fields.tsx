import { PasswordInput, Stack, TextInput } from '@mantine/core';
import { useFormContext, useWatch } from 'react-hook-form';
import { WEB_HOOK_AUTHENTICATIONS, type WebHookAuthentication } from '@passant/contracts';
import { messageOf } from '../../lib/form-errors.js';
import { ChoiceField } from '../../ui/choice-field.js';
import { AUTHENTICATION_LABELS } from './web-hook-words.js';

/** The members that a form, new or stored, must have for these fields. */
interface Fields {
  name: string;
  base_uri: string;
  authentication_method: WebHookAuthentication;
  username: string;
  password: string;
}

const EXPLANATIONS: Record<WebHookAuthentication, string> = {
  JWT: 'The server sends a JWT that is good for five minutes and for this hook alone. Its keys are public.',
  BASIC: 'The server sends a user name and a password.',
  NONE: 'The hook cannot tell who is calling. Only for trying things out.',
};

/** The hook's name and its address. */
export function AddressFields({ path }: { path: string }) {
  const { register, formState, control } = useFormContext<Fields>();
  const baseUri = useWatch({ control, name: 'base_uri' });
  return (
    <Stack gap="md">
      <TextInput
        label="Name"
        placeholder="Token rules"
        maw={420}
        autoComplete="off"
        error={messageOf(formState.errors.name)}
        {...register('name')}
      />
      <TextInput
        label="Base URI"
        description={
          baseUri
            ? `Called at ${baseUri.replace(/\/+$/, '')}${path}`
            : 'https, unless it is on the server’s own machine.'
        }
        placeholder="https://hooks.example.com"
        autoComplete="off"
        spellCheck={false}
        error={messageOf(formState.errors.base_uri)}
        {...register('base_uri')}
      />
    </Stack>
  );
}

/** How the server authenticates to the hook. */
export function AuthenticationFields({ hasPassword = false }: { hasPassword?: boolean }) {
  const { register, formState, control } = useFormContext<Fields>();
  const method = useWatch({ control, name: 'authentication_method' });
  return (
    <Stack gap="md">
      <ChoiceField
        control={control}
        name="authentication_method"
        label="The server shows"
        data={WEB_HOOK_AUTHENTICATIONS.map((one) => ({ value: one, label: AUTHENTICATION_LABELS[one] }))}
        meaning={(one) => EXPLANATIONS[one]}
      />
      {method === 'BASIC' && (
        <>
          <TextInput
            label="User name"
            maw={420}
            autoComplete="off"
            spellCheck={false}
            error={messageOf(formState.errors.username)}
            {...register('username')}
          />
          <PasswordInput
            label="Password"
            description={
              hasPassword ? 'Left empty, the one that is kept stays.' : 'Kept encrypted and never shown again.'
            }
            maw={420}
            autoComplete="new-password"
            error={messageOf(formState.errors.password)}
            {...register('password')}
          />
        </>
      )}
    </Stack>
  );
}
