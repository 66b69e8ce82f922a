import pg from 'pg';
import { cancelStatement, cut, hasOwnSession } from './driver-internals.js';
import { StoreOverdueError } from './outage.js';
import { isWatched, told } from './statement-watch.js';
import { preparedName } from './prepared-statements.js';

/** Milliseconds to wait for a connection, whether it is a new one or one from the pool. */
export const CONNECT_LIMIT = 4_250;
/** Milliseconds after which the database cancels a statement, which is then known to have had no effect. */
const STATEMENT_LIMIT = 4_000;
/** The same limit for background work, and for requests whose callers expect them to take long. */
const LONG_LIMIT = 600_000;
/**
 * Milliseconds after the statement limit at which a database that has not even cancelled the statement
 * counts as unavailable.
 */
const SILENCE = 250;

/** Detects that the other side has silently gone away: TCP keep-alive probes start after ten seconds of silence. */
export const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

/** SQLSTATE of a write in a read-only session. */
const READ_ONLY = '25006';

/** The pooler in front of the database uses a mode that this server cannot work with. */
export class PoolerModeError extends Error {
  constructor(options: ErrorOptions) {
    super(
      'A pooler in front of the database lends its connections for one statement, and Passant needs transactions: set its ' +
        'pool_mode to transaction or session.',
      options,
    );
  }
}

interface Options extends pg.ClientConfig {
  /** All connections of the same pool. */
  mates?: Set<StoreConnection>;
}

/**
 * A connection to a PostgreSQL server that names prepared statements and never waits indefinitely: requests are
 * answered within seconds whatever happens to the database. A connection whose statement timed out is destroyed,
 * because its next user would have to wait for the abandoned statement first.
 */
export class StoreConnection extends pg.Client {
  private readonly mates: Set<StoreConnection> | undefined;
  /** Statement limit in milliseconds, 0 for none. */
  private limit = 0;
  private statements = 0;
  /** Whether a pooler may assign a different session to each transaction, so that no session state can be kept. */
  private isPooled = false;

  constructor(private readonly options: Options) {
    super(options);
    this.mates = options.mates;
    // A connection to the embedded database has no pool and no limit: it cannot be lost, and timers do
    // not run while it works.
    if (this.mates) this.limit = STATEMENT_LIMIT;
    this.mates?.add(this);
    this.once('end', () => this.mates?.delete(this));
  }

  // The driver accepts statements in many forms; TypeORM uses this one.
  override query = ((query: unknown, values?: unknown[], ...further: unknown[]) => {
    const name = this.isPooled ? undefined : preparedName(query);
    const send = super.query.bind(this) as (...parameters: unknown[]) => unknown;
    const sent = name === undefined ? send(query, values, ...further) : send({ name, text: query, values }, ...further);
    if (!(sent instanceof Promise)) return sent;
    const kept = this.mates ? this.watch(sent) : sent;
    return isWatched() ? told(query, kept) : kept;
  }) as pg.Client['query'];

  /** Prepares a new connection to a server. Throws if it cannot be used. */
  async begin(): Promise<void> {
    this.isPooled = !(await hasOwnSession(this));
    if (this.isPooled) await this.requireTransactions();
    await this.hurry();
  }

  private async requireTransactions(): Promise<void> {
    try {
      await this.query('BEGIN');
      await this.query('COMMIT');
    } catch (error) {
      if (!/statement pooling/.test((error as Error).message)) throw error;
      throw new PoolerModeError({ cause: error });
    }
  }

  /** Raises the statement limit from now on: to minutes, or to none with `'however long'`. */
  async takeTime(most?: 'however long'): Promise<void> {
    await this.setLimit(most ? 0 : LONG_LIMIT);
  }

  /** Limits statements to what a request may wait for, as on every new connection. */
  async hurry(): Promise<void> {
    await this.setLimit(STATEMENT_LIMIT);
  }

  private async setLimit(limit: number): Promise<void> {
    if (!this.mates) return;
    if (this.isPooled) {
      this.limit = limit;
      return;
    }
    // Setting the limit may itself take no longer than a request may wait.
    this.limit = STATEMENT_LIMIT;
    await this.query(`SET statement_timeout = ${limit}`);
    this.limit = limit;
  }

  private async watch(sent: Promise<unknown>): Promise<unknown> {
    const { limit } = this;
    const timer = limit > 0 ? setTimeout(() => this.abandon(new StoreOverdueError()), limit + SILENCE) : undefined;
    // The server knows the limit from the session. If a pooler lends the session, cancel the statement
    // explicitly on time-out.
    const told =
      this.isPooled && limit > 0 ? setTimeout(() => void cancelStatement(this, this.options), limit) : undefined;
    this.statements += 1;
    try {
      return await sent;
    } catch (error) {
      if ((error as { code?: unknown }).code === READ_ONLY) this.leaveReadOnly(error as Error);
      throw error;
    } finally {
      this.statements -= 1;
      clearTimeout(timer);
      clearTimeout(told);
    }
  }

  /**
   * A demoted server keeps its sessions, and connections to it stay there after its address has moved to another
   * server. Closes this connection and the idle ones of the pool, each of which would otherwise fail for its next user.
   */
  private leaveReadOnly(error: Error): void {
    for (const mate of this.mates ?? []) {
      const isResting = mate.statements === 0 && mate.getTransactionStatus() === 'I';
      if (mate === this || isResting) mate.abandon(error);
    }
  }

  private abandon(error: Error): void {
    cut(this, error);
  }
}
