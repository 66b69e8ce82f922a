import type { CreatedInitialAccessToken } from '@passant/contracts';
import { CreationDialog } from '../../ui/creation-dialog.js';
import { CreateTokenForm } from './create-token-form.js';
import { CreatedToken } from './created-token.js';

/** Creates an initial access token and shows it once. */
export function CreateTokenDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <CreationDialog<CreatedInitialAccessToken>
      {...{ opened, onClose }}
      what="initial access token"
      createdSize="xl"
      form={(onCreated, onCancel) => <CreateTokenForm onCreated={onCreated} onCancel={onCancel} />}
      created={(token, onDone) => <CreatedToken token={token} onDone={onDone} />}
    />
  );
}
