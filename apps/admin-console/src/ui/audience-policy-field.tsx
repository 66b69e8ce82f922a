import type { ReactNode } from 'react';
import { Select } from '@mantine/core';
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form';
import type { AudiencePolicy } from '@passant/contracts';

/** What the policies mean, in the words of the console. */
export const AUDIENCE_POLICY_WORDS: Record<AudiencePolicy, string> = {
  STRICT: 'The issuer only',
  LEGACY: 'Also the endpoint, for older software',
};

interface Props<T extends FieldValues> {
  control: Control<T>;
  name: FieldPath<T>;
  label: string;
  description?: ReactNode;
}

/** Which audiences client assertions may name. */
export function AudiencePolicyField<T extends FieldValues>({ control, name, label, description }: Props<T>) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { value, onChange, onBlur, ref } }) => (
        <Select
          ref={ref}
          label={label}
          description={description}
          maw={420}
          allowDeselect={false}
          data={Object.entries(AUDIENCE_POLICY_WORDS).map(([policy, words]) => ({ value: policy, label: words }))}
          value={value}
          onChange={onChange}
          onBlur={onBlur}
        />
      )}
    />
  );
}
