/** One more than the two that can meet at one row by bad luck; whoever loses four times meets a fault, not a rival. */
const ATTEMPTS = 4;

/**
 * Runs `work` again where the database ended it to break a deadlock (SQLSTATE 40P01): what lost wrote nothing, and the
 * one it stood in the way of is done by then. `work` must be a statement, or a transaction, as a whole.
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

/** The SQLSTATE of an error, as the driver or TypeORM around it names it. */
export function sqlState(error: unknown): unknown {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  return driverError?.code ?? code;
}
