import { Suspense, lazy, useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { onSessionEnd } from '../lib/api/session-state.js';
import { keys } from '../lib/queries/keys.js';
import { hasUnsavedChanges } from '../lib/unsaved-changes.js';

const SignInAgainDialog = lazy(async () => ({
  default: (await import('../features/session/sign-in-again-dialog.js')).SignInAgainDialog,
}));

/**
 * Hears that the session has ended. With nothing typed the way leads to sign-in and back here; with something typed the
 * page stays as it is and a dialog asks for the password, so that nothing is lost.
 */
export function SessionGuard() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);

  useEffect(
    () =>
      onSessionEnd(() => {
        if (router.state.location.pathname === '/sign-in') return;
        if (hasUnsavedChanges()) {
          setAsking(true);
          return;
        }
        const { href } = router.state.location;
        queryClient.removeQueries({ queryKey: keys.session });
        void router.navigate({ to: '/sign-in', search: { redirect: href } });
      }),
    [router, queryClient],
  );

  // Fetched when first needed, and kept then, so that closing can be drawn.
  const [needed, setNeeded] = useState(false);
  if (asking && !needed) setNeeded(true);
  return (
    <Suspense fallback={null}>
      {needed && <SignInAgainDialog opened={asking} onSignedIn={() => setAsking(false)} />}
    </Suspense>
  );
}
