import { TextInput } from '@mantine/core';
import { useFormContext, useWatch } from 'react-hook-form';
import { messageOf } from '../lib/form-errors.js';
import { ChoiceField } from './choice-field.js';
import { ClientKeysFields } from './client-keys-fields.js';

interface ClientForm {
  client_id: string;
  token_endpoint_auth_method: 'client_secret_basic' | 'private_key_jwt';
}

/** What a new client is known by and how it proves who it is, with its keys where it signs. Stands in its form. */
export function ClientCreationFields() {
  const { control, register, formState } = useFormContext<ClientForm>();
  const method = useWatch({ control, name: 'token_endpoint_auth_method' });
  return (
    <>
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
          { value: 'private_key_jwt', label: 'Private key' },
        ]}
      />
      {method === 'private_key_jwt' && <ClientKeysFields />}
    </>
  );
}
