import pg from 'pg';

/** Undeclared internals of the driver. */
interface Internals {
  /** Identifies the session to the server or pooler. */
  processID: number;
  secretKey: number;
  connection: {
    stream: { destroy(error?: Error): void };
    startup(configuration: unknown): void;
    cancel(processID: number, secretKey: number): void;
  };
}

const internalsOf = (client: pg.Client) => client as unknown as Internals;

/** Closes a connection immediately, whatever it is waiting for. */
export function cut(client: pg.Client, error: Error): void {
  internalsOf(client).connection.stream.destroy(error);
}

/**
 * Whether a connection has a server session to itself. A pooler sends a process ID of its own, which is not that of the
 * server process behind it, and may assign a different process to every transaction. Session state (prepared
 * statements, settings, locks, LISTEN) would then affect others and be lost to its owner.
 */
export async function hasOwnSession(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]!.pid === internalsOf(client).processID;
}

/**
 * Asks the server to cancel a connection's current statement. PostgreSQL does not say whether that was in time.
 * @param options options the connection was created with
 */
export async function cancelStatement(client: pg.Client, options: pg.ClientConfig): Promise<void> {
  const { processID, secretKey } = internalsOf(client);
  const messenger = new pg.Client(options);
  // A cancel request replaces the startup message: it follows TCP and TLS setup, and nothing comes after it.
  const { connection } = internalsOf(messenger);
  connection.startup = () => connection.cancel(processID, secretKey);
  messenger.on('error', () => {});
  await messenger.connect().catch(() => {});
}
