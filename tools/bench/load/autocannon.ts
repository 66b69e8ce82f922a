import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StepFailed, capture } from '../../lib/run.mjs';
import { at } from '../../lib/workspace.mjs';
import type { LoadOptions, LoadResult } from './load.js';

/**
 * Load from autocannon, used if wrk is not installed. It uses more of a core than wrk, equally for every contestant.
 */
export async function loadFromAutocannon(options: LoadOptions): Promise<LoadResult> {
  const file = join(options.folder, 'load.json');
  writeFileSync(file, JSON.stringify(options));
  const { code, output } = await capture(process.execPath, [at('tools/bench/load/autocannon-process.mjs'), file]);
  const line = /^RESULT (.+)$/m.exec(output)?.[1];
  if (code !== 0 || line === undefined) {
    throw new StepFailed(`autocannon ended with code ${code} and no result.`, output);
  }
  return JSON.parse(line) as LoadResult;
}
