import type { IdentityProvider } from '@passant/contracts';
import { asApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { PAGES } from '../../lib/pages.js';
import { keys } from '../../lib/queries/keys.js';
import { listed } from '../../lib/sentence.js';
import { DeleteSection } from '../../ui/delete-section.js';
import { EndTokens } from '../../ui/end-tokens.js';
import { useRemoval } from '../../ui/use-stored-record.js';

/** Deletes a provider after its name has been typed as confirmation. */
export function ProviderDangerZone({ provider }: { provider: IdentityProvider }) {
  const { identifier, name, used_by: usedBy } = provider;
  const remove = useRemoval({
    key: keys.identityProvider(identifier),
    shownIn: [keys.identityProviders],
    name,
    back: PAGES.identityProviders,
    remove: (reason) => call('deleteIdentityProvider', { path: { identifier }, reason }),
  });

  return (
    <DeleteSection
      what="identity provider"
      name={name}
      remove={remove}
      consequence="The provider and its scripts will be gone for good."
      explain={explainRefusal}
      others={
        <EndTokens
          name={name}
          end={(reason) => call('endIdentityProviderTokens', { path: { identifier }, body: { reason } })}
        >
          End all tokens of people it vouched for, in every application: it let in somebody it should not have, for
          example. The others sign in again; profiles and devices stay.
        </EndTokens>
      }
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
