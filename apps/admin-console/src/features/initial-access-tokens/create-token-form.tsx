import { useState } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import { CreateInitialAccessToken, type CreatedInitialAccessToken } from '@passant/contracts';
import { asApiError, type ApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { messageOf, showFieldErrors } from '../../lib/form-errors.js';
import { keys } from '../../lib/queries/keys.js';
import { allApplications } from '../../lib/queries/lists.js';
import { ErrorState } from '../../ui/error-state.js';
import { NumberField } from '../../ui/number-field.js';

const LIFETIMES = [
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '7 days' },
  { value: '2592000', label: '30 days' },
  { value: '31536000', label: '1 year' },
];

interface Props {
  onCreated: (token: CreatedInitialAccessToken) => void;
  onCancel: () => void;
}

export function CreateTokenForm({ onCreated, onCancel }: Props) {
  const queryClient = useQueryClient();
  const { data: applications = [] } = useQuery(allApplications);
  const [refusal, setRefusal] = useState<{ error: ApiError; remarks: string[] }>();
  const form = useForm({
    resolver: zodResolver(CreateInitialAccessToken),
    defaultValues: {
      label: '',
      application: '',
      registrations: 1,
      expires_in: 86_400,
    } as CreateInitialAccessToken,
  });
  const { control, register, formState } = form;

  const submit = form.handleSubmit(async ({ label, ...body }) => {
    setRefusal(undefined);
    try {
      onCreated(await call('createInitialAccessToken', { body: label ? { ...body, label } : body }));
      void queryClient.invalidateQueries({ queryKey: keys.initialAccessTokens });
    } catch (thrown) {
      const error = asApiError(thrown);
      const fields = ['label', 'application', 'registrations', 'expires_in'];
      setRefusal({ error, remarks: showFieldErrors(error, fields, form.setError) });
    }
  });

  return (
    <form
      onSubmit={(event) => {
        event.stopPropagation();
        void submit(event);
      }}
      noValidate
    >
      <Stack gap="md">
        <Text c="dimmed">
          Whoever holds the token can register clients with it, as often as you allow and until it expires. Bound to an
          application, it makes only instances of that application: each sends its public key and gets a client id.
        </Text>
        {refusal && <ErrorState error={refusal.error} remarks={refusal.remarks} />}
        <TextInput
          label="Label"
          description="For people: whom it is for, what for."
          placeholder="Nightly tests"
          data-autofocus
          autoComplete="off"
          error={messageOf(formState.errors.label)}
          {...register('label')}
        />
        <Controller
          control={control}
          name="application"
          render={({ field: { value, onChange, onBlur, ref }, fieldState: { error } }) => (
            <Select
              ref={ref}
              label="Application"
              description="What registers with the token becomes a client of this application."
              placeholder="Choose an application"
              required
              searchable
              data={applications.map(({ identifier, name }) => ({
                value: identifier,
                label: `${name} (${identifier})`,
              }))}
              value={value || null}
              onChange={(chosen) => onChange(chosen ?? '')}
              onBlur={onBlur}
              error={messageOf(error)}
            />
          )}
        />
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
                onChange={(chosen) => onChange(Number(chosen))}
                onBlur={onBlur}
                error={messageOf(error)}
              />
            )}
          />
        </SimpleGrid>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={formState.isSubmitting}>
            Create token
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
