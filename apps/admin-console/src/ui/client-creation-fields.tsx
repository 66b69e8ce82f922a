import type { ReactNode } from 'react';
import { TextInput } from '@mantine/core';
import { useFormContext, useWatch } from 'react-hook-form';
import type { ApiClientAuthMethod } from '@passant/contracts';
import { messageOf } from '../lib/form-errors.js';
import { ChoiceField } from './choice-field.js';
import { ClientKeysFields } from './client-keys-fields.js';

interface ClientForm {
  name: string;
  client_id: string;
  token_endpoint_auth_method: ApiClientAuthMethod;
}

const EITHER_WAY =
  'A secret is taken in the header (Basic) and in the body alike; this is what the client is told to be.';
const MEANINGS: Record<ApiClientAuthMethod, string> = {
  client_secret_basic: EITHER_WAY,
  client_secret_post: EITHER_WAY,
  private_key_jwt: 'It signs assertions; the server knows its public key alone.',
};

interface Props {
  /** Example name of such a client. */
  example: string;
  /** Additional fields, below the name. */
  children: ReactNode;
}

/**
 * The name, id and authentication method of a new client, and its keys if it uses private_key_jwt. Must be inside its
 * form.
 */
export function ClientCreationFields({ example, children }: Props) {
  const { control, register, formState } = useFormContext<ClientForm>();
  const method = useWatch({ control, name: 'token_endpoint_auth_method' });
  return (
    <>
      <TextInput
        label="Name"
        placeholder={example}
        data-autofocus
        autoComplete="off"
        error={messageOf(formState.errors.name)}
        {...register('name')}
      />
      {children}
      <TextInput
        label="Client id"
        description="Optional. Left empty, the server draws one."
        autoComplete="off"
        spellCheck={false}
        error={messageOf(formState.errors.client_id)}
        {...register('client_id')}
      />
      <ChoiceField
        control={control}
        name="token_endpoint_auth_method"
        label="Authenticates with"
        data={[
          { value: 'client_secret_basic', label: 'Client secret' },
          { value: 'client_secret_post', label: 'Client secret in the body' },
          { value: 'private_key_jwt', label: 'Private key' },
        ]}
        meaning={(chosen) => MEANINGS[chosen]}
      />
      {method === 'private_key_jwt' && <ClientKeysFields isNew />}
    </>
  );
}
