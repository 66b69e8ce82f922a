import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Application } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { useConditionalForm } from '../../lib/use-conditional-form.js';
import { toastDone } from '../../ui/confirm.js';
import { Copyable } from '../../ui/copy-button.js';
import { EditingNotices } from '../../ui/editing-notices.js';
import { PageHeader } from '../../ui/page-header.js';
import { ReadOnlyNotice } from '../../ui/read-only-notice.js';
import { SaveBar } from '../../ui/save-bar.js';
import { EnabledStatus } from '../../ui/status.js';
import { UnsavedChangesGuard } from '../../ui/unsaved-changes-dialog.js';
import { ApplicationForm, MERGED_BY_THE_SERVER, formOf, namesOf } from './application-form.js';
import { BACK_TO_APPLICATIONS } from './application-page.js';
import { ApplicationSections } from './application-sections.js';
import { describeChanges } from './change-summary.js';
import { ConfirmChangesDialog } from './confirm-changes-dialog.js';
import { DangerZone } from './danger-zone.js';
import { statelessBlockers, type ProviderChoice } from './stateless-blockers.js';

interface Props {
  application: Application;
  providers: readonly ProviderChoice[];
}

/** The form of a stored application. */
export function ApplicationEditor({ application, providers }: Props) {
  const queryClient = useQueryClient();
  const mayChange = useMayChange();
  const { identifier } = application;
  const editing = useConditionalForm<ApplicationForm, Application>({
    stored: application,
    schema: ApplicationForm,
    valuesOf: formOf,
    mergedByTheServer: MERGED_BY_THE_SERVER,
    save: (changes, etag) => call('updateApplication', { path: { identifier }, body: changes, etag }),
    readNewest: () => call('readApplication', { path: { identifier } }),
    onSaved: (saved) => {
      queryClient.setQueryData(keys.application(identifier), saved);
      void queryClient.invalidateQueries({ queryKey: keys.applications });
      void queryClient.invalidateQueries({ queryKey: keys.identityProviders });
      void queryClient.invalidateQueries({ queryKey: keys.scopes });
      toastDone('Changes saved');
    },
  });
  const { form, values, dirty, saving } = editing;
  const [confirming, setConfirming] = useState(false);
  // What is stored is judged by the server; what is typed, here.
  const blockers = dirty ? statelessBlockers(values, providers) : application.stateless_blockers;

  // Stateless authentication is what the scheme's rules are about: whoever flips it sees first what goes along with it.
  const save = async () => {
    const flipped = editing.changes.user_authentication?.stateless_authentication !== undefined;
    if (flipped && !saving && (await form.trigger())) setConfirming(true);
    else editing.submit();
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      noValidate
    >
      <PageHeader
        title={application.name}
        back={BACK_TO_APPLICATIONS}
        details={
          <>
            <Copyable value={identifier} what="identifier" cut={64} />
            <EnabledStatus enabled={application.enabled} />
          </>
        }
      />
      {!mayChange && <ReadOnlyNotice />}
      <ApplicationSections
        form={form}
        values={values}
        providers={providers}
        blockers={blockers}
        readOnly={!mayChange}
        notice={<EditingNotices editing={editing} what="application" namesOf={namesOf} />}
      >
        {mayChange && <DangerZone application={application} />}
      </ApplicationSections>
      <SaveBar
        dirty={dirty}
        saving={saving}
        changed={namesOf(editing.changes)}
        onSave={() => void save()}
        onDiscard={editing.discard}
      />
      <ConfirmChangesDialog
        opened={confirming}
        changes={describeChanges(editing.stored, editing.changes)}
        onCancel={() => setConfirming(false)}
        onConfirm={() => {
          setConfirming(false);
          editing.submit();
        }}
      />
      <UnsavedChangesGuard dirty={dirty} />
    </form>
  );
}
