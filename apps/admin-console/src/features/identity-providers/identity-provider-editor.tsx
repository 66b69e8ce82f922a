import { useQueryClient } from '@tanstack/react-query';
import type { IdentityProvider } from '@passant/contracts';
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
import { IdentityProviderForm, formOf, namesOf, withoutEmptyScripts } from './identity-provider-form.js';
import { BACK_TO_PROVIDERS } from './identity-provider-page.js';
import { ProviderDangerZone } from './provider-danger-zone.js';
import { ProviderForm } from './provider-form.js';
import { ProviderRail } from './provider-rail.js';
import type { ScriptsSlot } from './scripts-slot.js';

interface Props {
  provider: IdentityProvider;
  scriptsSection: ScriptsSlot;
}

/** The form of a stored identity provider. */
export function IdentityProviderEditor({ provider, scriptsSection }: Props) {
  const queryClient = useQueryClient();
  const mayChange = useMayChange();
  const { identifier } = provider;
  const editing = useConditionalForm<IdentityProviderForm, IdentityProvider>({
    stored: provider,
    schema: IdentityProviderForm,
    valuesOf: formOf,
    save: (changes, etag) =>
      call('updateIdentityProvider', { path: { identifier }, body: withoutEmptyScripts(changes), etag }),
    readNewest: () => call('readIdentityProvider', { path: { identifier } }),
    onSaved: (saved) => {
      queryClient.setQueryData(keys.identityProvider(identifier), saved);
      void queryClient.invalidateQueries({ queryKey: keys.identityProviders });
      void queryClient.invalidateQueries({ queryKey: keys.applications });
      toastDone('Changes saved');
    },
  });
  const { form, values, dirty, saving } = editing;

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        editing.submit();
      }}
      noValidate
    >
      <PageHeader
        title={provider.name}
        back={BACK_TO_PROVIDERS}
        details={
          <>
            <Copyable value={identifier} what="identifier" cut={64} />
            <EnabledStatus enabled={provider.enabled} />
          </>
        }
      />
      {!mayChange && <ReadOnlyNotice />}
      <ProviderForm
        form={form}
        provider={identifier}
        scriptsSection={scriptsSection}
        readOnly={!mayChange}
        rail={<ProviderRail form={values} usedBy={provider.used_by} danger={mayChange} />}
        notice={<EditingNotices editing={editing} what="identity provider" namesOf={namesOf} />}
      >
        {mayChange && <ProviderDangerZone provider={provider} />}
      </ProviderForm>
      <SaveBar
        dirty={dirty}
        saving={saving}
        changed={namesOf(editing.changes)}
        onSave={editing.submit}
        onDiscard={editing.discard}
      />
      <UnsavedChangesGuard dirty={dirty} />
    </form>
  );
}
