import { type Database, isStoreOutage, LaterSchemaError, sqlState } from '@passant/persistence';
import { type Config, ConfigError, StartError } from './platform/config.js';
import { databaseProblem, openConfiguredDatabase } from './server.js';

/** SQLSTATE of a table and of a column that do not exist. */
const MISSING: unknown[] = ['42P01', '42703'];

/**
 * Lends the configured database to a command. What the database refuses becomes a {@link StartError} in words.
 * @param mustExist makes no embedded database where there is none, such as in a folder that was misspelt
 */
export async function withDatabase<Result>(
  config: Config,
  { mustExist }: { mustExist: boolean },
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = await openConfiguredDatabase(config, { mustExist });
  try {
    return await work(database);
  } catch (error) {
    throw inWords(error, config);
  } finally {
    await database.close();
  }
}

function inWords(error: unknown, config: Config): unknown {
  if (!(error instanceof Error) || error instanceof StartError || error instanceof ConfigError) return error;
  if (error instanceof LaterSchemaError) return new StartError(error.message, { cause: error });
  const isOfStatement = 'driverError' in error;
  if (isOfStatement && MISSING.includes(sqlState(error))) {
    return new StartError('The database is not that of this version: bring it up to date with "db migrate".', {
      cause: error,
    });
  }
  return isOfStatement || isStoreOutage(error)
    ? new StartError(databaseProblem(error, config), { cause: error })
    : error;
}
