/**
 * `npm run config -- export|plan|apply|drift`: the configuration of a running server as files. See
 * docs/configuration-as-code.md.
 */
import { calledFrom } from './lib/called-from.mjs';
import { installPackages } from './lib/install.mjs';
import { foreground } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

await tool(import.meta.url, async () => {
  await installPackages();
  const program = ['--import', at('tools/swc-register.mjs'), at('tools/config/main.ts')];
  return foreground(process.execPath, [...program, calledFrom('config'), ...process.argv.slice(2)]);
});
