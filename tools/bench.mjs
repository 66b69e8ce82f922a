/**
 * `npm run bench`: measures performance on this machine, next to other servers. For the options, see `npm run bench --
 * --help`.
 */
import { buildStale } from './lib/build.mjs';
import { installPackages } from './lib/install.mjs';
import { foreground } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

await tool(import.meta.url, async () => {
  const args = process.argv.slice(2);
  // With --json, standard output must contain nothing but the JSON, so log lines go to standard error.
  if (args.includes('--json')) console.log = console.error;
  await installPackages();
  await buildStale();
  return foreground(process.execPath, ['--import', at('tools/swc-register.mjs'), at('tools/bench/main.ts'), ...args]);
});
