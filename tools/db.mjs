/** `npm run db -- migrate|revert|reset`: the database's schema, with the settings of `npm start`. */
import { buildStale } from './lib/build.mjs';
import { installPackages } from './lib/install.mjs';
import { StepFailed, foreground } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

const VERBS = ['migrate', 'revert', 'reset'];

await tool(import.meta.url, async () => {
  const [verb = '', ...rest] = process.argv.slice(2);
  if (!VERBS.includes(verb))
    throw new StepFailed(`Say what to do with the database: npm run db -- ${VERBS.join('|')}.`);
  await installPackages();
  await buildStale();
  return foreground(process.execPath, [at('apps/auth-api/dist/main.js'), 'db', verb, ...rest]);
});
