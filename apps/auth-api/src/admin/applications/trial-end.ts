import type { Store } from '@passant/persistence';
import type { EventLog } from '../../observation/event-log.js';
import { endOfInitialAccessToken } from '../tokens/initial-access-token-end.js';

/**
 * Removes what is left of a trial that accepts no registrations any more: its installations with their tokens, and the
 * trial itself. What was removed is written down.
 * @param id of a trial that was ended in the same transaction
 */
export async function removeTrial(store: Store, events: EventLog, application: string, id: string): Promise<void> {
  const gone = await store.registeredClients.deleteMadeWith(id);
  await store.initialAccessTokens.forget(id);
  await store.events.insert(endOfInitialAccessToken(events, { id, application, trial: true }, gone));
}
