/** `npm run bench`: how fast it is, beside others, on this machine. `npm run bench -- --help` says what can be chosen. */
import { buildStale } from './lib/build.mjs';
import { installPackages } from './lib/install.mjs';
import { foreground } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

await tool(import.meta.url, async () => {
  const args = process.argv.slice(2);
  // Whoever asks for JSON reads it from standard output, and nothing else may be there.
  if (args.includes('--json')) console.log = console.error;
  await installPackages();
  await buildStale();
  return foreground(process.execPath, ['--import', at('tools/swc-register.mjs'), at('tools/bench/main.ts'), ...args]);
});
