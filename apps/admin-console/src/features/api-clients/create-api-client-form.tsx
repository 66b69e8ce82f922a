import { useState } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Controller, FormProvider, useForm, useWatch } from 'react-hook-form';
import type { CreatedApiClient } from '@passant/contracts';
import { asApiError, type ApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { messageOf, showFieldErrors } from '../../lib/form-errors.js';
import { keys } from '../../lib/queries/keys.js';
import { ClientKeysFields } from '../../ui/client-keys-fields.js';
import { ErrorState } from '../../ui/error-state.js';
import { ApiScopesField, VisibleApplicationsField } from './api-client-fields.js';
import { ApiClientForm, EMPTY_API_CLIENT, requestOf } from './api-client-form.js';

interface Props {
  onCreated: (client: CreatedApiClient) => void;
  onCancel: () => void;
}

export function CreateApiClientForm({ onCreated, onCancel }: Props) {
  const queryClient = useQueryClient();
  const [refusal, setRefusal] = useState<{ error: ApiError; remarks: string[] }>();
  const form = useForm<ApiClientForm>({ resolver: zodResolver(ApiClientForm), defaultValues: EMPTY_API_CLIENT });
  const { control, register, formState } = form;
  const method = useWatch({ control, name: 'token_endpoint_auth_method' });

  const submit = form.handleSubmit(async (valid) => {
    setRefusal(undefined);
    try {
      onCreated(await call('createApiClient', { body: requestOf(valid) }));
      void queryClient.invalidateQueries({ queryKey: keys.apiClients });
    } catch (thrown) {
      const error = asApiError(thrown);
      setRefusal({ error, remarks: showFieldErrors(error, Object.keys(EMPTY_API_CLIENT), form.setError) });
    }
  });

  return (
    <FormProvider {...form}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          {refusal && <ErrorState error={refusal.error} remarks={refusal.remarks} />}
          <TextInput
            label="Name"
            placeholder="Resource gateway"
            data-autofocus
            autoComplete="off"
            error={messageOf(formState.errors.name)}
            {...register('name')}
          />
          <ApiScopesField />
          <VisibleApplicationsField />
          <TextInput
            label="Client id"
            description="Optional. Left empty, the server draws one."
            autoComplete="off"
            spellCheck={false}
            error={messageOf(formState.errors.client_id)}
            {...register('client_id')}
          />
          <Controller
            control={control}
            name="token_endpoint_auth_method"
            render={({ field: { value, onChange } }) => (
              <div>
                <Text fw={500} id="auth-method" mb={4}>
                  Authenticates with
                </Text>
                <SegmentedControl
                  aria-labelledby="auth-method"
                  value={value}
                  onChange={onChange}
                  data={[
                    { value: 'client_secret_basic', label: 'Client secret' },
                    { value: 'private_key_jwt', label: 'Private key' },
                  ]}
                />
              </div>
            )}
          />
          {method === 'private_key_jwt' && <ClientKeysFields />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
            <Button type="submit" loading={formState.isSubmitting}>
              Create API client
            </Button>
          </Group>
        </Stack>
      </form>
    </FormProvider>
  );
}
