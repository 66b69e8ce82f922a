import { TextInput } from '@mantine/core';

interface Props {
  value: string;
  onChange: (value: string) => void;
  optional: boolean;
  autoFocus?: boolean;
}

/** Why something is changed, in the words of whoever does it. */
export function ReasonField({ value, onChange, optional, autoFocus = false }: Props) {
  return (
    <TextInput
      data-autofocus={autoFocus || undefined}
      label={optional ? 'Reason (optional)' : 'Reason'}
      description="Stands in the audit, for whoever reads it later."
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      maxLength={500}
      autoComplete="off"
    />
  );
}
