import { Button, Group } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useWatch } from 'react-hook-form';
import { call } from '../../lib/api/client.js';
import { sameValue } from '../../lib/changed-members.js';
import { PAGES } from '../../lib/pages.js';
import { keys } from '../../lib/queries/keys.js';
import { allIdentityProviders } from '../../lib/queries/lists.js';
import { forgetUnsavedChanges } from '../../lib/unsaved-changes.js';
import { useCreation } from '../../lib/use-creation.js';
import { useSaveShortcut } from '../../lib/use-save-shortcut.js';
import { toastDone } from '../../ui/confirm.js';
import { Attention } from '../../ui/attention.js';
import { ErrorState } from '../../ui/error-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { UnsavedChangesGuard } from '../../ui/unsaved-changes-dialog.js';
import { EMPTY_APPLICATION, NewApplicationForm, type ApplicationForm } from './application-form.js';
import { ApplicationSections } from './application-sections.js';
import { statelessBlockers } from './stateless-blockers.js';

/** Creates an application. Every field except identifier and name has a sensible default. */
export function NewApplicationPage() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { data: providers = [] } = useQuery(allIdentityProviders);
  const { form, refusal, submit } = useCreation<ApplicationForm>({
    schema: NewApplicationForm,
    defaults: EMPTY_APPLICATION,
    mode: 'onTouched',
    taken: 'identifier',
    // A new application accepts only the issuer as audience. Exceptions are made later, for clients that turn out to
    // need one.
    create: async ({ audience_policy: _policy, lenient_until: _end, ...body }) => {
      const created = await call('createApplication', { body });
      forgetUnsavedChanges();
      queryClient.setQueryData(keys.application(created.identifier), created);
      void queryClient.invalidateQueries({ queryKey: keys.applications });
      void queryClient.invalidateQueries({ queryKey: keys.scopes });
      toastDone(`${created.name} was created`);
      await navigate({
        to: '/configuration/applications/$identifier',
        params: { identifier: created.identifier },
        search: { created: true },
      });
    },
  });
  const values = { ...EMPTY_APPLICATION, ...useWatch({ control: form.control }) } as ApplicationForm;
  const dirty = !sameValue(values, EMPTY_APPLICATION);

  useSaveShortcut(() => submit());

  return (
    <form onSubmit={submit} noValidate>
      <PageHeader title="New application" back={PAGES.applications} />
      <ApplicationSections
        isNew
        form={form}
        values={values}
        providers={providers}
        blockers={statelessBlockers(values, providers)}
      >
        {refusal && (
          <Attention key={refusal.error.errorId}>
            <ErrorState error={refusal.error} remarks={refusal.remarks} />
          </Attention>
        )}
        <Group gap="xs">
          <Button type="submit" loading={form.formState.isSubmitting}>
            Create application
          </Button>
          <Button variant="default" component={Link} to="/configuration/applications">
            Cancel
          </Button>
        </Group>
      </ApplicationSections>
      <UnsavedChangesGuard dirty={dirty} />
    </form>
  );
}
