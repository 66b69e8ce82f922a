import { Stack, TextInput, Textarea } from '@mantine/core';
import { useFormContext, useWatch } from 'react-hook-form';
import type { ClientKeysForm } from '../lib/client-keys.js';
import { messageOf } from '../lib/form-errors.js';
import { AudiencePolicyField } from './audience-policy-field.js';
import { ChoiceField } from './choice-field.js';

/**
 * The public keys of a client that authenticates with private_key_jwt. Only a stored client can have an exception for
 * the audience of its assertions. Must be inside a form that has the members of {@link ClientKeysForm}.
 */
export function ClientKeysFields({ isNew = false }: { isNew?: boolean }) {
  const { control, register, formState } = useFormContext<ClientKeysForm>();
  const source = useWatch({ control, name: 'key_source' });
  return (
    <Stack gap="md">
      <ChoiceField
        control={control}
        name="key_source"
        label="Its public keys"
        data={[
          { value: 'jwks', label: 'Are entered here' },
          { value: 'jwks_uri', label: 'Are at an address' },
        ]}
      />
      {source === 'jwks' ? (
        <Textarea
          label="Public keys"
          description="A JWK set with the public part only. Keys are P-256 or RSA of 2048 bits and more; an RSA key without an alg is for PS256 and RS256. Give each a kid if there are several."
          placeholder='{"keys": [{"kty": "EC", "crv": "P-256", …}]}'
          autosize
          minRows={4}
          maxRows={12}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.78125rem' } }}
          error={messageOf(formState.errors.jwks)}
          {...register('jwks')}
        />
      ) : (
        <TextInput
          label="Address of its keys"
          description="An https address that answers with a JWK set. It is fetched when a key is needed and kept for a while."
          placeholder="https://portal.example.com/jwks.json"
          autoComplete="off"
          spellCheck={false}
          error={messageOf(formState.errors.jwks_uri)}
          {...register('jwks_uri')}
        />
      )}
      {!isNew && <AudiencePolicyField label="Audience of its assertions" />}
    </Stack>
  );
}
