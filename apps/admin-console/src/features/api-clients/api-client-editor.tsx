import { Stack } from '@mantine/core';
import type { ApiClient } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { PAGES } from '../../lib/pages.js';
import { keys } from '../../lib/queries/keys.js';
import { ClientEditor } from '../../ui/client-editor.js';
import { SectionCard } from '../../ui/section-card.js';
import {
  ApiScopesField,
  FlatUserDetailsField,
  IntrospectionAnswerField,
  VisibleApplicationsField,
} from './api-client-fields.js';
import { ApiResourcesSection } from './api-resources-section.js';
import { ResourceServerSection } from './resource-server-section.js';
import { useRemoval, useStoredRecord } from '../../ui/use-stored-record.js';
import { StoredApiClientForm, formOf, namesOf, patchOf } from './api-client-form.js';

/** Edit form of a stored API client. */
export function ApiClientEditor({ client }: { client: ApiClient }) {
  const { client_id: clientId, name } = client;
  const path = { client_id: clientId };
  const place = { key: keys.apiClient(clientId), shownIn: [keys.apiClients] };
  const { editing, keep } = useStoredRecord<StoredApiClientForm, ApiClient>({
    ...place,
    stored: client,
    schema: StoredApiClientForm,
    valuesOf: formOf,
    save: (changes, etag, form) => call('updateApiClient', { path, body: patchOf(changes, form), etag }),
    readNewest: () => call('readApiClient', { path }),
  });
  const replaceSecret = async () => {
    const { client_secret: secret, ...saved } = await call('rotateApiClientSecret', { path });
    keep(saved);
    return secret!;
  };
  const back = PAGES.apiClients;
  const remove = useRemoval({ ...place, name, back, remove: (reason) => call('deleteApiClient', { path, reason }) });

  return (
    <ClientEditor
      {...{ client, editing, namesOf, back, replaceSecret, remove }}
      what="API client"
      sections={
        <>
          <SectionCard title="Rights" purpose="Which APIs it may call, and about which applications.">
            <Stack gap="md">
              <ApiScopesField />
              <VisibleApplicationsField />
              <IntrospectionAnswerField />
              <FlatUserDetailsField />
            </Stack>
          </SectionCard>
          <ApiResourcesSection clientId={clientId} />
          <ResourceServerSection client={client} />
        </>
      }
      deletion="Whoever uses this client is refused at once."
    />
  );
}
