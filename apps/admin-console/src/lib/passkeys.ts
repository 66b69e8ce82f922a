import type { NewCredential, PasskeyAnswer, PasskeyCreation, PasskeyQuestion } from '@passant/contracts';

/** Whether this browser takes passkeys at the address that it shows: WebAuthn wants a name, and https or this machine. */
export function takesPasskeys(): boolean {
  const { hostname } = window.location;
  const isAddress = hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
  return window.isSecureContext && 'PublicKeyCredential' in window && !isAddress;
}

// The library is loaded when somebody uses a passkey, and not with the first page.
const library = () => import('@simplewebauthn/browser');

/** Lets the browser ask for a passkey. Throws an error whose message is a sentence for the user. */
export async function answerWithPasskey(question: PasskeyQuestion): Promise<PasskeyAnswer> {
  const { startAuthentication } = await library();
  try {
    return await startAuthentication({ optionsJSON: question });
  } catch (thrown) {
    throw inWords(thrown);
  }
}

/** After which part of the life of a challenge another one is asked for, so that there is time left to answer. */
const RENEWED_AFTER = 0.8;

/**
 * Waits until somebody chooses a passkey from what the browser fills into a field whose `autocomplete` ends in
 * `webauthn`. A challenge grows old while nobody chooses, so it is replaced in time, as long as the page is seen.
 * @param ask gets a challenge from the server; what it throws is passed on
 * @param signal ends the waiting
 * @returns `undefined` if the browser has no such thing, if nobody chose one, or after the signal
 */
export async function passkeyFromAutofill(
  ask: () => Promise<PasskeyQuestion>,
  signal: AbortSignal,
): Promise<PasskeyAnswer | undefined> {
  if (!takesPasskeys()) return undefined;
  const { browserSupportsWebAuthnAutofill, startAuthentication, WebAuthnAbortService } = await library();
  if (!(await browserSupportsWebAuthnAutofill())) return undefined;
  while (!signal.aborted) {
    const question = await ask();
    if (signal.aborted) break;
    const grownOld = new AbortController();
    const timer = setTimeout(() => grownOld.abort(), question.timeout * RENEWED_AFTER);
    const end = () => WebAuthnAbortService.cancelCeremony();
    for (const reason of [signal, grownOld.signal]) reason.addEventListener('abort', end);
    try {
      const answer = await startAuthentication({ optionsJSON: question, useBrowserAutofill: true });
      return signal.aborted ? undefined : answer;
    } catch {
      if (!grownOld.signal.aborted) return undefined;
    } finally {
      clearTimeout(timer);
      for (const reason of [signal, grownOld.signal]) reason.removeEventListener('abort', end);
    }
    await untilSeen(signal);
  }
  return undefined;
}

/** Waits until the page is the one that is seen, or the signal: a forgotten tab asks the server for nothing. */
function untilSeen(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.visibilityState === 'hidden' && !signal.aborted) return;
      document.removeEventListener('visibilitychange', look);
      signal.removeEventListener('abort', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', look);
    look();
  });
}

/** Lets the browser make a passkey. Throws an error whose message is a sentence for the user. */
export async function makePasskey(creation: PasskeyCreation): Promise<NewCredential> {
  const { startRegistration } = await library();
  try {
    return await startRegistration({ optionsJSON: creation });
  } catch (thrown) {
    throw inWords(thrown);
  }
}

/** What the user is told, by the name that WebAuthn gives a failure or the code that the library adds. */
const SENTENCES: Record<string, string> = {
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: 'There is a passkey of yours already on this device or key.',
  ERROR_AUTHENTICATOR_MISSING_DISCOVERABLE_CREDENTIAL_SUPPORT: 'This security key cannot keep passkeys.',
  ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT: 'This security key has no PIN. Set one first.',
  ERROR_INVALID_DOMAIN: 'This page was opened under another address than the one that passkeys are for.',
  ERROR_INVALID_RP_ID: 'This page was opened under another address than the one that passkeys are for.',
  NotAllowedError: 'No passkey was chosen, or it took too long. Try again.',
  AbortError: 'No passkey was chosen. Try again.',
};

function inWords(thrown: unknown): Error {
  const { code, name } = thrown as { code?: unknown; name?: unknown };
  const words = SENTENCES[String(code)] ?? SENTENCES[String(name)] ?? 'The browser could not use a passkey.';
  return new Error(words, { cause: thrown });
}
