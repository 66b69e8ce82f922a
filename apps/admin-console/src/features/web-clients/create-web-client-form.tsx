import { Select } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import type { CreatedWebClient } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { messageOf } from '../../lib/form-errors.js';
import { keys } from '../../lib/queries/keys.js';
import { allApplications } from '../../lib/queries/lists.js';
import { useCreation } from '../../lib/use-creation.js';
import { ClientCreationFields } from '../../ui/client-creation-fields.js';
import { CreationForm } from '../../ui/creation-form.js';
import { RedirectUrisField } from './redirect-uris-field.js';
import { EMPTY_WEB_CLIENT, WebClientForm, requestOf } from './web-client-form.js';

interface Props {
  onCreated: (client: CreatedWebClient) => void;
  onCancel: () => void;
}

export function CreateWebClientForm({ onCreated, onCancel }: Props) {
  const queryClient = useQueryClient();
  const { data: applications } = useQuery(allApplications);
  const web = (applications ?? []).filter((application) => application.client_type === 'web');
  const creation = useCreation<WebClientForm>({
    schema: WebClientForm,
    defaults: EMPTY_WEB_CLIENT,
    create: async (valid) => {
      onCreated(await call('createWebClient', { body: requestOf(valid) }));
      void queryClient.invalidateQueries({ queryKey: keys.webClients });
    },
  });
  const { control } = creation.form;

  return (
    <CreationForm creation={creation} what="web client" onCancel={onCancel}>
      <ClientCreationFields example="Customer portal">
        <Controller
          control={control}
          name="application"
          render={({ field: { value, onChange, onBlur, ref }, fieldState: { error } }) => (
            <Select
              ref={ref}
              label="Application"
              description={
                applications && web.length === 0
                  ? 'There is no application of the type web yet. Create one first.'
                  : 'One of the type web. It cannot be changed later.'
              }
              placeholder="Choose an application"
              searchable
              data={web.map(({ identifier, name }) => ({ value: identifier, label: `${name} (${identifier})` }))}
              value={value}
              onChange={onChange}
              onBlur={onBlur}
              error={messageOf(error)}
            />
          )}
        />
        <RedirectUrisField />
      </ClientCreationFields>
    </CreationForm>
  );
}
