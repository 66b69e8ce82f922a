import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const SCRIPT = resolve(import.meta.dirname, 'lint-planted.mjs');

/**
 * What the linter of this repository says about texts, as if they stood in the given files. It runs in a process of
 * its own, because ESLint loads its configuration in a way that a test runner's module system does not follow.
 * @param {readonly { path: string, text: string }[]} planted `path` relative to the repository, need not exist
 * @returns {{ ruleId: string, message: string }[][]} the findings of each text, in the same order
 */
export function lintPlanted(planted) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT], {
    input: JSON.stringify(planted),
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (status !== 0) throw new Error(`The linter did not run: ${stderr}`);
  return JSON.parse(stdout);
}
