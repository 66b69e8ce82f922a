import pg from 'pg';
import { CONNECT_LIMIT, KEEP_ALIVE } from './connection.js';
import { hasOwnSession } from './driver-internals.js';
import { within } from './within.js';

/** Milliseconds before a lost connection is retried. */
const RETRY_AFTER = 1_000;

/**
 * Listens for notifications on a channel, over a connection of its own that is re-established when lost. Notifications
 * sent in the meantime are missed, so callers that must not miss any have to poll as well. Listening is impossible
 * through a pooler, which does not forward notifications from sessions it lends to others.
 * @param channel an identifier of ours, never external text
 * @returns stops listening
 */
export function listenOn(url: string, channel: string, heard: () => void): () => Promise<void> {
  let isOver = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const connection = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_LIMIT,
      ...KEEP_ALIVE,
    });
    let isLost = false;
    const lost = () => {
      if (isLost) return;
      isLost = true;
      void connection.end().catch(() => {});
      if (isOver) return;
      timer = setTimeout(() => void connect(), RETRY_AFTER);
      timer.unref();
    };
    client = connection;
    connection.on('error', lost);
    connection.on('end', lost);
    connection.on('notification', heard);
    try {
      await connection.connect();
      if (!(await hasOwnSession(connection))) {
        isOver = true;
        lost();
        return;
      }
      await connection.query(`LISTEN ${channel}`);
      // Something may have happened before we were listening.
      heard();
    } catch {
      lost();
    }
  };
  void connect();

  return async () => {
    isOver = true;
    clearTimeout(timer);
    if (client)
      await within(
        CONNECT_LIMIT,
        client.end().catch(() => {}),
      );
  };
}
