import { useState } from 'react';
import { asApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';

/** Where in this tab it is kept where somebody wanted to go before they were sent to their company. */
const TARGET = 'passant-sign-in-target';

/** Where somebody wanted to go who comes back from their company. */
export const keptTarget = (): string | undefined => window.sessionStorage.getItem(TARGET) ?? undefined;

/** The same, and forgets it. */
export function takeTarget(): string | undefined {
  const target = keptTarget();
  window.sessionStorage.removeItem(TARGET);
  return target;
}

/** Sends the browser to the OpenID provider of the company. `error` holds the sentence to show if that fails. */
export function useCompanySignIn(target: string | undefined) {
  const [isLeaving, setLeaving] = useState(false);
  const [error, setError] = useState<string>();
  const begin = async () => {
    setLeaving(true);
    setError(undefined);
    try {
      const { authorization_url } = await call('startCompanySignIn');
      if (target === undefined) window.sessionStorage.removeItem(TARGET);
      else window.sessionStorage.setItem(TARGET, target);
      window.location.assign(authorization_url);
    } catch (thrown) {
      setError(asApiError(thrown).message);
      setLeaving(false);
    }
  };
  return { begin: () => void begin(), isLeaving, error };
}
