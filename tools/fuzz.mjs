/**
 * `npm run fuzz`: draws requests from the OpenAPI documents of a temporary server, and checks its answers against them. For
 * the options, see `npm run fuzz -- --help`.
 */
import { buildStale } from './lib/build.mjs';
import { installPackages } from './lib/install.mjs';
import { foreground } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

await tool(import.meta.url, async () => {
  await installPackages();
  await buildStale();
  const program = ['--import', at('tools/swc-register.mjs'), at('tools/fuzz/main.ts')];
  return foreground(process.execPath, [...program, ...process.argv.slice(2)]);
});
