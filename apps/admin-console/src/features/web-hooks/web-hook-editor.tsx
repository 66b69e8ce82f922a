import { Fieldset, Stack } from '@mantine/core';
import { WEB_HOOK_PATHS, type WebHook } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { PAGES } from '../../lib/pages.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { listed } from '../../lib/sentence.js';
import { Copyable } from '../../ui/copy-button.js';
import { DeleteSection } from '../../ui/delete-section.js';
import { EditorFrame } from '../../ui/editor-frame.js';
import { SectionCard } from '../../ui/section-card.js';
import { Status } from '../../ui/status.js';
import { useRemoval, useStoredRecord } from '../../ui/use-stored-record.js';
import { WebHookDeliveries } from './web-hook-deliveries.js';
import { AddressFields, AuthenticationFields } from './web-hook-fields.js';
import { StoredWebHookForm, formOf, namesOf, patchOf } from './web-hook-form.js';
import { WebHookTest } from './web-hook-test.js';
import { CIRCUITS, TYPE_LABELS, TYPE_PURPOSES } from './web-hook-words.js';

/** Edit form of a stored web hook, with a test call and a list of its recent calls. */
export function WebHookEditor({ hook }: { hook: WebHook }) {
  const mayChange = useMayChange();
  const { id, name } = hook;
  const path = { id };
  const place = { key: keys.webHook(id), shownIn: [keys.webHooks, keys.applications] };
  const { editing } = useStoredRecord<StoredWebHookForm, WebHook>({
    ...place,
    stored: hook,
    schema: StoredWebHookForm,
    valuesOf: formOf,
    save: (changes, etag, form) => call('updateWebHook', { path, body: patchOf(changes, form), etag }),
    readNewest: () => call('readWebHook', { path }),
  });
  const back = PAGES.webHooks;
  const remove = useRemoval({ ...place, name, back, remove: (reason) => call('deleteWebHook', { path, reason }) });
  const circuit = CIRCUITS[hook.circuit];

  return (
    <EditorFrame
      {...{ editing, namesOf, back }}
      what="web hook"
      title={name}
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
            <DeleteSection what="web hook" name={name} remove={remove}>
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
