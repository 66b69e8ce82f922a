/**
 * `npm run landing -- NAME`: saves the contents of a database of the current version, for the spec that upgrades it
 * later.
 */
import { buildStale } from './lib/build.mjs';
import { installPackages } from './lib/install.mjs';
import { foreground } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

await tool(import.meta.url, async () => {
  await installPackages();
  await buildStale();
  const program = at('tools/ship/landing/main.ts');
  return foreground(process.execPath, ['--import', at('tools/swc-register.mjs'), program, ...process.argv.slice(2)]);
});
