import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StepFailed, foreground } from './run.mjs';
import { withTemporaryFolder } from './temporary.mjs';
import { at } from './workspace.mjs';

/**
 * Runs Playwright in the foreground.
 * @param {string} chromium path of the browser
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, ownGroup?: boolean }} [options]
 * @returns {Promise<number>} its exit code
 */
export const playwright = (chromium, args, { env = {}, ownGroup = false } = {}) =>
  foreground(process.execPath, [at('node_modules/@playwright/test/cli.js'), 'test', ...args], {
    cwd: at('e2e'),
    env: { ...env, PLAYWRIGHT_CHROMIUM: chromium, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
    ownGroup,
  });

/**
 * Runs the browser suite and counts the results.
 * @param {string} chromium path of the browser
 * @returns {Promise<import('./stages.mjs').Counts>}
 */
export function runPlaywright(chromium) {
  return withTemporaryFolder('playwright', async (folder) => {
    const report = join(folder, 'report.json');
    const code = await playwright(chromium, ['--reporter=list,json'], {
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      ownGroup: true,
    });
    if (!existsSync(report)) throw new StepFailed(`Playwright ended with code ${code} and no result.`);
    const { stats, errors } = JSON.parse(readFileSync(report, 'utf8'));
    const failed = stats.unexpected + stats.flaky + errors.length;
    return { passed: stats.expected, failed: failed || (code === 0 ? 0 : 1), skipped: stats.skipped };
  });
}
