import type { CreatedApiClient } from '@passant/contracts';
import { CodeBlock } from '../../ui/code-block.js';
import { CreatedClient } from '../../ui/created-client.js';
import { CreationDialog } from '../../ui/creation-dialog.js';
import { CreateApiClientForm } from './create-api-client-form.js';
import { introspectionExample } from './introspection-example.js';

/** Creates an API client and shows its secret once. */
export function CreateApiClientDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <CreationDialog<CreatedApiClient>
      {...{ opened, onClose }}
      what="API client"
      form={(onCreated, onCancel) => <CreateApiClientForm onCreated={onCreated} onCancel={onCancel} />}
      created={(client, onDone) => (
        <CreatedClient client={client} onDone={onDone}>
          <HowToUse client={client} />
        </CreatedClient>
      )}
    />
  );
}

function HowToUse({ client }: { client: CreatedApiClient }) {
  const { client_id: clientId, client_secret: secret, scopes } = client;
  if (secret === undefined || !scopes.includes('onegini_api_token_introspection')) return null;
  return (
    <CodeBlock
      label="Introspect a token"
      text={introspectionExample(window.location.origin, clientId, secret)}
      copy="Copy command"
    />
  );
}
