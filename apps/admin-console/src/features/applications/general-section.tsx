import { Stack } from '@mantine/core';
import { useFormContext } from 'react-hook-form';
import { ChoiceField } from '../../ui/choice-field.js';
import { NamingFields } from '../../ui/naming-fields.js';
import { SectionCard } from '../../ui/section-card.js';
import { SwitchField } from '../../ui/switch-field.js';
import type { ApplicationForm } from './application-form.js';

/** Identifier (only for a new application), name, enabled state and client type. */
export function GeneralSection({ isNew = false }: { isNew?: boolean }) {
  const { control } = useFormContext<ApplicationForm>();
  return (
    <SectionCard id="general" title="General" purpose="What the application is called and what kind of client it is.">
      <Stack gap="md">
        <NamingFields isNew={isNew} identifierHint="Stands in URLs, in logs and in introspection as app_identifier." />
        <ChoiceField
          control={control}
          name="client_type"
          label="Client type"
          description={() => 'Only a mobile client can register statelessly.'}
          data={[
            { value: 'mobile', label: 'Mobile' },
            { value: 'web', label: 'Web' },
          ]}
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
