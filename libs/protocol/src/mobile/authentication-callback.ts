import type { ApiScope } from '@passant/contracts';
import type { Client } from '../clients/client-records.js';
import { maySee } from '../clients/visibility.js';
import type { AuthenticationTransaction } from './mobile-records.js';
import type { EpochSeconds } from '../time.js';

/** Seconds between the attempts to notify a portal of a result. After the last one, the portal has to ask. */
const DELAYS = [10, 60, 300] as const;

/** Seconds reserved for one attempt, even if the server instance that makes it fails. */
export const CALLBACK_LEASE = 60;

/** The scope of API clients that ask people on their devices. */
export const PORTAL_SCOPE = 'onegini_api_mobile_authentication' satisfies ApiScope;

/**
 * Whether a portal is still told of a result: only while it could read it. It may have been disabled, or limited to less,
 * since it asked.
 * @param portal as it is now
 * @param asked the application of the person who was asked
 */
export function mayBeTold(portal: Client | undefined, asked: { application: string | null }): boolean {
  return portal !== undefined && portal.enabled && portal.apiScopes.includes(PORTAL_SCOPE) && maySee(portal, asked);
}

/** What a portal is told: that the result of a transaction can be read now. Nothing about the person or the answer. */
export function renderCallback({ id, callbackUri }: Pick<AuthenticationTransaction, 'id' | 'callbackUri'>): {
  callback_uri: string;
  transaction_id: string;
} {
  return { callback_uri: callbackUri!, transaction_id: id };
}

/**
 * When a failed callback is retried.
 * @param attempts number of attempts so far, including the failed one
 * @returns `null` if that was the last one
 */
export function nextCallbackAt(attempts: number, now: EpochSeconds): EpochSeconds | null {
  const delay = DELAYS[attempts - 1];
  return delay === undefined ? null : now + delay;
}

/** What is wrong with a callback URL, as the end of a sentence; `undefined` if nothing is. */
export function callbackUriProblem(uri: string): string | undefined {
  const url = new URL(uri);
  if (url.username !== '' || url.password !== '') return 'must hold no credentials';
  if (uri.includes('#')) return 'must have no fragment';
  return undefined;
}
