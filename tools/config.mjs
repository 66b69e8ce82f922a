/**
 * `npm run config -- export|plan|apply|drift`: the configuration of a running server as files. See
 * docs/configuration-as-code.md.
 */
import { installPackages } from './lib/install.mjs';
import { foreground } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

await tool(import.meta.url, async () => {
  await installPackages();
  // npm changes into the repository, and says where it was called.
  const from = (process.env.npm_lifecycle_event === 'config' && process.env.INIT_CWD) || process.cwd();
  const program = ['--import', at('tools/swc-register.mjs'), at('tools/config/main.ts')];
  return foreground(process.execPath, [...program, from, ...process.argv.slice(2)]);
});
