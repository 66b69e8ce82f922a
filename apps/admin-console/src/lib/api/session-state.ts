/**
 * What the API client knows of the session: the CSRF token, and who wants to hear that the session has ended.
 * The cookie itself is `HttpOnly`; the console never sees it.
 */
let token: string | undefined;
const listeners = new Set<() => void>();

export function rememberCsrfToken(value: string | undefined): void {
  token = value;
}

export function csrfToken(): string | undefined {
  return token;
}

/** Calls back whenever a call was refused for want of a session. Returns the unsubscription. */
export function onSessionEnd(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function announceSessionEnd(): void {
  token = undefined;
  for (const listener of listeners) listener();
}
