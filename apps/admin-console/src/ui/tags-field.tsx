import type { ReactNode } from 'react';
import { TagsInput } from '@mantine/core';
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form';
import { messageOf } from '../lib/form-errors.js';

interface Props<T extends FieldValues> {
  control: Control<T>;
  name: FieldPath<T>;
  label: string;
  description?: ReactNode;
  placeholder?: string;
  /** Suggestions while the user types; other values are accepted as well. */
  suggestions?: readonly string[];
}

/** A list of short texts. Enter, comma and space end an entry; pasted text may contain several. */
export function TagsField<T extends FieldValues>(props: Props<T>) {
  const { control, name, label, description, placeholder, suggestions = [] } = props;
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { value, onChange, onBlur, ref }, fieldState: { error } }) => (
        <TagsInput
          ref={ref}
          label={label}
          description={description}
          placeholder={(value as string[]).length === 0 ? placeholder : undefined}
          data={[...suggestions]}
          splitChars={[',', ' ', '\n']}
          acceptValueOnBlur
          value={value}
          onChange={onChange}
          onBlur={onBlur}
          error={messageOf(error)}
        />
      )}
    />
  );
}
