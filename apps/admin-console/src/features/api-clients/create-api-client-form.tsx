import { useQueryClient } from '@tanstack/react-query';
import type { CreatedApiClient } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { useCreation } from '../../lib/use-creation.js';
import { ClientCreationFields } from '../../ui/client-creation-fields.js';
import { CreationForm } from '../../ui/creation-form.js';
import { ApiScopesField, VisibleApplicationsField } from './api-client-fields.js';
import { ApiClientForm, EMPTY_API_CLIENT, requestOf } from './api-client-form.js';

interface Props {
  onCreated: (client: CreatedApiClient) => void;
  onCancel: () => void;
}

export function CreateApiClientForm({ onCreated, onCancel }: Props) {
  const queryClient = useQueryClient();
  const creation = useCreation<ApiClientForm>({
    schema: ApiClientForm,
    defaults: EMPTY_API_CLIENT,
    create: async (valid) => {
      onCreated(await call('createApiClient', { body: requestOf(valid) }));
      void queryClient.invalidateQueries({ queryKey: keys.apiClients });
    },
  });

  return (
    <CreationForm creation={creation} what="API client" onCancel={onCancel}>
      <ClientCreationFields example="Resource gateway">
        <ApiScopesField />
        <VisibleApplicationsField />
      </ClientCreationFields>
    </CreationForm>
  );
}
