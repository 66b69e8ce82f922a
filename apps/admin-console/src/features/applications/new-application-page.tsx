import { useState } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Group } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useForm, useWatch } from 'react-hook-form';
import { asApiError, type ApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { sameValue } from '../../lib/changed-members.js';
import { showFieldErrors } from '../../lib/form-errors.js';
import { keys } from '../../lib/queries/keys.js';
import { allIdentityProviders } from '../../lib/queries/lists.js';
import { forgetUnsavedChanges } from '../../lib/unsaved-changes.js';
import { useSaveShortcut } from '../../lib/use-save-shortcut.js';
import { toastDone } from '../../ui/confirm.js';
import { Attention } from '../../ui/attention.js';
import { ErrorState } from '../../ui/error-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { UnsavedChangesGuard } from '../../ui/unsaved-changes-dialog.js';
import { EMPTY_APPLICATION, NewApplicationForm, type ApplicationForm } from './application-form.js';
import { BACK_TO_APPLICATIONS } from './application-page.js';
import { ApplicationSections } from './application-sections.js';
import { statelessBlockers } from './stateless-blockers.js';

/** Creates an application. Everything but identifier and name has a sensible value already. */
export function NewApplicationPage() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { data: providers = [] } = useQuery(allIdentityProviders);
  const [refusal, setRefusal] = useState<{ error: ApiError; remarks: string[] }>();
  const form = useForm<ApplicationForm>({
    resolver: zodResolver(NewApplicationForm),
    defaultValues: EMPTY_APPLICATION,
    mode: 'onTouched',
  });
  const values = { ...EMPTY_APPLICATION, ...useWatch({ control: form.control }) } as ApplicationForm;
  const dirty = !sameValue(values, EMPTY_APPLICATION);

  const submit = form.handleSubmit(async (body) => {
    setRefusal(undefined);
    try {
      const created = await call('createApplication', { body });
      forgetUnsavedChanges();
      queryClient.setQueryData(keys.application(created.identifier), created);
      void queryClient.invalidateQueries({ queryKey: keys.applications });
      void queryClient.invalidateQueries({ queryKey: keys.scopes });
      toastDone(`${created.name} was created`);
      await navigate({
        to: '/configuration/applications/$identifier',
        params: { identifier: created.identifier },
      });
    } catch (thrown) {
      const error = asApiError(thrown);
      if (error.status === 401) return;
      const remarks = showFieldErrors(error, Object.keys(EMPTY_APPLICATION), form.setError);
      if (error.status === 409 && Object.keys(error.fields).length === 0) {
        form.setError('identifier', { message: 'is taken already' }, { shouldFocus: true });
      }
      setRefusal({ error, remarks });
    }
  });
  useSaveShortcut(() => void submit());

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <PageHeader title="New application" back={BACK_TO_APPLICATIONS} />
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
