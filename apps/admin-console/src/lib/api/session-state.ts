import type { AdminSession } from '@passant/contracts';

/**
 * The session as the API client knows it. The cookie itself is `HttpOnly` and shared by all tabs of the browser: the
 * console never sees it, and is not notified when another tab signs in.
 */
let known: AdminSession | undefined;
let over = false;

export function rememberSession(session: AdminSession): void {
  known = session;
  over = false;
}

/** Forgets the session after sign-out. */
export function forgetSession(): void {
  known = undefined;
}

/** The last known session. It may have ended, but still tells whose it was. */
export function knownSession(): AdminSession | undefined {
  return known;
}

export function csrfToken(): string | undefined {
  return over ? undefined : known?.csrf_token;
}

/** A minimal event emitter for session events. */
function hearing<Event>() {
  const listeners = new Set<(event: Event) => void>();
  return {
    /** Subscribes a listener. Returns a function that unsubscribes it. */
    hear: (listener: (event: Event) => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell: (event: Event): void => {
      for (const listener of listeners) listener(event);
    },
  };
}

/** The call during which it turned out that the session has ended. */
export interface SessionEnd {
  /** Whether the call was a change, in which case the user's input could be lost. */
  whileChanging: boolean;
}

const ends = hearing<SessionEnd>();
const changes = hearing<AdminSession>();

/** Subscribes to calls refused for lack of a session. Returns a function that unsubscribes. */
export const onSessionEnd = ends.hear;
/**
 * Subscribes to changes of the session: it turned out not to be the one the page knew. Returns a function that
 * unsubscribes.
 */
export const onSessionChange = changes.hear;

export function announceSessionEnd(end: SessionEnd): void {
  over = true;
  ends.tell(end);
}

export function announceSessionChange(session: AdminSession): void {
  rememberSession(session);
  changes.tell(session);
}
