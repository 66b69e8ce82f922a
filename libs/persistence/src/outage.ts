/** Codes of Node and classes of SQLSTATE that say: the database is away, not: the request was wrong. */
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
/** 3D: the database itself was dropped. 55000: it was closed to connections. */
const OUTAGE_CLASSES = ['08', '3D', '53', '55000', '57', '58', '25006', 'XX'];
const OUTAGE_MESSAGES =
  /connection terminated|connection timeout|timeout exceeded when trying to connect|connection error|is closed|not connected|pool.*end/i;

/** The files of the embedded database are gone; what it still acknowledges from memory would be lost. */
export class StoreGoneError extends Error {}

/** Whether an error means that the database could not be asked. Such an error is never a protocol answer. */
export function isStoreOutage(error: unknown): boolean {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; depth += 1) {
    if (current instanceof StoreGoneError) return true;
    const { code, driverError, cause } = current as Error & { code?: unknown; driverError?: unknown };
    if (typeof code === 'string') {
      if (NETWORK_CODES.has(code)) return true;
      if (OUTAGE_CLASSES.some((prefix) => code.startsWith(prefix))) return true;
    }
    if (OUTAGE_MESSAGES.test(current.message)) return true;
    current = driverError ?? cause;
  }
  return false;
}
