import { useState } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Group, Modal, Stack, TextInput, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useForm, useWatch } from 'react-hook-form';
import { CreateScope, STANDARD_CLAIMS, type Scope, standardClaimsOf } from '@passant/contracts';
import { asApiError, type ApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { messageOf, showFieldErrors } from '../../lib/form-errors.js';
import { keys } from '../../lib/queries/keys.js';
import { useUnsaved } from '../../lib/unsaved-changes.js';
import { toastDone } from '../../ui/confirm.js';
import { ErrorState } from '../../ui/error-state.js';
import { TagsField } from '../../ui/tags-field.js';

/** Suggested names for attributes of a person: those with a standard meaning. */
const SUGGESTIONS = Object.values(STANDARD_CLAIMS).flat();

function tellsInWords(identifier: string): string {
  const standard = standardClaimsOf(identifier);
  const named = 'Attributes of the person, by the names the scripts give them.';
  return standard.length === 0 ? named : `${named} These it tells anyway: ${standard.join(', ')}.`;
}

/** Creates a scope, or edits the meaning of an existing one. */
export function ScopeDialog({ scope, onClose }: { scope?: Scope; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [refusal, setRefusal] = useState<{ error: ApiError; remarks: string[] }>();
  const form = useForm<CreateScope>({
    resolver: zodResolver(CreateScope),
    defaultValues: {
      identifier: scope?.identifier ?? '',
      description: scope?.description ?? '',
      claims: scope?.claims ?? [],
    },
  });
  const { register, formState } = form;
  const identifier = useWatch({ control: form.control, name: 'identifier' });
  useUnsaved(formState.isDirty);

  const submit = form.handleSubmit(async ({ identifier, description = '', claims = [] }) => {
    setRefusal(undefined);
    try {
      if (scope) await call('updateScope', { path: { identifier }, body: { description, claims }, etag: scope.etag });
      else await call('createScope', { body: { identifier, description, claims } });
      void queryClient.invalidateQueries({ queryKey: keys.scopes });
      toastDone(scope ? 'Changes saved' : `${identifier} was created`);
      onClose();
    } catch (thrown) {
      const error = asApiError(thrown);
      // The session has ended: the session guard asks for the password.
      if (error.status === 401) return;
      // Somebody else changed the scope in the meantime: reload the list to show their version.
      if (error.status === 412) void queryClient.invalidateQueries({ queryKey: keys.scopes });
      setRefusal({ error, remarks: showFieldErrors(error, ['identifier', 'description', 'claims'], form.setError) });
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
          {(scope?.identifier ?? identifier) === 'openid' ? null : (
            <TagsField
              control={form.control}
              name="claims"
              label="Tells clients that come by a code"
              description={tellsInWords(scope?.identifier ?? identifier)}
              placeholder="For example groups"
              suggestions={SUGGESTIONS}
            />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={formState.isSubmitting}>
              {scope ? 'Save scope' : 'Create scope'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
