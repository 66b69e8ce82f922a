import { useState } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Group, Modal, Stack, TextInput, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { CreateScope, type Scope } from '@passant/contracts';
import { asApiError, type ApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { messageOf, showFieldErrors } from '../../lib/form-errors.js';
import { keys } from '../../lib/queries/keys.js';
import { toastDone } from '../../ui/confirm.js';
import { ErrorState } from '../../ui/error-state.js';

/** Makes a scope, or describes one that is there. */
export function ScopeDialog({ scope, onClose }: { scope?: Scope; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [refusal, setRefusal] = useState<{ error: ApiError; remarks: string[] }>();
  const form = useForm<CreateScope>({
    resolver: zodResolver(CreateScope),
    defaultValues: { identifier: scope?.identifier ?? '', description: scope?.description ?? '' },
  });
  const { register, formState } = form;

  const submit = form.handleSubmit(async ({ identifier, description = '' }) => {
    setRefusal(undefined);
    try {
      if (scope) await call('updateScope', { path: { identifier }, body: { description }, etag: scope.etag });
      else await call('createScope', { body: { identifier, description } });
      void queryClient.invalidateQueries({ queryKey: keys.scopes });
      toastDone(scope ? 'Changes saved' : `${identifier} was created`);
      onClose();
    } catch (thrown) {
      const error = asApiError(thrown);
      // Somebody else described it meanwhile: the list shows their words next.
      if (error.status === 412) void queryClient.invalidateQueries({ queryKey: keys.scopes });
      setRefusal({ error, remarks: showFieldErrors(error, ['identifier', 'description'], form.setError) });
    }
  });

  return (
    <Modal opened onClose={onClose} title={scope ? scope.identifier : 'New scope'} size="md">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          {refusal && <ErrorState error={refusal.error} remarks={refusal.remarks} />}
          {!scope && (
            <TextInput
              label="Identifier"
              description="Stands in requests and tokens: letters, digits and _ - : . It cannot be changed later."
              data-autofocus
              autoComplete="off"
              spellCheck={false}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
              error={messageOf(formState.errors.identifier)}
              {...register('identifier')}
            />
          )}
          <Textarea
            label="Description"
            description="For administrators; apps and people do not see it."
            data-autofocus={scope ? true : undefined}
            autosize
            minRows={2}
            error={messageOf(formState.errors.description)}
            {...register('description')}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={formState.isSubmitting}>
              {scope ? 'Save description' : 'Create scope'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
