import { Anchor, Fieldset, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { FormProvider } from 'react-hook-form';
import type { WebClient } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { messageOf } from '../../lib/form-errors.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { forgetUnsavedChanges } from '../../lib/unsaved-changes.js';
import { useConditionalForm } from '../../lib/use-conditional-form.js';
import { ClientKeysFields } from '../../ui/client-keys-fields.js';
import { toastDone } from '../../ui/confirm.js';
import { Copyable } from '../../ui/copy-button.js';
import { DeleteSection } from '../../ui/delete-section.js';
import { EditingNotices } from '../../ui/editing-notices.js';
import { PageHeader } from '../../ui/page-header.js';
import { ReadOnlyNotice } from '../../ui/read-only-notice.js';
import { ReplaceSecret } from '../../ui/replace-secret.js';
import { SaveBar } from '../../ui/save-bar.js';
import { SectionCard } from '../../ui/section-card.js';
import { EnabledStatus } from '../../ui/status.js';
import { SwitchField } from '../../ui/switch-field.js';
import { UnsavedChangesGuard } from '../../ui/unsaved-changes-dialog.js';
import { StoredWebClientForm, formOf, namesOf, patchOf } from './web-client-form.js';

export const BACK_TO_WEB_CLIENTS = { to: '/configuration/web-clients', label: 'Web clients' } as const;

/** The form of a stored web client. */
export function WebClientEditor({ client }: { client: WebClient }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const mayChange = useMayChange();
  const { client_id: clientId } = client;
  const path = { client_id: clientId };
  const keep = (saved: WebClient) => {
    queryClient.setQueryData(keys.webClient(clientId), saved);
    void queryClient.invalidateQueries({ queryKey: keys.webClients });
  };
  const editing = useConditionalForm<StoredWebClientForm, WebClient>({
    stored: client,
    schema: StoredWebClientForm,
    valuesOf: formOf,
    save: (changes, etag, form) => call('updateWebClient', { path, body: patchOf(changes, form), etag }),
    readNewest: () => call('readWebClient', { path }),
    onSaved: (saved) => {
      keep(saved);
      toastDone('Changes saved');
    },
  });
  const { form, dirty, saving } = editing;
  const replaceSecret = async () => {
    const { client_secret: secret, ...saved } = await call('rotateWebClientSecret', { path });
    keep(saved);
    return secret!;
  };
  const remove = async () => {
    await call('deleteWebClient', { path });
    forgetUnsavedChanges();
    await navigate({ to: '/configuration/web-clients' });
    queryClient.removeQueries({ queryKey: keys.webClient(clientId) });
    void queryClient.invalidateQueries({ queryKey: keys.webClients });
    toastDone(`${client.name} was deleted`);
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        editing.submit();
      }}
      noValidate
    >
      <PageHeader
        title={client.name}
        back={BACK_TO_WEB_CLIENTS}
        details={
          <>
            <Copyable value={clientId} what="client id" cut={64} />
            <EnabledStatus enabled={client.enabled} />
          </>
        }
      />
      {!mayChange && <ReadOnlyNotice />}
      <FormProvider {...form}>
        <Stack gap="md" maw={820}>
          <EditingNotices editing={editing} what="web client" namesOf={namesOf} />
          <Fieldset variant="unstyled" disabled={!mayChange} m={0} p={0} bd={0}>
            <Stack gap="md">
              <SectionCard title="General" purpose="What it is called, and whether it is let in.">
                <Stack gap="md">
                  <TextInput
                    label="Name"
                    maw={420}
                    autoComplete="off"
                    error={messageOf(form.formState.errors.name)}
                    {...form.register('name')}
                  />
                  <Text>
                    {'Its application is '}
                    <Anchor
                      component={Link}
                      to="/configuration/applications/$identifier"
                      params={{ identifier: client.application } as never}
                      inherit
                      underline="always"
                    >
                      {client.application}
                    </Anchor>
                    , which decides its scopes, its identity providers and how long its tokens live.
                  </Text>
                  <SwitchField
                    control={form.control}
                    name="enabled"
                    label="Enabled"
                    description="Off: every request of this client is refused, and its access tokens end at once."
                  />
                </Stack>
              </SectionCard>
              <SectionCard title="Authentication" purpose="How it proves who it is.">
                {client.token_endpoint_auth_method === 'private_key_jwt' ? (
                  <ClientKeysFields />
                ) : (
                  <ReplaceSecret name={client.name} replace={replaceSecret} />
                )}
              </SectionCard>
            </Stack>
          </Fieldset>
          {mayChange && (
            <DeleteSection what="web client" name={client.name} remove={remove}>
              The client is refused at once; its tokens end, and the profiles of people who registered with it are
              deleted.
            </DeleteSection>
          )}
        </Stack>
      </FormProvider>
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
