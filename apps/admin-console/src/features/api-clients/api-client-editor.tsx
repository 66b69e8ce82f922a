import { Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ApiClient } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { forgetUnsavedChanges } from '../../lib/unsaved-changes.js';
import { useConditionalForm } from '../../lib/use-conditional-form.js';
import { ClientEditor } from '../../ui/client-editor.js';
import { toastDone } from '../../ui/confirm.js';
import { SectionCard } from '../../ui/section-card.js';
import { ApiScopesField, IntrospectionAnswerField, VisibleApplicationsField } from './api-client-fields.js';
import { StoredApiClientForm, formOf, namesOf, patchOf } from './api-client-form.js';

export const BACK_TO_API_CLIENTS = { to: '/configuration/api-clients', label: 'API clients' } as const;

/** The form of a stored API client. */
export function ApiClientEditor({ client }: { client: ApiClient }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { client_id: clientId } = client;
  const path = { client_id: clientId };
  const keep = (saved: ApiClient) => {
    queryClient.setQueryData(keys.apiClient(clientId), saved);
    void queryClient.invalidateQueries({ queryKey: keys.apiClients });
  };
  const editing = useConditionalForm<StoredApiClientForm, ApiClient>({
    stored: client,
    schema: StoredApiClientForm,
    valuesOf: formOf,
    save: (changes, etag, form) => call('updateApiClient', { path, body: patchOf(changes, form), etag }),
    readNewest: () => call('readApiClient', { path }),
    onSaved: (saved) => {
      keep(saved);
      toastDone('Changes saved');
    },
  });
  const replaceSecret = async () => {
    const { client_secret: secret, ...saved } = await call('rotateApiClientSecret', { path });
    keep(saved);
    return secret!;
  };
  const remove = async () => {
    await call('deleteApiClient', { path });
    forgetUnsavedChanges();
    await navigate({ to: '/configuration/api-clients' });
    queryClient.removeQueries({ queryKey: keys.apiClient(clientId) });
    void queryClient.invalidateQueries({ queryKey: keys.apiClients });
    toastDone(`${client.name} was deleted`);
  };

  return (
    <ClientEditor
      {...{ client, editing, namesOf, replaceSecret, remove }}
      what="API client"
      back={BACK_TO_API_CLIENTS}
      sections={
        <SectionCard title="Rights" purpose="Which APIs it may call, and about which applications.">
          <Stack gap="md">
            <ApiScopesField />
            <VisibleApplicationsField />
            <IntrospectionAnswerField />
          </Stack>
        </SectionCard>
      }
      deletion="Whoever uses this client is refused at once."
    />
  );
}
