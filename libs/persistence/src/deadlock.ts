/** Losing four deadlocks in a row indicates a fault, not contention. */
const ATTEMPTS = 4;

/**
 * Runs `work` again if the database aborted it to resolve a deadlock (SQLSTATE 40P01): the aborted work wrote nothing,
 * and its rival has finished by then. `work` must be an entire statement or transaction.
 */
export async function afterDeadlockAgain<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || sqlState(error) !== '40P01') throw error;
    }
  }
}

/** The SQLSTATE of an error, from the driver or from the TypeORM error around it. */
export function sqlState(error: unknown): unknown {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  return driverError?.code ?? code;
}
