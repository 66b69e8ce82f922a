/**
 * `npm run demo`: runs a mobile app in the terminal against a temporary server of its own. To use a running server
 * instead: `npm run demo -- --url http://127.0.0.1:3000 --email … --password …`.
 */
import { buildStale } from './lib/build.mjs';
import { installPackages } from './lib/install.mjs';
import { foreground } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

await tool(import.meta.url, async () => {
  const args = process.argv.slice(2);
  await installPackages();
  // The demo itself runs from source. A build is needed only for its own server, which it starts when called without
  // arguments.
  if (args.length === 0 && !process.env.PASSANT_PUBLIC_URL) await buildStale();
  return foreground(process.execPath, ['--import', at('tools/swc-register.mjs'), at('tools/demo/main.ts'), ...args]);
});
