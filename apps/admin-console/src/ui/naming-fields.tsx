import { TextInput } from '@mantine/core';
import { useFormContext } from 'react-hook-form';
import { messageOf } from '../lib/form-errors.js';

interface NamedForm {
  identifier: string;
  name: string;
}

/**
 * The identifier and name of a configured record. The identifier can only be set once; `identifierHint` says where it
 * is used.
 */
export function NamingFields({ isNew, identifierHint }: { isNew: boolean; identifierHint: string }) {
  const { register, formState } = useFormContext<NamedForm>();
  return (
    <>
      {isNew && (
        <TextInput
          label="Identifier"
          description={`${identifierHint} It cannot be changed later.`}
          maw={420}
          autoComplete="off"
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          error={messageOf(formState.errors.identifier)}
          {...register('identifier')}
        />
      )}
      <TextInput
        label="Name"
        description="For people; shown in this console only."
        maw={420}
        autoComplete="off"
        error={messageOf(formState.errors.name)}
        {...register('name')}
      />
    </>
  );
}
