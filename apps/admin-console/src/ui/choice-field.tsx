import { useId, type ReactNode } from 'react';
import { SegmentedControl, Text } from '@mantine/core';
import { Controller, type Control, type FieldPath, type FieldPathValue, type FieldValues } from 'react-hook-form';

interface Props<T extends FieldValues, Name extends FieldPath<T>> {
  control: Control<T>;
  name: Name;
  label: string;
  data: { value: FieldPathValue<T, Name> & string; label: string }[];
  /** Stands between the label and the choices. */
  description?: (chosen: FieldPathValue<T, Name>) => ReactNode;
  /** Stands below: what was chosen means. */
  meaning?: (chosen: FieldPathValue<T, Name>) => ReactNode;
  fullWidth?: boolean;
  /** What else follows from the choice of a person. */
  onChosen?: (chosen: FieldPathValue<T, Name>) => void;
}

/** One of a few choices of a form, side by side. */
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
