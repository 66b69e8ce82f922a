import { useId, type ReactNode } from 'react';
import { Switch, Text } from '@mantine/core';
import { Controller, type Control, type FieldPath, type FieldValues } from 'react-hook-form';
import classes from './switch-field.module.css';

interface Props<T extends FieldValues> {
  control: Control<T>;
  name: FieldPath<T>;
  label: string;
  description?: ReactNode;
}

/**
 * A switch in a form, with one sentence about its effect. The sentence is outside the label, so that the switch's
 * accessible name is its label only.
 */
export function SwitchField<T extends FieldValues>({ control, name, label, description }: Props<T>) {
  const sentenceId = useId();
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { value, onChange, onBlur, ref } }) => (
        <div>
          <Switch
            ref={ref}
            label={label}
            aria-describedby={description ? sentenceId : undefined}
            checked={Boolean(value)}
            onChange={(event) => onChange(event.currentTarget.checked)}
            onBlur={onBlur}
            styles={{ label: { fontWeight: 500 } }}
          />
          {description && (
            <Text fz="xs" c="dimmed" id={sentenceId} className={classes['sentence']}>
              {description}
            </Text>
          )}
        </div>
      )}
    />
  );
}
