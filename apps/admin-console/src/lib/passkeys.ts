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
