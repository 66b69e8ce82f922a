import { SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { Controller, useFormContext } from 'react-hook-form';
import { inWords } from '../../lib/durations.js';
import { messageOf } from '../../lib/form-errors.js';
import { NumberField } from '../../ui/number-field.js';
import { SectionCard } from '../../ui/section-card.js';
import { SwitchField } from '../../ui/switch-field.js';
import { TagsField } from '../../ui/tags-field.js';
import type { IdentityProviderForm } from './identity-provider-form.js';
import { scriptsAfterFlowChange } from './script-templates.js';

/** What a provider is called and how it is used. */
export function ProviderGeneralSection({ isNew = false }: { isNew?: boolean }) {
  const { control, register, formState, getValues, setValue } = useFormContext<IdentityProviderForm>();
  return (
    <SectionCard id="general" title="General" purpose="What the provider is called and how an app runs through it.">
      <Stack gap="md">
        {isNew && (
          <TextInput
            label="Identifier"
            description="Stands in the address that apps call. It cannot be changed later."
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
          name="flow"
          render={({ field: { value, onChange } }) => (
            <div>
              <Text fw={500} id="flow">
                Flow
              </Text>
              <Text fz="xs" c="dimmed" mb={6}>
                {value === 'ONE_STEP'
                  ? 'The app calls complete with everything the script needs.'
                  : 'The app calls init, does something with the answer, and then calls complete.'}
              </Text>
              <SegmentedControl
                aria-labelledby="flow"
                value={value}
                onChange={(flow) => {
                  onChange(flow);
                  const to = flow;
                  setValue('scripts', scriptsAfterFlowChange(getValues('scripts'), to), { shouldDirty: true });
                }}
                data={[
                  { value: 'ONE_STEP', label: 'One step' },
                  { value: 'TWO_STEP', label: 'Two steps' },
                ]}
              />
            </div>
          )}
        />
        <SwitchField
          control={control}
          name="enabled"
          label="Enabled"
          description="Off: every registration with this provider is refused."
        />
        <SwitchField
          control={control}
          name="default"
          label="Default provider"
          description="Serves applications that name no provider of their own. There is at most one."
        />
      </Stack>
    </SectionCard>
  );
}

/** What bounds a provider's scripts and transactions. */
export function ProviderLimitsSection() {
  const { control } = useFormContext<IdentityProviderForm>();
  return (
    <SectionCard id="limits" title="Limits" purpose="How long a registration may take and where scripts may go.">
      <Stack gap="md">
        <NumberField
          control={control}
          name="transaction_validity"
          label="Transaction validity"
          description="Seconds between init and the last complete, from 30 to 3 600."
          words={inWords}
        />
        <TagsField
          control={control}
          name="allowed_hosts"
          label="Allowed hosts"
          description="Host names, with a port where needed, that scripts may reach. Everything else is refused."
          placeholder="scheme.example.com"
        />
      </Stack>
    </SectionCard>
  );
}
