import type { WebHook, WebHookAuthentication, WebHookOutcome, WebHookType } from '@passant/contracts';
import type { Tone } from '../../ui/status.js';

export const TYPE_LABELS: Record<WebHookType, string> = {
  CUSTOMIZE_TOKEN: 'Access token',
  USER_DETAILS_CUSTOMIZATION: 'User details',
};

export const TYPE_PURPOSES: Record<WebHookType, string> = {
  CUSTOMIZE_TOKEN: 'Takes scopes away from a token before it is issued, or adds claims that introspection shows.',
  USER_DETAILS_CUSTOMIZATION: 'Replaces or extends what the ID token and introspection say about a person.',
};

export const AUTHENTICATION_LABELS: Record<WebHookAuthentication, string> = {
  JWT: 'Signed JWT',
  BASIC: 'Basic',
  NONE: 'Nothing',
};

/** The outcome of a call as a tone and a word. */
export const OUTCOMES: Record<WebHookOutcome, { tone: Tone; word: string }> = {
  succeeded: { tone: 'on', word: 'Succeeded' },
  refused: { tone: 'bad', word: 'Refused' },
  invalid_answer: { tone: 'bad', word: 'Answer not understood' },
  timed_out: { tone: 'bad', word: 'Timed out' },
  too_large: { tone: 'bad', word: 'Answer too large' },
  redirected: { tone: 'bad', word: 'Redirected' },
  unreachable: { tone: 'bad', word: 'Unreachable' },
  address_refused: { tone: 'bad', word: 'Address not allowed' },
  circuit_open: { tone: 'warn', word: 'Not called: failed too often' },
  saturated: { tone: 'warn', word: 'Not called: too many at once' },
};

export const CIRCUITS: Record<WebHook['circuit'], { tone: Tone; word: string }> = {
  closed: { tone: 'on', word: 'Ready' },
  open: { tone: 'bad', word: 'Left alone after failures' },
  half_open: { tone: 'warn', word: 'Tried again with the next call' },
};
