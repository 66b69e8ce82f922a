/**
 * Looks at what administrators changed, with the settings of `npm start`. It asks the database, not the server.
 * - `npm run audit -- verify [--anchors FILE]`: whether a record was edited, left out or moved, or the end was cut off.
 * - `npm run audit -- verify --file FILE --keys FILE [--anchors FILE]`: the same of an export, without a database.
 * - `npm run audit -- export FILE`: records and anchors as JSON Lines.
 * - `npm run audit -- keys`: the public keys of anchors.
 */
import { calledFrom, filesFrom } from './lib/called-from.mjs';
import { command } from './lib/database-command.mjs';
import { StepFailed } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';

const VERBS = ['verify', 'export', 'keys'];

await tool(import.meta.url, async () => {
  const [verb = '', ...rest] = process.argv.slice(2);
  if (!VERBS.includes(verb)) throw new StepFailed(`Say what to do: npm run audit -- ${VERBS.join('|')}.`);
  return command('audit', verb, filesFrom(calledFrom('audit'), rest));
});
