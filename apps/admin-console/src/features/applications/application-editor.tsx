import { useState } from 'react';
import { Button, Text } from '@mantine/core';
import { IconDeviceMobile } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Application } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { PAGES } from '../../lib/pages.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { Copyable } from '../../ui/copy-button.js';
import { EditorFrame } from '../../ui/editor-frame.js';
import { HistoryLink } from '../../ui/history-link.js';
import { ImpactDetails, ImpactLine, useImpact } from '../../ui/impact-preview.js';
import { Notice } from '../../ui/notice.js';
import { EnabledStatus } from '../../ui/status.js';
import { useStoredRecord } from '../../ui/use-stored-record.js';
import { ApplicationForm, MERGED_BY_THE_SERVER, formOf, nameOf, namesOf } from './application-form.js';
import { ApplicationSections } from './application-sections.js';
import { describeChanges, endOfSessions } from './change-summary.js';
import { ConfirmChangesDialog } from './confirm-changes-dialog.js';
import { DangerZone } from './danger-zone.js';
import { statelessBlockers, type ProviderChoice } from './stateless-blockers.js';

interface Props {
  application: Application;
  providers: readonly ProviderChoice[];
  /** It was created a moment ago, so the next step is offered. */
  isNew?: boolean;
}

/** Edit form of a stored application. */
export function ApplicationEditor({ application, providers, isNew = false }: Props) {
  const mayChange = useMayChange();
  const { identifier } = application;
  const { editing } = useStoredRecord<ApplicationForm, Application>({
    key: keys.application(identifier),
    shownIn: [keys.applications, keys.identityProviders, keys.scopes, keys.softwareStatements],
    stored: application,
    schema: ApplicationForm,
    valuesOf: formOf,
    mergedByTheServer: MERGED_BY_THE_SERVER,
    save: (changes, etag) => call('updateApplication', { path: { identifier }, body: changes, etag }),
    readNewest: () => call('readApplication', { path: { identifier } }),
  });
  const { form, values, dirty, saving } = editing;
  const [confirming, setConfirming] = useState(false);
  const impact = useImpact({
    of: 'application',
    identifier,
    changes: editing.changes,
    ask: (changes, signal) => call('previewApplicationImpact', { path: { identifier }, body: changes, signal }),
  });
  const aboutImpact = { of: 'application', impact, nameOf } as const;
  // The server determines the blockers of the stored state; the console determines those of unsaved input.
  const blockers = dirty ? statelessBlockers(values, providers) : application.stateless_blockers;

  // The scheme's rules are about stateless authentication, so whoever toggles it, or ends sessions of people, is first
  // shown everything that the save changes.
  const ends = endOfSessions(editing.stored, editing.changes);
  const save = async () => {
    const switches = editing.changes.user_authentication;
    const flipped = switches?.stateless_authentication !== undefined || switches?.stateless_session !== undefined;
    if ((flipped || ends !== undefined) && !saving && (await form.trigger())) setConfirming(true);
    else editing.submit();
  };

  return (
    <EditorFrame
      {...{ editing, namesOf }}
      what="application"
      title={application.name}
      back={PAGES.applications}
      onSave={() => void save()}
      impact={dirty && <ImpactLine {...aboutImpact} />}
      details={
        <>
          <Copyable value={identifier} what="identifier" cut={64} />
          <EnabledStatus enabled={application.enabled} />
        </>
      }
      actions={
        <>
          <HistoryLink subject={identifier} />
          {application.client_type === 'mobile' && <TryIt identifier={identifier} />}
        </>
      }
    >
      {(notice) => (
        <>
          <ApplicationSections
            {...{ form, values, providers, blockers }}
            notice={
              <>
                {isNew && <OfferTrial application={application} />}
                {notice}
              </>
            }
            stored={application}
            readOnly={!mayChange}
          >
            {mayChange && <DangerZone application={application} />}
          </ApplicationSections>
          <ConfirmChangesDialog
            opened={confirming}
            {...{ ends }}
            changes={describeChanges(editing.stored, editing.changes)}
            impact={<ImpactDetails {...aboutImpact} />}
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

function TryIt({ identifier }: { identifier: string }) {
  return (
    <Button
      component={Link}
      to={`/configuration/applications/${encodeURIComponent(identifier)}/try`}
      variant="default"
      leftSection={<IconDeviceMobile size={16} aria-hidden />}
    >
      Try it
    </Button>
  );
}

/** The next step after an application was created. */
function OfferTrial({ application: { name, identifier, client_type: type } }: Pick<Props, 'application'>) {
  if (type !== 'mobile') return null;
  return (
    <Notice tone="good" role="status" title={`${name} was created`}>
      <Text mb="xs">
        A phone in this console can show that it works: it installs the app, signs a person in, and is gone again.
      </Text>
      <TryIt identifier={identifier} />
    </Notice>
  );
}
