/**
 * Manages the database of `npm start`, with the same settings.
 * - `npm run db -- migrate|revert|reset`: changes the schema.
 * - `npm run db -- password [E-MAIL]` and `master-token`: issue a new one to replace a lost one, which was shown only
 *   once.
 * - `npm run db -- end-sessions`: makes all administrators sign in again.
 * - `npm run db -- master-key`: replaces a leaked master key and re-encrypts everything that was encrypted under it.
 */
import { buildStale } from './lib/build.mjs';
import { installPackages } from './lib/install.mjs';
import { StepFailed, foreground } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

const VERBS = ['migrate', 'revert', 'reset', 'password', 'master-token', 'end-sessions', 'master-key'];

await tool(import.meta.url, async () => {
  const [verb = '', ...rest] = process.argv.slice(2);
  if (!VERBS.includes(verb))
    throw new StepFailed(`Say what to do with the database: npm run db -- ${VERBS.join('|')}.`);
  await installPackages();
  await buildStale();
  return foreground(process.execPath, [at('apps/auth-api/dist/main.js'), 'db', verb, ...rest]);
});
