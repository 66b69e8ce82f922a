/**
 * Manages the database of `npm start`, with the same settings.
 * - `npm run db -- migrate|revert|reset`: changes the schema.
 * - `npm run db -- administrators` and `administrator E-MAIL ROLE`: list who may sign in, and add somebody.
 * - `npm run db -- password [E-MAIL]` and `master-token`: issue a new one to replace a lost one, which was shown only
 *   once.
 * - `npm run db -- end-sessions`: makes all administrators sign in again.
 * - `npm run db -- master-key`: replaces a leaked master key and re-encrypts everything that was encrypted under it.
 * - `npm run db -- export|import FILE`: moves everything to another database.
 */
import { calledFrom, filesFrom } from './lib/called-from.mjs';
import { databaseCommand } from './lib/database-command.mjs';
import { StepFailed } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';

const VERBS = [
  'migrate',
  'revert',
  'reset',
  'administrators',
  'administrator',
  'password',
  'master-token',
  'end-sessions',
  'master-key',
  'export',
  'import',
];

await tool(import.meta.url, async () => {
  const [verb = '', ...rest] = process.argv.slice(2);
  if (!VERBS.includes(verb))
    throw new StepFailed(`Say what to do with the database: npm run db -- ${VERBS.join('|')}.`);
  const takesFile = verb === 'export' || verb === 'import';
  return databaseCommand(verb, takesFile ? filesFrom(calledFrom('db'), rest) : rest);
});
