import type { CreatedWebClient } from '@passant/contracts';
import { CreatedClient } from '../../ui/created-client.js';
import { CreationDialog } from '../../ui/creation-dialog.js';
import { CreateWebClientForm } from './create-web-client-form.js';

/** Creates a web client and shows its secret once. */
export function CreateWebClientDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <CreationDialog<CreatedWebClient>
      {...{ opened, onClose }}
      what="web client"
      form={(onCreated, onCancel) => <CreateWebClientForm onCreated={onCreated} onCancel={onCancel} />}
      created={(client, onDone) => <CreatedClient client={client} onDone={onDone} />}
    />
  );
}
