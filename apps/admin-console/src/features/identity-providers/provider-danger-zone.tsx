import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { IdentityProvider } from '@passant/contracts';
import { asApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { listed } from '../../lib/sentence.js';
import { forgetUnsavedChanges } from '../../lib/unsaved-changes.js';
import { toastDone } from '../../ui/confirm.js';
import { DeleteSection } from '../../ui/delete-section.js';

/** Deletes a provider, once its name has been typed. */
export function ProviderDangerZone({ provider }: { provider: IdentityProvider }) {
  const { identifier, name, used_by: usedBy } = provider;
  const queryClient = useQueryClient();
  const navigate = useNavigate();

  const remove = async () => {
    await call('deleteIdentityProvider', { path: { identifier } });
    forgetUnsavedChanges();
    await navigate({ to: '/configuration/identity-providers' });
    queryClient.removeQueries({ queryKey: keys.identityProvider(identifier) });
    void queryClient.invalidateQueries({ queryKey: keys.identityProviders });
    toastDone(`${name} was deleted`);
  };

  return (
    <DeleteSection
      what="identity provider"
      name={name}
      remove={remove}
      consequence="The provider and its scripts will be gone for good."
      explain={explainRefusal}
    >
      {usedBy.length > 0
        ? `Delete this provider and its scripts. Not possible while applications are linked to it: ${listed(usedBy)}.`
        : 'Delete this provider and its scripts.'}
    </DeleteSection>
  );
}

function explainRefusal(error: unknown): string | undefined {
  if (asApiError(error).status !== 409) return undefined;
  return 'Applications are still linked to it. Unlink it there first, or disable it instead.';
}
