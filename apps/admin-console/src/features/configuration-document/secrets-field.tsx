import { PasswordInput, Stack, Text } from '@mantine/core';
import type { AbsentSecret } from '@passant/configuration-files';

interface Props {
  /** The references of the files that nothing was typed for yet, and those that something was typed for. */
  references: readonly Pick<AbsentSecret, 'reference' | 'path'>[];
  values: ReadonlyMap<string, string>;
  onChange: (reference: string, value: string) => void;
}

/** Takes the values of secrets that the files refer to. An empty one is kept as it is stored. */
export function SecretsField({ references, values, onChange }: Props) {
  if (references.length === 0) return null;
  return (
    <details>
      <summary>Secrets that the files refer to: {references.length}</summary>
      <Stack gap="sm" mt="sm">
        <Text c="dimmed" size="sm" maw={620}>
          The server reads no variable and no file for this page. A secret that you leave empty is kept as it is stored;
          something new needs its secret here.
        </Text>
        {references.map(({ reference, path }) => (
          <PasswordInput
            key={reference}
            label={reference}
            description={path}
            placeholder="Kept as it is stored"
            value={values.get(reference) ?? ''}
            onChange={(event) => onChange(reference, event.currentTarget.value)}
            autoComplete="off"
            styles={{ label: { overflowWrap: 'anywhere' }, description: { overflowWrap: 'anywhere' } }}
          />
        ))}
      </Stack>
    </details>
  );
}
