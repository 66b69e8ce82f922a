/**
 * `npm run prove:no-trace`, `prove:durable`, `prove:calm`, `prove:upgrade` and `prove:month`: prove on temporary servers what
 * the documentation promises.
 */
import { existsSync } from 'node:fs';
import { buildStale } from './lib/build.mjs';
import { installPackages } from './lib/install.mjs';
import { StepFailed, foreground } from './lib/run.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

await tool(import.meta.url, async () => {
  const [what = '', ...args] = process.argv.slice(2);
  const program = at('tools/prove', what, 'main.ts');
  if (what === '' || !existsSync(program))
    throw new StepFailed('Say what to prove: no-trace, durable, calm, upgrade or month.');
  // With --json, standard output must contain nothing but the JSON, so log lines go to standard error.
  if (args.includes('--json')) console.log = console.error;
  await installPackages();
  await buildStale();
  return foreground(process.execPath, ['--import', at('tools/swc-register.mjs'), program, ...args]);
});
