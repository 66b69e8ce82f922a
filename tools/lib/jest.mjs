import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { StepFailed, foreground } from './run.mjs';
import { complain } from './say.mjs';
import { withTemporaryFolder } from './temporary.mjs';
import { ROOT, at } from './workspace.mjs';

const NO_TESTS = 'There are no tests.';

/** @returns {string[]} folders of the projects that have jest tests, relative to the repository */
export const jestProjects = () =>
  ['apps', 'libs']
    .flatMap((parent) => readdirSync(at(parent)).map((name) => `${parent}/${name}`))
    .concat('tools')
    .filter((project) => existsSync(at(project, 'jest.config.mjs')));

/**
 * Runs the tests of several projects in one jest process, so that its two workers share the files of all projects.
 * @param {readonly string[]} projects folders relative to the repository
 * @param {Record<string, string | undefined>} env environment variables for the tests
 * @param {number} minutes how long it may take
 * @returns {Promise<import('./stages.mjs').Counts>} a file that does not run, and a project without tests, count as one
 *   failed test each
 */
export function runJest(projects, env, minutes) {
  return withTemporaryFolder('jest', async (folder) => {
    const report = join(folder, 'report.json');
    const code = await foreground(
      process.execPath,
      [
        ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', at('node_modules/jest/bin/jest.js')],
        ...['--maxWorkers=2', '--json', `--outputFile=${report}`, '--projects', ...projects],
      ],
      { env, minutes, ownGroup: true },
    );
    if (!existsSync(report)) throw new StepFailed(`jest ended with code ${code} and no result.`);
    return count(JSON.parse(readFileSync(report, 'utf8')), code, projects);
  });
}

/**
 * @typedef {object} JestReport the parts used here of what jest writes with --json
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {number} numRuntimeErrorTestSuites files that could not be run at all
 * @property {FileReport[]} testResults one per file
 */

/**
 * @typedef {object} FileReport
 * @property {string} name absolute path
 * @property {string} message what is printed of the file if something in it failed
 * @property {{ status: string, fullName: string, failureMessages: string[] }[]} assertionResults one per test; none if
 *   the file could not be run
 */

/** @param {JestReport} report @param {number} code @param {readonly string[]} projects */
function count(report, code, projects) {
  const empty = projects.filter(
    (project) => !report.testResults.some(({ name }) => name.startsWith(at(project) + sep)),
  );
  for (const project of empty) complain(`${project}: ${NO_TESTS}`);
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites + empty.length;
  return {
    passed: report.numPassedTests,
    // If jest fails although no test did (an obsolete snapshot file, an open handle), that counts as a failure.
    failed: failed || (code === 0 ? 0 : 1),
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...report.testResults.flatMap(failuresOf),
      ...empty.map((project) => ({ what: project, why: NO_TESTS })),
    ],
  };
}

/**
 * @param {FileReport} file
 * @returns {import('./stages.mjs').Failure[]}
 */
function failuresOf({ name, message, assertionResults }) {
  const file = relative(ROOT, name);
  if (assertionResults.length === 0 && message) return [{ what: `${file} could not be run`, why: message }];
  return assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => ({ what: `${file}: ${fullName}`, why: failureMessages.join('\n') }));
}
