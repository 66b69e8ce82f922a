import { migrate } from '@passant/persistence';
import { type Config, ConfigError } from './platform/config.js';
import { openConfiguredDatabase } from './server.js';

const USAGE = 'Use: db migrate | db revert | db reset';

/** `db migrate` brings the schema up to date, `db revert` undoes the last migration, `db reset` empties everything. */
export async function runDatabaseCommand(command: string | undefined, config: Config): Promise<void> {
  if (command !== 'migrate' && command !== 'revert' && command !== 'reset') throw new ConfigError(USAGE);
  const database = await openConfiguredDatabase(config);
  try {
    const { dataSource } = database;
    if (command === 'revert') await dataSource.undoLastMigration({ transaction: 'each' });
    if (command === 'reset') {
      while ((await dataSource.query<unknown[]>(APPLIED)).length > 0) {
        await dataSource.undoLastMigration({ transaction: 'each' });
      }
    }
    if (command !== 'revert') await migrate(database);
    process.stdout.write(`Done: ${command}.\n`);
  } finally {
    await database.close();
  }
}

/** Migrations that are in place; none where the table of them is not there yet. */
const APPLIED = `SELECT 1 FROM information_schema.tables
  WHERE table_schema = current_schema() AND table_name = 'application'`;
