import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { WebClient } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { forgetUnsavedChanges } from '../../lib/unsaved-changes.js';
import { useConditionalForm } from '../../lib/use-conditional-form.js';
import { ApplicationLink } from '../../ui/application-link.js';
import { ClientEditor } from '../../ui/client-editor.js';
import { toastDone } from '../../ui/confirm.js';
import { SectionCard } from '../../ui/section-card.js';
import { RedirectUrisField } from './redirect-uris-field.js';
import { StoredWebClientForm, formOf, namesOf, patchOf } from './web-client-form.js';

export const BACK_TO_WEB_CLIENTS = { to: '/configuration/web-clients', label: 'Web clients' } as const;

/** The form of a stored web client. */
export function WebClientEditor({ client }: { client: WebClient }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
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
    <ClientEditor
      {...{ client, editing, namesOf, replaceSecret, remove }}
      what="web client"
      back={BACK_TO_WEB_CLIENTS}
      general={
        <Text>
          {'Its application is '}
          <ApplicationLink identifier={client.application} inherit underline="always" />, which decides its scopes, its
          identity providers and how long its tokens live.
        </Text>
      }
      sections={
        <SectionCard
          title="Sign-in"
          purpose="Whether it may send people to the login pages, with an authorization code and PKCE."
        >
          <RedirectUrisField />
        </SectionCard>
      }
      deletion="The client is refused at once; its tokens end, and the profiles of people who registered with it are deleted."
    />
  );
}
