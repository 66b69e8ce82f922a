import { Stack } from '@mantine/core';
import { useFormContext } from 'react-hook-form';
import { inWords } from '../../lib/durations.js';
import { ChoiceField } from '../../ui/choice-field.js';
import { NamingFields } from '../../ui/naming-fields.js';
import { NumberField } from '../../ui/number-field.js';
import { SectionCard } from '../../ui/section-card.js';
import { SwitchField } from '../../ui/switch-field.js';
import { TagsField } from '../../ui/tags-field.js';
import type { IdentityProviderForm } from './identity-provider-form.js';
import { scriptsAfterFlowChange } from './script-templates.js';

/** The provider's name and how it is used. */
export function ProviderGeneralSection({ isNew = false }: { isNew?: boolean }) {
  const { control, getValues, setValue } = useFormContext<IdentityProviderForm>();
  return (
    <SectionCard id="general" title="General" purpose="What the provider is called and how an app runs through it.">
      <Stack gap="md">
        <NamingFields isNew={isNew} identifierHint="Stands in the address that apps call." />
        <ChoiceField
          control={control}
          name="flow"
          label="Flow"
          description={(flow) =>
            flow === 'ONE_STEP'
              ? 'The app calls complete with everything the script needs.'
              : 'The app calls init, does something with the answer, and then calls complete.'
          }
          data={[
            { value: 'ONE_STEP', label: 'One step' },
            { value: 'TWO_STEP', label: 'Two steps' },
          ]}
          onChosen={(flow) =>
            setValue('scripts', scriptsAfterFlowChange(getValues('scripts'), flow), { shouldDirty: true })
          }
        />
        <SwitchField
          control={control}
          name="enabled"
          label="Enabled"
          description="Off: every registration with this provider is refused, and tokens of people who registered with it are inactive until it is on again."
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

/** The limits of a provider's scripts and transactions. */
export function ProviderLimitsSection() {
  const { control } = useFormContext<IdentityProviderForm>();
  return (
    <SectionCard id="limits" title="Limits" purpose="How long a registration may take and where scripts may go.">
      <Stack gap="md">
        <NumberField
          control={control}
          name="transaction_validity"
          label="Transaction validity"
          description="Seconds between init and the last complete, from 30 to 3,600."
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
