import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Application } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { useConditionalForm } from '../../lib/use-conditional-form.js';
import { toastDone } from '../../ui/confirm.js';
import { Copyable } from '../../ui/copy-button.js';
import { EditorFrame } from '../../ui/editor-frame.js';
import { EnabledStatus } from '../../ui/status.js';
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
      void queryClient.invalidateQueries({ queryKey: keys.softwareStatements });
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
    <EditorFrame
      {...{ editing, namesOf }}
      what="application"
      title={application.name}
      back={BACK_TO_APPLICATIONS}
      onSave={() => void save()}
      details={
        <>
          <Copyable value={identifier} what="identifier" cut={64} />
          <EnabledStatus enabled={application.enabled} />
        </>
      }
    >
      {(notice) => (
        <>
          <ApplicationSections
            {...{ form, values, providers, blockers, notice }}
            stored={application}
            readOnly={!mayChange}
          >
            {mayChange && <DangerZone application={application} />}
          </ApplicationSections>
          <ConfirmChangesDialog
            opened={confirming}
            changes={describeChanges(editing.stored, editing.changes)}
            onCancel={() => setConfirming(false)}
            onConfirm={() => {
              setConfirming(false);
              editing.submit();
            }}
          />
        </>
      )}
    </EditorFrame>
  );
}
