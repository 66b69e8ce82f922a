import { useState } from 'react';
import { Button, Group } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useWatch } from 'react-hook-form';
import type { ScriptTemplate } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { sameValue } from '../../lib/changed-members.js';
import { PAGES } from '../../lib/pages.js';
import { keys } from '../../lib/queries/keys.js';
import { scriptKitQuery } from '../../lib/queries/scripts.js';
import { forgetUnsavedChanges } from '../../lib/unsaved-changes.js';
import { useCreation } from '../../lib/use-creation.js';
import { useSaveShortcut } from '../../lib/use-save-shortcut.js';
import { toastDone } from '../../ui/confirm.js';
import { Attention } from '../../ui/attention.js';
import { ErrorState } from '../../ui/error-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { UnsavedChangesGuard } from '../../ui/unsaved-changes-dialog.js';
import { NewIdentityProviderForm, withoutEmptyScripts, type IdentityProviderForm } from './identity-provider-form.js';
import { ProviderForm } from './provider-form.js';
import { ProviderRail } from './provider-rail.js';
import { EMPTY_IDENTITY_PROVIDER } from './script-templates.js';
import { TemplateChoice } from './template-choice.js';
import type { ScriptsSlot } from './scripts-slot.js';

/** Creates a Custom API provider, starting from a working script. */
export function NewIdentityProviderPage({ scriptsSection }: { scriptsSection: ScriptsSlot }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [template, setTemplate] = useState<ScriptTemplate>();
  const { form, refusal, submit } = useCreation<IdentityProviderForm>({
    schema: NewIdentityProviderForm,
    defaults: EMPTY_IDENTITY_PROVIDER,
    mode: 'onTouched',
    taken: 'identifier',
    create: async (body) => {
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
    },
  });
  const values = { ...EMPTY_IDENTITY_PROVIDER, ...useWatch({ control: form.control }) } as IdentityProviderForm;
  const dirty = !sameValue(values, EMPTY_IDENTITY_PROVIDER);

  const { data: kit } = useQuery(scriptKitQuery);
  const choose = (chosen: ScriptTemplate | undefined) => {
    setTemplate(chosen);
    const { flow, scripts, allowed_hosts, properties } = chosen ?? EMPTY_IDENTITY_PROVIDER;
    const { identifier, name, enabled, default: isDefault } = form.getValues();
    // Keep what the user has entered about the provider itself.
    const kept = { ...EMPTY_IDENTITY_PROVIDER, identifier, name, enabled, default: isDefault };
    form.reset({ ...kept, flow, scripts, allowed_hosts, properties });
  };

  useSaveShortcut(() => submit());

  return (
    <form onSubmit={submit} noValidate>
      <PageHeader title="New identity provider" back={PAGES.identityProviders} />
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

/**
 * Saves the template's test inputs for the provider. They are a convenience: the provider exists even if this fails.
 */
async function saveFixtures(identifier: string, template: ScriptTemplate | undefined): Promise<void> {
  const saved = (template?.fixtures ?? []).map(({ name, ...body }) =>
    call('storeScriptFixture', { path: { identifier, name }, body }),
  );
  await Promise.allSettled(saved);
}
