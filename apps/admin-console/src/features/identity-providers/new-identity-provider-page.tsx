import { useState } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Group } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useForm, useWatch } from 'react-hook-form';
import type { ScriptTemplate } from '@passant/contracts';
import { asApiError, type ApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { sameValue } from '../../lib/changed-members.js';
import { showFieldErrors } from '../../lib/form-errors.js';
import { keys } from '../../lib/queries/keys.js';
import { scriptKitQuery } from '../../lib/queries/scripts.js';
import { forgetUnsavedChanges } from '../../lib/unsaved-changes.js';
import { useSaveShortcut } from '../../lib/use-save-shortcut.js';
import { toastDone } from '../../ui/confirm.js';
import { Attention } from '../../ui/attention.js';
import { ErrorState } from '../../ui/error-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { UnsavedChangesGuard } from '../../ui/unsaved-changes-dialog.js';
import { NewIdentityProviderForm, withoutEmptyScripts, type IdentityProviderForm } from './identity-provider-form.js';
import { BACK_TO_PROVIDERS } from './identity-provider-page.js';
import { ProviderForm } from './provider-form.js';
import { ProviderRail } from './provider-rail.js';
import { EMPTY_IDENTITY_PROVIDER } from './script-templates.js';
import { TemplateChoice } from './template-choice.js';
import type { ScriptsSlot } from './scripts-slot.js';

/** Creates a Custom API provider, starting from a script that works. */
export function NewIdentityProviderPage({ scriptsSection }: { scriptsSection: ScriptsSlot }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [refusal, setRefusal] = useState<{ error: ApiError; remarks: string[] }>();
  const form = useForm<IdentityProviderForm>({
    resolver: zodResolver(NewIdentityProviderForm),
    defaultValues: EMPTY_IDENTITY_PROVIDER,
    mode: 'onTouched',
  });
  const values = { ...EMPTY_IDENTITY_PROVIDER, ...useWatch({ control: form.control }) } as IdentityProviderForm;
  const dirty = !sameValue(values, EMPTY_IDENTITY_PROVIDER);

  const { data: kit } = useQuery(scriptKitQuery);
  const [template, setTemplate] = useState<ScriptTemplate>();
  const choose = (chosen: ScriptTemplate | undefined) => {
    setTemplate(chosen);
    const { flow, scripts, allowed_hosts, properties } = chosen ?? EMPTY_IDENTITY_PROVIDER;
    const { identifier, name, enabled, default: isDefault } = form.getValues();
    // What was typed about the provider itself stays.
    const kept = { ...EMPTY_IDENTITY_PROVIDER, identifier, name, enabled, default: isDefault };
    form.reset({ ...kept, flow, scripts, allowed_hosts, properties });
  };

  const submit = form.handleSubmit(async (body) => {
    setRefusal(undefined);
    try {
      const created = await call('createIdentityProvider', { body: withoutEmptyScripts(body) });
      await saveFixtures(created.identifier, template);
      forgetUnsavedChanges();
      queryClient.setQueryData(keys.identityProvider(created.identifier), created);
      void queryClient.invalidateQueries({ queryKey: keys.identityProviders });
      toastDone(`${created.name} was created`);
      await navigate({
        to: '/configuration/identity-providers/$identifier',
        params: { identifier: created.identifier },
      });
    } catch (thrown) {
      const error = asApiError(thrown);
      if (error.status === 401) return;
      const remarks = showFieldErrors(error, Object.keys(EMPTY_IDENTITY_PROVIDER), form.setError);
      if (error.status === 409 && Object.keys(error.fields).length === 0) {
        form.setError('identifier', { message: 'is taken already' }, { shouldFocus: true });
      }
      setRefusal({ error, remarks });
    }
  });
  useSaveShortcut(() => void submit());

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <PageHeader title="New identity provider" back={BACK_TO_PROVIDERS} />
      <ProviderForm
        form={form}
        scriptsSection={scriptsSection}
        fixtures={template?.fixtures}
        rail={<ProviderRail form={values} />}
        notice={kit && <TemplateChoice templates={kit.templates} chosen={template?.id ?? ''} onChoose={choose} />}
      >
        {refusal && (
          <Attention key={refusal.error.errorId}>
            <ErrorState error={refusal.error} remarks={refusal.remarks} />
          </Attention>
        )}
        <Group gap="xs">
          <Button type="submit" loading={form.formState.isSubmitting}>
            Create identity provider
          </Button>
          <Button variant="default" component={Link} to="/configuration/identity-providers">
            Cancel
          </Button>
        </Group>
      </ProviderForm>
      <UnsavedChangesGuard dirty={dirty} />
    </form>
  );
}

/** Inputs of a template become inputs of the provider. They are a convenience: without them it is there all the same. */
async function saveFixtures(identifier: string, template: ScriptTemplate | undefined): Promise<void> {
  const saved = (template?.fixtures ?? []).map(({ name, ...body }) =>
    call('storeScriptFixture', { path: { identifier, name }, body }),
  );
  await Promise.allSettled(saved);
}
