import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Controller, useWatch } from 'react-hook-form';
import type { CreatedInitialAccessToken } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { messageOf } from '../../lib/form-errors.js';
import { keys } from '../../lib/queries/keys.js';
import { allApplications } from '../../lib/queries/lists.js';
import { useCreation } from '../../lib/use-creation.js';
import { ChoiceField } from '../../ui/choice-field.js';
import { CreationForm } from '../../ui/creation-form.js';
import { NumberField } from '../../ui/number-field.js';
import { EMPTY_TOKEN, TokenForm, registrantOf, requestOf } from './token-form.js';
import { TokenExplanation } from './token-explanation.js';
import { FurtherLimits, LIFETIMES } from './token-limits.js';
import { TokenRights } from './token-rights.js';

interface Props {
  onCreated: (token: CreatedInitialAccessToken) => void;
  onCancel: () => void;
}

export function CreateTokenForm({ onCreated, onCancel }: Props) {
  const queryClient = useQueryClient();
  const { data: applications = [] } = useQuery(allApplications);
  const creation = useCreation<TokenForm>({
    schema: TokenForm,
    defaults: EMPTY_TOKEN,
    create: async (valid) => {
      onCreated(await call('createInitialAccessToken', { body: requestOf(valid) }));
      void queryClient.invalidateQueries({ queryKey: keys.initialAccessTokens });
    },
  });
  const { control, register, formState } = creation.form;
  const form = useWatch({ control }) as TokenForm;
  const chosen =
    form.belongs === 'application' ? applications.find(({ identifier }) => identifier === form.application) : undefined;
  const registrant = form.belongs === 'application' && !chosen ? 'installation' : registrantOf(chosen);

  return (
    <CreationForm creation={creation} what="initial access token" label="Create token" onCancel={onCancel}>
      <TextInput
        label="Label"
        description="For people: whom it is for, what for."
        placeholder="Nightly tests"
        data-autofocus
        autoComplete="off"
        error={messageOf(formState.errors.label)}
        {...register('label')}
      />
      <ChoiceField
        control={control}
        name="belongs"
        label="What registers with it"
        fullWidth
        data={[
          { value: 'application', label: 'Clients of an application' },
          { value: 'nobody', label: 'Clients of a developer' },
        ]}
      />
      {form.belongs === 'application' && (
        <Controller
          control={control}
          name="application"
          render={({ field: { value, onChange, onBlur, ref }, fieldState: { error } }) => (
            <Select
              ref={ref}
              label="Application"
              description="Of a mobile app its installations register, of a web application its back ends."
              placeholder="Choose an application"
              searchable
              data={applications.map(({ identifier, name }) => ({
                value: identifier,
                label: `${name} (${identifier})`,
              }))}
              value={value}
              onChange={onChange}
              onBlur={onBlur}
              error={messageOf(error)}
            />
          )}
        />
      )}
      <TokenRights registrant={registrant} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberField
          control={control}
          name="registrations"
          label="Registrations"
          description="How many clients it may make."
        />
        <Controller
          control={control}
          name="expires_in"
          render={({ field: { value, onChange, onBlur, ref }, fieldState: { error } }) => (
            <Select
              ref={ref}
              label="Expires after"
              description="Clients that it made stay."
              data={LIFETIMES}
              allowDeselect={false}
              value={String(value)}
              onChange={(period) => onChange(Number(period))}
              onBlur={onBlur}
              error={messageOf(error)}
            />
          )}
        />
      </SimpleGrid>
      <FurtherLimits withRedirects={registrant !== 'installation'} />
      <TokenExplanation form={form} application={chosen} />
    </CreationForm>
  );
}
