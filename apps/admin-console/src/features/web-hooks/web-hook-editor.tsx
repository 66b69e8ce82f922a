import { Fieldset, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { WEB_HOOK_PATHS, type WebHook } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { listed } from '../../lib/sentence.js';
import { forgetUnsavedChanges } from '../../lib/unsaved-changes.js';
import { useConditionalForm } from '../../lib/use-conditional-form.js';
import { toastDone } from '../../ui/confirm.js';
import { Copyable } from '../../ui/copy-button.js';
import { DeleteSection } from '../../ui/delete-section.js';
import { EditorFrame } from '../../ui/editor-frame.js';
import { SectionCard } from '../../ui/section-card.js';
import { Status } from '../../ui/status.js';
import { WebHookDeliveries } from './web-hook-deliveries.js';
import { AddressFields, AuthenticationFields } from './web-hook-fields.js';
import { StoredWebHookForm, formOf, namesOf, patchOf } from './web-hook-form.js';
import { WebHookTest } from './web-hook-test.js';
import { CIRCUITS, TYPE_LABELS, TYPE_PURPOSES } from './web-hook-words.js';

export const BACK_TO_WEB_HOOKS = { to: '/configuration/web-hooks', label: 'Web hooks' } as const;

/** The form of a stored web hook, a test call, and what its recent calls looked like. */
export function WebHookEditor({ hook }: { hook: WebHook }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const mayChange = useMayChange();
  const { id } = hook;
  const path = { id };
  const editing = useConditionalForm<StoredWebHookForm, WebHook>({
    stored: hook,
    schema: StoredWebHookForm,
    valuesOf: formOf,
    save: (changes, etag, form) => call('updateWebHook', { path, body: patchOf(changes, form), etag }),
    readNewest: () => call('readWebHook', { path }),
    onSaved: (saved) => {
      queryClient.setQueryData(keys.webHook(id), saved);
      void queryClient.invalidateQueries({ queryKey: keys.webHooks });
      toastDone('Changes saved');
    },
  });
  const remove = async () => {
    await call('deleteWebHook', { path });
    forgetUnsavedChanges();
    await navigate({ to: '/configuration/web-hooks' });
    queryClient.removeQueries({ queryKey: keys.webHook(id) });
    void queryClient.invalidateQueries({ queryKey: keys.webHooks });
    void queryClient.invalidateQueries({ queryKey: keys.applications });
    toastDone(`${hook.name} was deleted`);
  };
  const circuit = CIRCUITS[hook.circuit];

  return (
    <EditorFrame
      {...{ editing, namesOf }}
      what="web hook"
      title={hook.name}
      back={BACK_TO_WEB_HOOKS}
      details={
        <>
          <Copyable value={id} what="identifier" cut={64} />
          <Status tone={circuit.tone}>{circuit.word}</Status>
        </>
      }
    >
      {(notice) => (
        <Stack gap="md" maw={820}>
          {notice}
          <Fieldset variant="unstyled" disabled={!mayChange} mx={0}>
            <Stack gap="md">
              <SectionCard title={`Customises: ${TYPE_LABELS[hook.type]}`} purpose={TYPE_PURPOSES[hook.type]}>
                <AddressFields path={WEB_HOOK_PATHS[hook.type]} />
              </SectionCard>
              <SectionCard title="Authentication" purpose="How the hook knows that this server is calling.">
                <AuthenticationFields hasPassword={hook.has_password} />
              </SectionCard>
            </Stack>
          </Fieldset>
          <WebHookTest hook={hook} dirty={editing.dirty} />
          <WebHookDeliveries id={id} />
          {mayChange && (
            <DeleteSection what="web hook" name={hook.name} remove={remove}>
              {hook.used_by.length > 0
                ? `${listed(hook.used_by)} will issue tokens without it from that moment on, with everything it took away.`
                : 'No application uses it, so no token changes.'}
            </DeleteSection>
          )}
        </Stack>
      )}
    </EditorFrame>
  );
}
