/**
 * For whoever lost the way in to the console, with the settings of `npm start`. It asks the database, not the server.
 * - `npm run admin -- list`: who may sign in.
 * - `npm run admin -- create E-MAIL ROLE`: adds somebody, and shows their password once.
 * - `npm run admin -- reset-password [E-MAIL]`: a new password for the named administrator, or for the first one.
 * - `npm run admin -- reset-second-factor E-MAIL`: removes authenticator app and passkeys of somebody who lost them.
 * - `npm run admin -- end-second-approval`: every Admin does alone again what a second one had to approve.
 */
import { databaseCommand } from './lib/database-command.mjs';
import { StepFailed } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';

/** What each command is called among those of the database. @type {Record<string, string>} */
const COMMANDS = {
  list: 'administrators',
  create: 'administrator',
  'reset-password': 'password',
  'reset-second-factor': 'second-factor',
  'end-second-approval': 'second-approval',
};

await tool(import.meta.url, async () => {
  const [name = '', ...rest] = process.argv.slice(2);
  if (!Object.hasOwn(COMMANDS, name))
    throw new StepFailed(`Say what to do: npm run admin -- ${Object.keys(COMMANDS).join('|')}.`);
  return databaseCommand(/** @type {string} */ (COMMANDS[name]), rest);
});
