import { Stack, Text } from '@mantine/core';
import type { WebClient } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { PAGES } from '../../lib/pages.js';
import { keys } from '../../lib/queries/keys.js';
import { ApplicationLink } from '../../ui/application-link.js';
import { ClientEditor } from '../../ui/client-editor.js';
import { SectionCard } from '../../ui/section-card.js';
import { AllowedOriginsField } from './allowed-origins-field.js';
import { useRemoval, useStoredRecord } from '../../ui/use-stored-record.js';
import { RedirectUrisField } from './redirect-uris-field.js';
import { SignInFields } from './sign-in-fields.js';
import { StoredWebClientForm, formOf, namesOf, patchOf } from './web-client-form.js';

/** Edit form of a stored web client. */
export function WebClientEditor({ client }: { client: WebClient }) {
  const { client_id: clientId, name } = client;
  const path = { client_id: clientId };
  const place = { key: keys.webClient(clientId), shownIn: [keys.webClients] };
  const { editing, keep } = useStoredRecord<StoredWebClientForm, WebClient>({
    ...place,
    stored: client,
    schema: StoredWebClientForm,
    valuesOf: formOf,
    save: (changes, etag, form) => call('updateWebClient', { path, body: patchOf(changes, form), etag }),
    readNewest: () => call('readWebClient', { path }),
  });
  const replaceSecret = async () => {
    const { client_secret: secret, ...saved } = await call('rotateWebClientSecret', { path });
    keep(saved);
    return secret!;
  };
  const back = PAGES.webClients;
  const remove = useRemoval({ ...place, name, back, remove: (reason) => call('deleteWebClient', { path, reason }) });

  return (
    <ClientEditor
      {...{ client, editing, namesOf, back, replaceSecret, remove }}
      what="web client"
      general={
        <Text>
          Its application is <ApplicationLink identifier={client.application} inherit underline="always" />, which
          decides its scopes, its identity providers and how long its tokens live.
        </Text>
      }
      sections={
        <SectionCard
          title="Sign-in"
          purpose="Whether it may send people to the login pages, with an authorization code, and what it is given then."
        >
          <Stack gap="md">
            <RedirectUrisField />
            <SignInFields />
            <AllowedOriginsField />
          </Stack>
        </SectionCard>
      }
      deletion="The client is refused at once; its tokens end, and the profiles of people who registered with it are deleted."
    />
  );
}
