/**
 * Node error codes and SQLSTATE classes which mean that the database is unavailable, not that the request was wrong.
 */
const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
]);
/**
 * 3D: the database was dropped. 55000: it does not accept connections. 25006: it is read-only. 25P03, 25P04:
 * it ended the session.
 */
const OUTAGE_CLASSES = ['08', '3D', '53', '55000', '57', '58', '25006', '25P03', '25P04', 'XX'];
const OUTAGE_MESSAGES =
  /connection terminated|connection timeout|timeout exceeded when trying to connect|timeout expired|connection error|(?:is|was) closed|not connected|SSL connection|pool.*end/i;
/** TypeORM errors for a connection lost between two statements of a transaction. They have no other cause here. */
const LOST_CONNECTION = new Set(['QueryRunnerAlreadyReleasedError', 'QueryRunnerProviderAlreadyReleasedError']);

/** The files of the embedded database are gone; what it still accepts in memory would be lost. */
export class StoreGoneError extends Error {}

/** The database did not answer in time. The statement may have been executed nevertheless. */
export class StoreOverdueError extends Error {
  constructor() {
    super('The database did not answer in time.');
  }
}

/** The database answers, but cannot be written to. */
export class StoreUnfitError extends Error {}

/** Whether an error means that the database was unavailable. Such an error never becomes a protocol error. */
export function isStoreOutage(error: unknown): boolean {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; depth += 1) {
    if (current instanceof StoreGoneError || current instanceof StoreOverdueError) return true;
    if (current instanceof StoreUnfitError || LOST_CONNECTION.has(current.name)) return true;
    const { code, syscall, driverError, cause } = current as NodeJS.ErrnoException & { driverError?: unknown };
    if (typeof code === 'string') {
      // There is no server at a local socket; other missing files do not count.
      if (code === 'ENOENT' && syscall === 'connect') return true;
      if (NETWORK_CODES.has(code)) return true;
      if (OUTAGE_CLASSES.some((prefix) => code.startsWith(prefix))) return true;
    }
    if (OUTAGE_MESSAGES.test(current.message)) return true;
    current = driverError ?? cause;
  }
  return false;
}
