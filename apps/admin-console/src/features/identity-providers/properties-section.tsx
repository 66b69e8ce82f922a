import { ActionIcon, Button, Checkbox, PasswordInput, Table, Text, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type SetProviderProperty, isExampleValue } from '@passant/contracts';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { messageOf } from '../../lib/form-errors.js';
import { Notice } from '../../ui/notice.js';
import { RowsTable } from '../../ui/rows-table.js';
import { SectionCard } from '../../ui/section-card.js';
import type { IdentityProviderForm } from './identity-provider-form.js';

const MONOSPACE = { input: { fontFamily: 'var(--mantine-font-family-monospace)' } };

interface SectionProps {
  /** Names of sensitive properties that have a value stored on the server. */
  stored: readonly string[];
  /** Names of properties whose stored value is an example value from a template. */
  examples?: readonly string[];
  readOnly: boolean;
}

/** Values that scripts read by name, such as URLs and keys. Sensitive ones are never shown again. */
export function PropertiesSection({ stored, examples = [], readOnly }: SectionProps) {
  const { control, formState, setFocus } = useFormContext<IdentityProviderForm>();
  const { fields, append, remove } = useFieldArray({ control, name: 'properties' });
  const properties = useWatch({ control, name: 'properties' });
  const hasExamples = properties.some((property) => holdsExample(property, examples));
  const add = () => {
    append({ identifier: '', sensitive: false, value: '' }, { shouldFocus: false });
    // Wait until the new row has been rendered.
    setTimeout(() => setFocus(`properties.${fields.length}.identifier`));
  };
  return (
    <SectionCard
      id="properties"
      title="Properties"
      purpose={
        <>
          What scripts read with <code>PROPERTIES.get(name)</code>: addresses and keys that do not belong into a script.
          Sensitive values are kept encrypted, never shown again, and masked in test runs.
        </>
      }
    >
      {hasExamples && (
        <Notice tone="bad">
          Example values of a template are still here. Scripts cannot read them, so this provider lets nobody in until
          you replace them.
        </Notice>
      )}
      {fields.length > 0 && (
        <RowsTable
          label="Properties"
          minWidth={520}
          titles={['Name', 'Value', 'Sensitive']}
          actions={{ name: 'Remove', width: 48 }}
        >
          {fields.map((field, index) => (
            <PropertyRow
              key={field.id}
              index={index}
              stored={stored}
              examples={examples}
              errors={formState.errors.properties?.[index]}
              readOnly={readOnly}
              onRemove={() => remove(index)}
            />
          ))}
        </RowsTable>
      )}
      {fields.length === 0 && (
        <Text c="dimmed" mb="sm">
          There are none.
        </Text>
      )}
      {!readOnly && (
        <Button variant="default" size="xs" mt={4} leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
          Add property
        </Button>
      )}
    </SectionCard>
  );
}

/**
 * Whether a property holds an example value from a template. Checks the value in the form, or the stored one if it is
 * hidden.
 */
function holdsExample({ identifier, value }: SetProviderProperty, examples: readonly string[]): boolean {
  return value === undefined ? examples.includes(identifier) : isExampleValue(value);
}

interface RowProps {
  index: number;
  /** Names of sensitive properties that have a value stored on the server. */
  stored: readonly string[];
  examples: readonly string[];
  errors: { identifier?: { message?: string }; value?: { message?: string } } | undefined;
  readOnly: boolean;
  onRemove: () => void;
}

function PropertyRow({ index, stored, examples, errors, readOnly, onRemove }: RowProps) {
  const { control, register, setValue } = useFormContext<IdentityProviderForm>();
  const property = useWatch({ control, name: `properties.${index}` });
  const { identifier, sensitive, value } = property;
  const kept = sensitive && stored.includes(identifier);
  const what = identifier === '' ? `property ${index + 1}` : identifier;
  // If a sensitive value is stored, an empty field means that it is kept.
  const change = (text: string) =>
    setValue(`properties.${index}.value`, text === '' && kept ? undefined : text, {
      shouldDirty: true,
      shouldValidate: true,
    });
  const field = {
    'aria-label': `Value of ${what}`,
    autoComplete: 'off',
    styles: MONOSPACE,
    value: value ?? '',
    onChange: (event: { currentTarget: HTMLInputElement }) => change(event.currentTarget.value),
    error:
      messageOf(errors?.value) ??
      (holdsExample(property, examples) ? 'is an example; put the real value here' : undefined),
  };
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>
        <TextInput
          aria-label={`Name of property ${index + 1}`}
          placeholder="scheme.url"
          autoComplete="off"
          spellCheck={false}
          styles={MONOSPACE}
          error={messageOf(errors?.identifier)}
          {...register(`properties.${index}.identifier`)}
        />
      </Table.Td>
      <Table.Td miw={220}>
        {sensitive ? (
          <PasswordInput {...field} autoComplete="new-password" placeholder={kept ? 'Kept; type to replace it' : ''} />
        ) : (
          <TextInput {...field} spellCheck={false} />
        )}
      </Table.Td>
      <Table.Td pt={12}>
        <Checkbox
          aria-label={`${what} is sensitive`}
          checked={sensitive}
          disabled={readOnly}
          onChange={(event) => {
            const next = event.currentTarget.checked;
            setValue(`properties.${index}.sensitive`, next, { shouldDirty: true });
            // A hidden value is not carried over into a field that shows it.
            if (!next) setValue(`properties.${index}.value`, value ?? '', { shouldDirty: true });
            else if (stored.includes(identifier) && !value) setValue(`properties.${index}.value`, undefined);
          }}
        />
      </Table.Td>
      <Table.Td>
        <Tooltip label="Remove">
          <ActionIcon color="gray" size="lg" aria-label={`Remove ${what}`} disabled={readOnly} onClick={onRemove}>
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Table.Td>
    </Table.Tr>
  );
}
