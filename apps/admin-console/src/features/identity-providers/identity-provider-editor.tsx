import { useQueryClient } from '@tanstack/react-query';
import type { IdentityProvider } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { PAGES } from '../../lib/pages.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { Copyable } from '../../ui/copy-button.js';
import { EditorFrame } from '../../ui/editor-frame.js';
import { HistoryLink } from '../../ui/history-link.js';
import { ImpactLine, useImpact } from '../../ui/impact-preview.js';
import { EnabledStatus } from '../../ui/status.js';
import { useStoredRecord } from '../../ui/use-stored-record.js';
import { IdentityProviderForm, formOf, nameOf, namesOf, withoutEmptyScripts } from './identity-provider-form.js';
import { ProviderDangerZone } from './provider-danger-zone.js';
import { ProviderForm } from './provider-form.js';
import { PublicKeyNotice } from './public-key-notice.js';
import { ProviderRail } from './provider-rail.js';
import type { ScriptHistorySlot, ScriptsSlot } from './scripts-slot.js';

interface Props {
  provider: IdentityProvider;
  scriptsSection: ScriptsSlot;
  scriptHistory: ScriptHistorySlot;
}

/** Edit form of a stored identity provider. */
export function IdentityProviderEditor({ provider, scriptsSection, scriptHistory: History }: Props) {
  const queryClient = useQueryClient();
  const mayChange = useMayChange();
  const { identifier } = provider;
  const key = keys.identityProvider(identifier);
  const { editing } = useStoredRecord<IdentityProviderForm, IdentityProvider>({
    key,
    shownIn: [keys.identityProviders, keys.applications, keys.scriptVersions(identifier), keys.shadowRun(identifier)],
    stored: provider,
    schema: IdentityProviderForm,
    valuesOf: formOf,
    save: (changes, etag) =>
      call('updateIdentityProvider', { path: { identifier }, body: withoutEmptyScripts(changes), etag }),
    readNewest: () => call('readIdentityProvider', { path: { identifier } }),
  });

  const impact = useImpact({
    of: 'identity provider',
    identifier,
    changes: editing.changes,
    ask: (changes, signal) =>
      call('previewIdentityProviderImpact', { path: { identifier }, body: withoutEmptyScripts(changes), signal }),
  });

  return (
    <EditorFrame
      {...{ editing, namesOf }}
      impact={editing.dirty && <ImpactLine of="identity provider" impact={impact} nameOf={nameOf} />}
      what="identity provider"
      title={provider.name}
      back={PAGES.identityProviders}
      details={
        <>
          <Copyable value={identifier} what="identifier" cut={64} />
          <EnabledStatus enabled={provider.enabled} />
        </>
      }
      actions={<HistoryLink subject={identifier} />}
    >
      {(notice) => (
        <ProviderForm
          form={editing.form}
          provider={identifier}
          kept={provider.properties.filter(({ sensitive }) => sensitive).map((property) => property.identifier)}
          examples={provider.properties.filter(({ example }) => example).map((property) => property.identifier)}
          scriptsSection={scriptsSection}
          readOnly={!mayChange}
          rail={<ProviderRail form={editing.values} usedBy={provider.used_by} danger={mayChange} />}
          notice={
            <>
              {notice}
              <PublicKeyNotice state={provider.public_key} />
            </>
          }
        >
          <History
            provider={provider}
            scripts={editing.values.scripts}
            scriptsChanged={'scripts' in editing.changes}
            readOnly={!mayChange}
            onActivated={(activated) => queryClient.setQueryData(key, activated)}
            onKept={() => editing.form.setValue('scripts', editing.stored.scripts, { shouldDirty: true })}
          />
          {mayChange && <ProviderDangerZone provider={provider} />}
        </ProviderForm>
      )}
    </EditorFrame>
  );
}
