import type { NewEvent } from '@passant/persistence';
import { type Client, renderForHistory } from '@passant/protocol';
import type { EventLog } from '../../observation/event-log.js';

/**
 * The events of an initial access token that was ended, and of the clients that were deleted with it.
 * @param trial present if the token was the one of a trial
 * @param gone absent if clients were not asked for
 */
export function endOfInitialAccessToken(
  events: EventLog,
  { id, application, ...mark }: { id: string; application: string | null; trial?: true },
  gone: readonly Client[] | undefined,
): NewEvent[] {
  const revocation = events.event('ADMIN_INITIAL_ACCESS_TOKEN_REVOKED', {
    application,
    details: { id, ...mark, ...(gone ? { clients_deleted: gone.length } : {}) },
    before: { revoked: false },
    after: { revoked: true },
  });
  const deletions = (gone ?? []).map((client) =>
    events.event('ADMIN_CLIENT_DELETED', {
      clientId: client.clientId,
      application: client.application,
      details: { initial_access_token: id, ...mark },
      before: renderForHistory(client),
    }),
  );
  return [revocation, ...deletions];
}
