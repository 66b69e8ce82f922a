import { SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { Controller, useFormContext } from 'react-hook-form';
import { messageOf } from '../../lib/form-errors.js';
import { SectionCard } from '../../ui/section-card.js';
import { SwitchField } from '../../ui/switch-field.js';
import type { ApplicationForm } from './application-form.js';

/** Identifier (of a new one only), name, enabled, client type. */
export function GeneralSection({ isNew = false }: { isNew?: boolean }) {
  const { control, register, formState } = useFormContext<ApplicationForm>();
  return (
    <SectionCard id="general" title="General" purpose="What the application is called and what kind of client it is.">
      <Stack gap="md">
        {isNew && (
          <TextInput
            label="Identifier"
            description="Stands in URLs, in logs and in introspection as app_identifier. It cannot be changed later."
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
        <Controller
          control={control}
          name="client_type"
          render={({ field: { value, onChange } }) => (
            <div>
              <Text fw={550} id="client-type">
                Client type
              </Text>
              <Text fz="xs" c="dimmed" mb={6}>
                Only a mobile client can register statelessly.
              </Text>
              <SegmentedControl
                aria-labelledby="client-type"
                value={value}
                onChange={onChange}
                data={[
                  { value: 'mobile', label: 'Mobile' },
                  { value: 'web', label: 'Web' },
                ]}
              />
            </div>
          )}
        />
        <SwitchField
          control={control}
          name="enabled"
          label="Enabled"
          description="Off: every request of this application is refused. Nothing is deleted."
        />
      </Stack>
    </SectionCard>
  );
}
