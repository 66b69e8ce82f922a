import { useState } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Group, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Controller, FormProvider, useForm, useWatch } from 'react-hook-form';
import type { CreatedWebClient } from '@passant/contracts';
import { asApiError, type ApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { messageOf, showFieldErrors } from '../../lib/form-errors.js';
import { keys } from '../../lib/queries/keys.js';
import { allApplications } from '../../lib/queries/lists.js';
import { ClientKeysFields } from '../../ui/client-keys-fields.js';
import { ErrorState } from '../../ui/error-state.js';
import { EMPTY_WEB_CLIENT, WebClientForm, requestOf } from './web-client-form.js';

interface Props {
  onCreated: (client: CreatedWebClient) => void;
  onCancel: () => void;
}

export function CreateWebClientForm({ onCreated, onCancel }: Props) {
  const queryClient = useQueryClient();
  const { data: applications } = useQuery(allApplications);
  const web = (applications ?? []).filter((application) => application.client_type === 'web');
  const [refusal, setRefusal] = useState<{ error: ApiError; remarks: string[] }>();
  const form = useForm<WebClientForm>({ resolver: zodResolver(WebClientForm), defaultValues: EMPTY_WEB_CLIENT });
  const { control, register, formState } = form;
  const method = useWatch({ control, name: 'token_endpoint_auth_method' });

  const submit = form.handleSubmit(async (valid) => {
    setRefusal(undefined);
    try {
      onCreated(await call('createWebClient', { body: requestOf(valid) }));
      void queryClient.invalidateQueries({ queryKey: keys.webClients });
    } catch (thrown) {
      const error = asApiError(thrown);
      setRefusal({ error, remarks: showFieldErrors(error, Object.keys(EMPTY_WEB_CLIENT), form.setError) });
    }
  });

  return (
    <FormProvider {...form}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          {refusal && <ErrorState error={refusal.error} remarks={refusal.remarks} />}
          <TextInput
            label="Name"
            placeholder="Customer portal"
            data-autofocus
            autoComplete="off"
            error={messageOf(formState.errors.name)}
            {...register('name')}
          />
          <Controller
            control={control}
            name="application"
            render={({ field: { value, onChange, onBlur, ref }, fieldState: { error } }) => (
              <Select
                ref={ref}
                label="Application"
                description={
                  applications && web.length === 0
                    ? 'There is no application of the type web yet. Create one first.'
                    : 'One of the type web. It cannot be changed later.'
                }
                placeholder="Choose an application"
                searchable
                data={web.map(({ identifier, name }) => ({ value: identifier, label: `${name} (${identifier})` }))}
                value={value}
                onChange={onChange}
                onBlur={onBlur}
                error={messageOf(error)}
              />
            )}
          />
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
              Create web client
            </Button>
          </Group>
        </Stack>
      </form>
    </FormProvider>
  );
}
