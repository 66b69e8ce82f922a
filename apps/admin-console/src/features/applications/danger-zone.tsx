import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Application } from '@passant/contracts';
import { asApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { forgetUnsavedChanges } from '../../lib/unsaved-changes.js';
import { toastDone } from '../../ui/confirm.js';
import { DeleteSection } from '../../ui/delete-section.js';

/** Deletes an application, once its name has been typed. */
export function DangerZone({ application: { identifier, name } }: { application: Application }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();

  const remove = async () => {
    await call('deleteApplication', { path: { identifier } });
    forgetUnsavedChanges();
    await navigate({ to: '/configuration/applications' });
    queryClient.removeQueries({ queryKey: keys.application(identifier) });
    void queryClient.invalidateQueries({ queryKey: keys.applications });
    void queryClient.invalidateQueries({ queryKey: keys.scopes });
    toastDone(`${name} was deleted`);
  };

  return (
    <DeleteSection
      what="application"
      name={name}
      remove={remove}
      consequence="The application, its versions and its settings will be gone for good."
      explain={explainRefusal}
    >
      Delete this application and its settings. Not possible while clients are registered for it.
    </DeleteSection>
  );
}

function explainRefusal(error: unknown): string | undefined {
  if (asApiError(error).status !== 409) return undefined;
  return 'Clients still belong to it. Delete them under App installations and Web clients first, or disable the application instead.';
}
