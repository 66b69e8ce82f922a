/**
 * `npm test`: everything that must hold, from a bare clone. Formatting, lockfile, lint, types and build; unit tests;
 * the HTTP tests on the embedded database and on a real PostgreSQL; the stories in a real browser. The last line is
 * `N passed, N failed`.
 *
 * `npm test -- --only unit,http` runs some of the groups static, unit, http, browser.
 */
import { parseArgs } from 'node:util';
import { buildStale } from './lib/build.mjs';
import { installPackages } from './lib/install.mjs';
import { NX_ENV, nx } from './lib/nx.mjs';
import { StepFailed, capture, onAskedToEnd, quietly } from './lib/run.mjs';
import { Stages } from './lib/stages.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

const GROUPS = ['static', 'unit', 'http', 'browser'];

/** Projects whose tests run on both databases. */
const ON_BOTH_DATABASES = ['apps/auth-api', 'libs/persistence'];

const EMBEDDED = { TEST_DATABASE_URL: undefined };

/** @returns {string[]} the groups to run */
function readGroups() {
  const { values } = parseArgs({ options: { only: { type: 'string' } }, strict: false });
  const groups = typeof values.only === 'string' ? values.only.split(',') : GROUPS;
  const unknown = groups.find((group) => !GROUPS.includes(group));
  if (unknown !== undefined)
    throw new StepFailed(`There is no group "${unknown}"; the groups are ${GROUPS.join(', ')}.`);
  return groups;
}

/** @param {Stages} stages */
async function testStatically(stages) {
  await stages.run('format', async () => {
    const prettier = at('node_modules/prettier/bin/prettier.cjs');
    const flags = ['--check', '.', '--log-level', 'warn', '--cache', '--cache-location', '.cache/prettier'];
    await quietly('Some files are not formatted: npm run format', process.execPath, [prettier, ...flags]);
  });
  await stages.run('lockfile', async () => {
    const { code, output } = await capture(process.execPath, [at('tools/complete-lockfile.mjs'), '--check']);
    if (code !== 0) throw new StepFailed('The lockfile is not as it should be.', output);
  });

  await stages.run('lint, types and build', async () => {
    const targets = ['lint', 'typecheck', 'build'];
    const { code, output } = await capture(...nx(['run-many', '-t', ...targets, '--output-style=static']), {
      env: NX_ENV,
    });
    if (code === 0) return { passed: targets.length, failed: 0 };
    console.log(output.trimEnd());
    // Nx ends its output with a list of the tasks that failed, "- project:target".
    const failed = targets.filter((target) => new RegExp(`^- \\S+:${target}$`, 'm').test(output)).length;
    return { passed: targets.length - Math.max(failed, 1), failed: Math.max(failed, 1) };
  });
}

/** @param {Stages} stages */
async function testUnits(stages) {
  const { jestProjects, runJest } = await import('./lib/jest.mjs');
  const projects = jestProjects().filter((project) => project !== 'apps/auth-api');
  await stages.run('unit', () => runJest(projects, EMBEDDED));
}

/** @param {Stages} stages */
async function testHttp(stages) {
  const { runJest } = await import('./lib/jest.mjs');
  // Some of them start the built server as an operator would.
  await buildStale();
  await stages.run('HTTP on the embedded database', () => runJest(['apps/auth-api'], EMBEDDED));
  await stages.run('the demo phone', async () => {
    const { code, output } = await capture(process.execPath, [at('tools/demo.mjs')]);
    if (code !== 0) throw new StepFailed('The demo found something that is not as the contract says.', output);
  });

  const { provideDatabase } = await import('./lib/postgres.mjs');
  const database = await provideDatabase();
  if ('reason' in database) return stages.notRun('HTTP and persistence on PostgreSQL', database.reason);
  try {
    const env = { TEST_DATABASE_URL: database.url };
    await stages.run('HTTP and persistence on PostgreSQL', () => runJest(ON_BOTH_DATABASES, env));
    await stages.run('benchmarks, in their shortest form', () => benchmarksRun(env));
  } finally {
    await database.stop();
  }
  await testProofs(stages);
}

/**
 * What is promised, on servers and databases of their own: what they do to a database, one that is given must not see.
 * @param {Stages} stages
 */
async function testProofs(stages) {
  const { provideServer } = await import('./lib/postgres-cluster.mjs');
  const server = await provideServer();
  if ('reason' in server) return stages.notRun('proofs that nothing is left and nothing is lost', server.reason);
  await stages.run('nothing at rest says who passed', () => proves('no-trace', '--plant', 'all'));
  await stages.run('kill -9 loses nothing', () => proves('durable', '--quick'));
}

/** @param {...string} args of the command that proves */
async function proves(...args) {
  const { code, output } = await capture(process.execPath, [at('tools/prove.mjs'), ...args]);
  if (code !== 0) throw new StepFailed(`This does not hold: prove:${args[0]}.`, output);
}

/**
 * Runs every benchmark for a second. What comes out depends on the machine and is not judged here; that something comes
 * out is.
 * @param {Record<string, string>} env
 */
async function benchmarksRun(env) {
  const args = [at('tools/bench.mjs'), '--json', '--quick', '--rounds', '1', '--seconds', '1'];
  const { code, output } = await capture(process.execPath, args, { env });
  if (code !== 0) throw new StepFailed('The benchmarks do not run.', output);
  /** @type {{ name: string, rows: { value: number }[] }[]} */
  const figures = JSON.parse(output.slice(output.indexOf('{\n'))).figures;
  const empty = figures.find(({ rows }) => rows.length === 0 || rows.some(({ value }) => !(value > 0)));
  if (empty) throw new StepFailed(`The benchmark "${empty.name}" has no figures.`, output);
  return { passed: figures.length, failed: 0 };
}

/** @param {Stages} stages */
async function testInBrowser(stages) {
  const { provideChromium } = await import('./lib/chromium.mjs');
  const browser = await provideChromium();
  if ('reason' in browser) return stages.notRun('stories in the browser', browser.reason);
  await stages.run('stories in the browser', async () => {
    await buildStale();
    const { runPlaywright } = await import('./lib/playwright.mjs');
    return runPlaywright(browser.path);
  });
}

await tool(import.meta.url, async () => {
  const groups = readGroups();
  // Children get the signal too; leaving through exit() ends the temporary database.
  onAskedToEnd(() => process.exit(130));
  await installPackages();

  const stages = new Stages();
  if (groups.includes('static')) await testStatically(stages);
  if (groups.includes('unit')) await testUnits(stages);
  if (groups.includes('http')) await testHttp(stages);
  if (groups.includes('browser')) await testInBrowser(stages);
  return stages.finish();
});
