import type { Application } from '@passant/contracts';
import { asApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { PAGES } from '../../lib/pages.js';
import { keys } from '../../lib/queries/keys.js';
import { DeleteSection } from '../../ui/delete-section.js';
import { EndTokens } from '../../ui/end-tokens.js';
import { useRemoval } from '../../ui/use-stored-record.js';

/** Deletes an application after its name has been typed as confirmation. */
export function DangerZone({ application: { identifier, name } }: { application: Application }) {
  const remove = useRemoval({
    key: keys.application(identifier),
    shownIn: [keys.applications, keys.scopes],
    name,
    back: PAGES.applications,
    remove: (reason) => call('deleteApplication', { path: { identifier }, reason }),
  });

  return (
    <DeleteSection
      what="application"
      name={name}
      remove={remove}
      consequence="The application, its versions and its settings will be gone for good."
      explain={explainRefusal}
      others={
        <EndTokens
          name={name}
          end={(reason) => call('endApplicationTokens', { path: { identifier }, body: { reason } })}
        >
          End all tokens of its clients, because they leaked: access and refresh tokens, codes, and what is under way.
          People sign in again; profiles and devices stay.
        </EndTokens>
      }
    >
      Delete this application and its settings. Not possible while clients are registered for it.
    </DeleteSection>
  );
}

function explainRefusal(error: unknown): string | undefined {
  if (asApiError(error).status !== 409) return undefined;
  return 'Clients still belong to it. Delete them under App installations and Web clients first, or disable the application instead.';
}
