import { Suspense, lazy, useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { onSessionChange, onSessionEnd } from '../lib/api/session-state.js';
import { keys } from '../lib/queries/keys.js';
import { hasUnsavedChanges } from '../lib/unsaved-changes.js';

const SignInAgainDialog = lazy(async () => ({
  default: (await import('../features/session/sign-in-again-dialog.js')).SignInAgainDialog,
}));

/**
 * Reacts to the end of the session. If nothing would be lost, it redirects to sign-in and back here. If there is
 * unsaved input or a change is in progress, the page stays as it is and a dialog asks for the password. Also notices
 * when another tab has signed in, and updates the displayed user everywhere.
 */
export function SessionGuard() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);

  useEffect(
    () =>
      onSessionEnd(({ whileChanging }) => {
        if (router.state.location.pathname === '/sign-in') return;
        if (whileChanging || hasUnsavedChanges()) {
          setAsking(true);
          return;
        }
        const { href } = router.state.location;
        queryClient.removeQueries({ queryKey: keys.session });
        void router.navigate({ to: '/sign-in', search: { redirect: href } });
      }),
    [router, queryClient],
  );

  useEffect(() => onSessionChange((session) => queryClient.setQueryData(keys.session, session)), [queryClient]);

  // Loaded on first use and then kept mounted, so that the closing transition can be shown.
  const [needed, setNeeded] = useState(false);
  if (asking && !needed) setNeeded(true);
  return (
    <Suspense fallback={null}>
      {needed && <SignInAgainDialog opened={asking} onSignedIn={() => setAsking(false)} />}
    </Suspense>
  );
}
