/**
 * `npm run attack -- --url https://…`: fires harmless attacks at a running installation and reports what it refused.
 * Without a URL it uses a temporary server of its own. See docs/operations.md.
 */
import { buildStale } from './lib/build.mjs';
import { calledFrom } from './lib/called-from.mjs';
import { installPackages } from './lib/install.mjs';
import { foreground } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

await tool(import.meta.url, async () => {
  const args = process.argv.slice(2);
  await installPackages();
  // The suite runs from source. A build is needed only for a server of its own.
  if (!args.some((arg) => /^--(url|help|list)\b/.test(arg)) && !process.env.PASSANT_PUBLIC_URL) await buildStale();
  const program = ['--import', at('tools/swc-register.mjs'), at('tools/attack/main.ts')];
  return foreground(process.execPath, [...program, calledFrom('attack'), ...args]);
});
