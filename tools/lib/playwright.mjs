import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StepFailed, foreground } from './run.mjs';
import { withTemporaryFolder } from './temporary.mjs';
import { at } from './workspace.mjs';

/**
 * Runs Playwright in the foreground.
 * @param {string} chromium path of the browser
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, minutes?: number, ownGroup?: boolean }} [options]
 * @returns {Promise<number>} its exit code
 */
export const playwright = (chromium, args, { env = {}, ...options } = {}) =>
  foreground(process.execPath, [at('node_modules/@playwright/test/cli.js'), 'test', ...args], {
    cwd: at('e2e'),
    env: { ...env, PLAYWRIGHT_CHROMIUM: chromium, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
    ...options,
  });

/**
 * Runs the browser suite and counts the results.
 * @param {string} chromium path of the browser
 * @param {number} minutes how long it may take
 * @param {Record<string, string>} env environment variables for the stories
 * @returns {Promise<import('./stages.mjs').Counts>}
 */
export function runPlaywright(chromium, minutes, env) {
  return withTemporaryFolder('playwright', async (folder) => {
    const report = join(folder, 'report.json');
    const code = await playwright(chromium, ['--reporter=list,json'], {
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      ...{ minutes, ownGroup: true },
    });
    if (!existsSync(report)) throw new StepFailed(`Playwright ended with code ${code} and no result.`);
    return count(JSON.parse(readFileSync(report, 'utf8')), code);
  });
}

/**
 * @typedef {object} PlaywrightReport the parts used here of what Playwright writes with the reporter "json"
 * @property {{ expected: number, unexpected: number, flaky: number, skipped: number }} stats
 * @property {{ message: string }[]} errors of no test
 * @property {Suite[]} suites
 *
 * @typedef {object} Suite
 * @property {Suite[]} [suites]
 * @property {Story[]} [specs]
 *
 * @typedef {object} Story
 * @property {boolean} ok
 * @property {string} file
 * @property {string} title
 * @property {{ results: { errors: { message?: string }[] }[] }[]} tests
 */

/**
 * @param {PlaywrightReport} report
 * @param {number} code
 * @returns {import('./stages.mjs').Counts}
 */
function count({ stats, errors, suites }, code) {
  const failed = stats.unexpected + stats.flaky + errors.length;
  return {
    passed: stats.expected,
    failed: failed || (code === 0 ? 0 : 1),
    skipped: stats.skipped,
    failures: [
      ...errors.map(({ message }) => ({ what: 'an error of no story', why: message })),
      ...suites.flatMap(storiesOf).filter(isFailed).map(failureOf),
    ],
  };
}

/** @param {Suite} suite @returns {Story[]} */
const storiesOf = ({ suites = [], specs = [] }) => [...specs, ...suites.flatMap(storiesOf)];

/** @param {Story} story */
const errorsOf = ({ tests }) => tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors));

/** A story that passed when it was told again failed too. @param {Story} story */
const isFailed = (story) => !story.ok || errorsOf(story).length > 0;

/** @param {Story} story @returns {import('./stages.mjs').Failure} */
const failureOf = (story) => ({
  what: `${story.file}: ${story.title}`,
  why: errorsOf(story)
    .map(({ message = '' }) => message)
    .join('\n'),
});
