import type { ReactNode } from 'react';
import { NumberInput } from '@mantine/core';
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form';
import { messageOf } from '../lib/form-errors.js';
import { separators } from '../lib/language.js';

interface Props<T extends FieldValues> {
  control: Control<T>;
  name: FieldPath<T>;
  label: string;
  description?: ReactNode;
  suffix?: string;
  /** The number in words, shown beside it. */
  words?: (value: number) => string;
  required?: boolean;
}

/** A form field for an integer. An empty field is `NaN`, which every schema rejects. */
export function NumberField<T extends FieldValues>(props: Props<T>) {
  const { control, name, label, description, suffix, words, required } = props;
  const { group, decimal } = separators();
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { value, onChange, onBlur, ref }, fieldState: { error } }) => {
        const number = value as number;
        return (
          <NumberInput
            ref={ref}
            label={label}
            description={description}
            required={required}
            withAsterisk={false}
            suffix={suffix}
            allowDecimal={false}
            allowNegative={false}
            thousandSeparator={group}
            decimalSeparator={decimal}
            styles={{ wrapper: { maxWidth: '17.5rem' }, description: { maxWidth: '35rem' } }}
            value={Number.isNaN(number) ? '' : number}
            onChange={(entered) => onChange(typeof entered === 'number' ? entered : NaN)}
            onBlur={onBlur}
            error={messageOf(error)}
            rightSectionWidth={words ? 'calc(min(10.625rem, 60%))' : undefined}
            rightSectionProps={{ style: { justifyContent: 'flex-end', paddingRight: 12 } }}
            rightSection={words && !Number.isNaN(number) ? <Words>{words(number)}</Words> : undefined}
            hideControls
          />
        );
      }}
    />
  );
}

function Words({ children }: { children: string }) {
  return (
    <span
      style={{
        color: 'var(--mantine-color-dimmed)',
        fontSize: '0.75rem',
        whiteSpace: 'nowrap',
        overflow: 'hidden',
        textOverflow: 'ellipsis',
      }}
    >
      {children && `= ${children}`}
    </span>
  );
}
