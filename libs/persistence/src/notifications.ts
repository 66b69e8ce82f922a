import pg from 'pg';

/** Milliseconds before a connection that was lost is tried again. */
const RETRY_AFTER = 1_000;

/**
 * Hears what is notified on a channel, over a connection of its own that is made again whenever it is lost. What was
 * notified meanwhile is not heard: whoever relies on hearing everything has to look for itself from time to time.
 * @param channel an identifier of ours, never foreign text
 * @returns ends the listening
 */
export function listenOn(url: string, channel: string, heard: () => void): () => Promise<void> {
  let isOver = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const connection = new pg.Client({ connectionString: url, keepAlive: true });
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
      await connection.query(`LISTEN ${channel}`);
      // Something may have happened while nobody listened.
      heard();
    } catch {
      lost();
    }
  };
  void connect();

  return async () => {
    isOver = true;
    clearTimeout(timer);
    await client?.end().catch(() => {});
  };
}
