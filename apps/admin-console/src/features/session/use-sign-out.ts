import { useCallback } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { asApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { forgetSession } from '../../lib/api/session-state.js';
import { forgetUnsavedChanges, hasUnsavedChanges } from '../../lib/unsaved-changes.js';
import { confirmDanger, toastFailure } from '../../ui/confirm.js';

/** Signs out and leads to the page to sign in at; asks first if something on the page is not saved. */
export function useSignOut(): () => Promise<void> {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useCallback(async () => {
    if (hasUnsavedChanges()) {
      const sure = await confirmDanger({
        title: 'Sign out without saving?',
        text: 'What you changed on this page is not saved and will be lost.',
        confirm: 'Sign out and lose changes',
      });
      if (!sure) return;
    }
    try {
      await call('signOut');
    } catch (thrown) {
      // Without a session, the user is already signed out.
      if (asApiError(thrown).status !== 401) {
        toastFailure(thrown);
        return;
      }
    }
    forgetUnsavedChanges();
    forgetSession();
    await navigate({ to: '/sign-in' });
    queryClient.clear();
  }, [queryClient, navigate]);
}
