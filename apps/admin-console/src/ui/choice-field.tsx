import { useId, type ReactNode } from 'react';
import { SegmentedControl, Text } from '@mantine/core';
import { Controller, type Control, type FieldPath, type FieldPathValue, type FieldValues } from 'react-hook-form';

interface Props<T extends FieldValues, Name extends FieldPath<T>> {
  control: Control<T>;
  name: Name;
  label: string;
  data: { value: FieldPathValue<T, Name> & string; label: string }[];
  /** Shown between the label and the choices. */
  description?: (chosen: FieldPathValue<T, Name>) => ReactNode;
  /** Shown below the choices: explains the selected one. */
  meaning?: (chosen: FieldPathValue<T, Name>) => ReactNode;
  fullWidth?: boolean;
  /** Further effects of a choice made by the user. */
  onChosen?: (chosen: FieldPathValue<T, Name>) => void;
}

/** A form field to select one of a few choices, shown side by side. */
export function ChoiceField<T extends FieldValues, Name extends FieldPath<T>>(props: Props<T, Name>) {
  const { control, name, label, data, description, meaning, fullWidth = false, onChosen } = props;
  const labelId = useId();
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { value, onChange } }) => (
        <div>
          <Text fw={550} id={labelId} mb={description ? 0 : 4}>
            {label}
          </Text>
          {description && (
            <Text fz="xs" c="dimmed" mb={6}>
              {description(value)}
            </Text>
          )}
          <SegmentedControl
            aria-labelledby={labelId}
            fullWidth={fullWidth}
            value={value}
            onChange={(chosen) => {
              onChange(chosen);
              onChosen?.(chosen);
            }}
            data={data}
          />
          {meaning && (
            <Text c="dimmed" fz="sm" mt={6}>
              {meaning(value)}
            </Text>
          )}
        </div>
      )}
    />
  );
}
