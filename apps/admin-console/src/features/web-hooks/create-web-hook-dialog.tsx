import { useState } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { WEB_HOOK_PATHS, WEB_HOOK_TYPES } from '@passant/contracts';
import { asApiError, type ApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { messageOf, showFieldErrors } from '../../lib/form-errors.js';
import { keys } from '../../lib/queries/keys.js';
import { ChoiceField } from '../../ui/choice-field.js';
import { toastDone } from '../../ui/confirm.js';
import { ErrorState } from '../../ui/error-state.js';
import { AddressFields, AuthenticationFields } from './web-hook-fields.js';
import { EMPTY_WEB_HOOK, WebHookForm, requestOf } from './web-hook-form.js';
import { TYPE_LABELS, TYPE_PURPOSES } from './web-hook-words.js';

/** Creates a hook and goes to its page, where it can be tried. */
export function CreateWebHookDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [refusal, setRefusal] = useState<{ error: ApiError; remarks: string[] }>();
  const form = useForm<WebHookForm>({ resolver: zodResolver(WebHookForm), defaultValues: EMPTY_WEB_HOOK });
  const { control, register, formState } = form;
  const type = useWatch({ control, name: 'type' });

  const submit = form.handleSubmit(async (valid) => {
    setRefusal(undefined);
    try {
      const hook = await call('createWebHook', { body: requestOf(valid) });
      void queryClient.invalidateQueries({ queryKey: keys.webHooks });
      queryClient.setQueryData(keys.webHook(hook.id), hook);
      toastDone(`${hook.name} was created`);
      await navigate({ to: '/configuration/web-hooks/$id', params: { id: hook.id } as never });
    } catch (thrown) {
      const error = asApiError(thrown);
      setRefusal({ error, remarks: showFieldErrors(error, Object.keys(EMPTY_WEB_HOOK), form.setError) });
    }
  });

  return (
    <Modal opened onClose={onClose} title="New web hook" size="lg">
      <FormProvider {...form}>
        <form onSubmit={(event) => void submit(event)} noValidate>
          <Stack gap="md">
            {refusal && <ErrorState error={refusal.error} remarks={refusal.remarks} />}
            <ChoiceField
              control={control}
              name="type"
              label="Customises"
              data={WEB_HOOK_TYPES.map((one) => ({ value: one, label: TYPE_LABELS[one] }))}
              meaning={(one) => TYPE_PURPOSES[one]}
            />
            <AddressFields path={WEB_HOOK_PATHS[type]} />
            <TextInput
              label="Identifier"
              description="Optional. Left empty, the server draws one. It cannot be changed later."
              maw={420}
              autoComplete="off"
              spellCheck={false}
              error={messageOf(formState.errors.id)}
              {...register('id')}
            />
            <AuthenticationFields />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={formState.isSubmitting}>
                Create web hook
              </Button>
            </Group>
          </Stack>
        </form>
      </FormProvider>
    </Modal>
  );
}
