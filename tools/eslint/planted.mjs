import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const SCRIPT = resolve(import.meta.dirname, 'lint-planted.mjs');

/**
 * Lints texts with this repository's rules, as if they were the contents of the given files. The linter runs in a
 * separate process, because a test runner's module system does not support the way in which ESLint loads its
 * configuration.
 * @param {readonly { path: string, text: string }[]} planted `path` is relative to the repository and need not exist
 * @param {{ types?: boolean }} [options] `types`: enables type-aware rules; each file must then exist
 * @returns {{ ruleId: string, message: string }[][]} the findings of each text, in the same order
 */
export function lintPlanted(planted, { types = false } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...(types ? ['--types'] : [])], {
    input: JSON.stringify(planted),
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (status !== 0) throw new Error(`The linter did not run: ${stderr}`);
  return JSON.parse(stdout);
}
