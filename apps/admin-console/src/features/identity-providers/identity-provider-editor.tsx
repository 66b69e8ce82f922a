import { useQueryClient } from '@tanstack/react-query';
import type { IdentityProvider } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { useConditionalForm } from '../../lib/use-conditional-form.js';
import { toastDone } from '../../ui/confirm.js';
import { Copyable } from '../../ui/copy-button.js';
import { EditorFrame } from '../../ui/editor-frame.js';
import { EnabledStatus } from '../../ui/status.js';
import { IdentityProviderForm, formOf, namesOf, withoutEmptyScripts } from './identity-provider-form.js';
import { BACK_TO_PROVIDERS } from './identity-provider-page.js';
import { ProviderDangerZone } from './provider-danger-zone.js';
import { ProviderForm } from './provider-form.js';
import { ProviderRail } from './provider-rail.js';
import type { ScriptHistorySlot, ScriptsSlot } from './scripts-slot.js';

interface Props {
  provider: IdentityProvider;
  scriptsSection: ScriptsSlot;
  scriptHistory: ScriptHistorySlot;
}

/** The form of a stored identity provider. */
export function IdentityProviderEditor({ provider, scriptsSection, scriptHistory: History }: Props) {
  const queryClient = useQueryClient();
  const mayChange = useMayChange();
  const { identifier } = provider;
  const show = (saved: IdentityProvider) => queryClient.setQueryData(keys.identityProvider(identifier), saved);
  const editing = useConditionalForm<IdentityProviderForm, IdentityProvider>({
    stored: provider,
    schema: IdentityProviderForm,
    valuesOf: formOf,
    save: (changes, etag) =>
      call('updateIdentityProvider', { path: { identifier }, body: withoutEmptyScripts(changes), etag }),
    readNewest: () => call('readIdentityProvider', { path: { identifier } }),
    onSaved: (saved) => {
      show(saved);
      void queryClient.invalidateQueries({ queryKey: keys.identityProviders });
      void queryClient.invalidateQueries({ queryKey: keys.applications });
      void queryClient.invalidateQueries({ queryKey: keys.scriptVersions(identifier) });
      void queryClient.invalidateQueries({ queryKey: keys.shadowRun(identifier) });
      toastDone('Changes saved');
    },
  });

  return (
    <EditorFrame
      {...{ editing, namesOf }}
      what="identity provider"
      title={provider.name}
      back={BACK_TO_PROVIDERS}
      details={
        <>
          <Copyable value={identifier} what="identifier" cut={64} />
          <EnabledStatus enabled={provider.enabled} />
        </>
      }
    >
      {(notice) => (
        <ProviderForm
          form={editing.form}
          provider={identifier}
          kept={provider.properties.filter(({ sensitive }) => sensitive).map((property) => property.identifier)}
          scriptsSection={scriptsSection}
          readOnly={!mayChange}
          rail={<ProviderRail form={editing.values} usedBy={provider.used_by} danger={mayChange} />}
          notice={notice}
        >
          <History
            provider={provider}
            scripts={editing.values.scripts}
            scriptsChanged={'scripts' in editing.changes}
            readOnly={!mayChange}
            onActivated={show}
            onKept={() => editing.form.setValue('scripts', editing.stored.scripts, { shouldDirty: true })}
          />
          {mayChange && <ProviderDangerZone provider={provider} />}
        </ProviderForm>
      )}
    </EditorFrame>
  );
}
