import type { AuthenticationTransaction, EpochSeconds } from './records.js';

/** Seconds between the attempts to tell a portal that there is a result. After the last of them it has to ask. */
const DELAYS = [10, 60, 300] as const;

/** Seconds that an attempt may be under way, whatever becomes of the instance that makes it. */
export const CALLBACK_LEASE = 60;

/** What a portal is told: that it can read the result now, and of what. Nothing about the person or the answer. */
export function renderCallback({ id, callbackUri }: Pick<AuthenticationTransaction, 'id' | 'callbackUri'>): {
  callback_uri: string;
  transaction_id: string;
} {
  return { callback_uri: callbackUri!, transaction_id: id };
}

/**
 * When a failed callback is tried again.
 * @param attempts made so far, the failed one included
 * @returns `null` where it was the last
 */
export function nextCallbackAt(attempts: number, now: EpochSeconds): EpochSeconds | null {
  const delay = DELAYS[attempts - 1];
  return delay === undefined ? null : now + delay;
}

/** What is wrong with an address for a callback, as the end of a sentence; `undefined` if nothing is. */
export function callbackUriProblem(uri: string): string | undefined {
  const url = new URL(uri);
  if (url.username !== '' || url.password !== '') return 'must hold no credentials';
  if (uri.includes('#')) return 'must have no fragment';
  return undefined;
}
