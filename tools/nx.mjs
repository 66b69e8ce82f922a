/** Runs nx with the right Node version and without background processes: `node tools/nx.mjs run-many -t lint`. */
import { installPackages } from './lib/install.mjs';
import { NX_ENV, nx } from './lib/nx.mjs';
import { foreground } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';

await tool(import.meta.url, async () => {
  await installPackages();
  return foreground(...nx(process.argv.slice(2)), { env: NX_ENV });
});
