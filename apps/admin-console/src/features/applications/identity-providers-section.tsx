import { Anchor, Group, MultiSelect, Select, Stack, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Controller, useFormContext, useWatch } from 'react-hook-form';
import { messageOf } from '../../lib/form-errors.js';
import { SectionCard } from '../../ui/section-card.js';
import { EnabledStatus } from '../../ui/status.js';
import type { ApplicationForm } from './application-form.js';
import type { ProviderChoice } from './stateless-blockers.js';

/** Selects the identity providers that people register with. */
export function IdentityProvidersSection({ providers }: { providers: readonly ProviderChoice[] }) {
  const { control, setValue, getValues } = useFormContext<ApplicationForm>();
  const linked = useWatch({ control, name: 'identity_providers' });
  const byIdentifier = new Map(providers.map((provider) => [provider.identifier, provider]));
  const nameOf = (identifier: string) => byIdentifier.get(identifier)?.name ?? identifier;
  const fallback = providers.find((provider) => provider.default);
  // A linked provider that was not loaded stays an option, so that saving does not drop it.
  const choices = [...new Set([...byIdentifier.keys(), ...linked])];

  return (
    <SectionCard
      id="identity-providers"
      title="Identity providers"
      purpose={
        fallback
          ? `Who knows the people. Without a choice here, the default provider serves: ${fallback.name}.`
          : 'Who knows the people. Without a choice here nobody can register, because there is no default provider.'
      }
      aside={
        <Anchor component={Link} to="/configuration/identity-providers" size="sm" style={{ whiteSpace: 'nowrap' }}>
          Manage providers
        </Anchor>
      }
    >
      <Stack gap="md">
        <Controller
          control={control}
          name="identity_providers"
          render={({ field: { value, onChange, onBlur, ref }, fieldState: { error } }) => (
            <MultiSelect
              ref={ref}
              label="Linked identity providers"
              description="Tokens of people who registered with a provider are inactive here while it is not linked."
              placeholder={value.length === 0 ? 'Choose' : undefined}
              searchable
              nothingFoundMessage={providers.length === 0 ? 'There is no identity provider yet' : 'Nothing matches'}
              data={choices.map((identifier) => ({ value: identifier, label: nameOf(identifier) }))}
              value={value}
              onChange={(chosen) => {
                onChange(chosen);
                const byDefault = getValues('default_identity_provider');
                if (byDefault && !chosen.includes(byDefault))
                  setValue('default_identity_provider', null, { shouldDirty: true });
              }}
              onBlur={onBlur}
              error={messageOf(error)}
              renderOption={({ option, checked }) => {
                const provider = byIdentifier.get(option.value);
                return (
                  <Group justify="space-between" wrap="nowrap" flex={1} gap="md">
                    <div>
                      <Text span>{option.label}</Text>
                      <Text span ml="xs" fz="xs" c="dimmed">
                        {option.value}
                        {provider && ` · ${provider.flow === 'ONE_STEP' ? 'one step' : 'two steps'}`}
                      </Text>
                    </div>
                    <Group gap="xs" wrap="nowrap">
                      {provider && <EnabledStatus enabled={provider.enabled} />}
                      {checked && <IconCheck size={15} aria-hidden />}
                    </Group>
                  </Group>
                );
              }}
            />
          )}
        />
        {linked.length > 0 && (
          <Controller
            control={control}
            name="default_identity_provider"
            render={({ field: { value, onChange, onBlur, ref }, fieldState: { error } }) => (
              <Select
                ref={ref}
                label="Default identity provider"
                description="Noted for whoever reads the configuration. A registration always names its provider itself, so nothing is refused or chosen by it."
                placeholder="None"
                clearable
                maw={420}
                data={linked.map((identifier) => ({ value: identifier, label: nameOf(identifier) }))}
                value={value}
                onChange={onChange}
                onBlur={onBlur}
                error={messageOf(error)}
              />
            )}
          />
        )}
      </Stack>
    </SectionCard>
  );
}
