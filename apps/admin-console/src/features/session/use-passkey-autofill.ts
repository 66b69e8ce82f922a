import { useEffect, useEffectEvent } from 'react';
import type { PasskeyAnswer } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { passkeyFromAutofill } from '../../lib/passkeys.js';

/**
 * Has the browser offer passkeys among what it fills into the field for the email address. Nothing is said where it
 * cannot, or where nobody chooses one: it is an offer, and the password and the button are there.
 * @param isOffered whether one may be chosen now; no challenge is asked for otherwise
 * @param onChosen takes the answer of the passkey that was chosen; `false`: it was not good, and another is waited for
 */
export function usePasskeyAutofill(isOffered: boolean, onChosen: (answer: PasskeyAnswer) => Promise<boolean>): void {
  const take = useEffectEvent(onChosen);
  // By nothing that is typed: each run asks the server for a challenge.
  useEffect(() => {
    if (!isOffered) return undefined;
    const offer = new AbortController();
    const { signal } = offer;
    const ask = () => call('startPasskeySignIn', { signal });
    const wait = async () => {
      for (let isOver = false; !isOver && !signal.aborted;) {
        const answer = await passkeyFromAutofill(ask, signal);
        isOver = answer === undefined || (await take(answer));
      }
    };
    // The server is away, or takes no passkeys. Whoever presses the button is told.
    wait().catch(() => undefined);
    return () => offer.abort();
  }, [isOffered]);
}
