/**
 * `npm start`: from a fresh clone to a running server. Needs Node 20 or newer and npm. Fetches everything else, builds
 * what is stale, and runs the server in the foreground.
 */
import { buildStale } from './lib/build.mjs';
import { installPackages } from './lib/install.mjs';
import { foreground } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

await tool(import.meta.url, async () => {
  await installPackages();
  await buildStale();
  return foreground(process.execPath, [at('apps/auth-api/dist/main.js'), ...process.argv.slice(2)]);
});
