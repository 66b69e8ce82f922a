import { REFRESH_TOKEN_GRANT, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import type { Store } from '@passant/persistence';
import { type Client, type EpochSeconds, losesGrant } from '@passant/protocol';

/** Whether a change of a client ends anything that {@link endLostGrants} has to end. */
export function losesAnything(before: Client, after: Client): boolean {
  return [REFRESH_TOKEN_GRANT, STATELESS_AUTHENTICATION_GRANT].some((grant) => losesGrant(grant, before, after));
}

/**
 * Ends the refresh tokens of a client from which a grant type was taken that they need, with all that came of them: they
 * would go on if it got the grant type back. Must be called in the transaction that changes the client.
 */
export async function endLostGrants(store: Store, before: Client, after: Client, now: EpochSeconds): Promise<void> {
  const { clientId } = after;
  if (losesAnything(before, after)) await store.statelessSessions.endAllOfClient(clientId, now);
  if (losesGrant(REFRESH_TOKEN_GRANT, before, after)) await store.refreshTokens.endAllOf(clientId);
}
