/**
 * `npm run demo`: a mobile app in the terminal, on a temporary server of its own. `npm run demo -- --url
 * http://127.0.0.1:3000 --email … --password …` drives a running server instead.
 */
import { buildStale } from './lib/build.mjs';
import { installPackages } from './lib/install.mjs';
import { foreground } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

await tool(import.meta.url, async () => {
  const args = process.argv.slice(2);
  await installPackages();
  // The demo itself runs from its sources; only a server of its own, which takes no arguments, needs a build.
  if (args.length === 0 && !process.env.PASSANT_PUBLIC_URL) await buildStale();
  return foreground(process.execPath, ['--import', at('tools/swc-register.mjs'), at('tools/demo/main.ts'), ...args]);
});
