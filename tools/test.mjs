/**
 * `npm test`: runs every check, from a fresh clone: formatting, lockfile, lint, types and build; unit tests; the HTTP
 * tests, on the embedded database and on a real PostgreSQL; the stories in a real browser. The last line is `N passed,
 * N failed`.
 *
 * `npm test -- --only unit,http` runs only some of the groups static, unit, http and browser. `--long` also runs what
 * takes long and shows little more: see {@link LONG}.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildStale } from './lib/build.mjs';
import { installPackages } from './lib/install.mjs';
import { NX_ENV, nx } from './lib/nx.mjs';
import { StepFailed, capture, onAskedToEnd, quietly } from './lib/run.mjs';
import { say } from './lib/say.mjs';
import { Stages } from './lib/stages.mjs';
import { withTemporaryFolder } from './lib/temporary.mjs';
import { withEmbeddedTemplate, withServerTemplate } from './lib/test-templates.mjs';
import { tool } from './lib/tool.mjs';
import { at } from './lib/workspace.mjs';

const GROUPS = ['static', 'unit', 'http', 'browser'];

/** What is left to `--long`, as somebody is told who runs without it. */
const LONG = {
  unit: 'no specs called NAME.long.spec run: archive and image are not made, and databases lose no power',
  http: 'HTTP tests run on one database, and on both only where something may happen once, ends or must survive; benchmarks of the main answers run',
  browser:
    'every page is looked at with large text at one width, and in Dutch on a phone; stories that say much the same as another one are left out',
};

/**
 * Minutes after which a stage is ended: each is many times what it takes. One that hangs fails and says so, and those
 * after it still run.
 */
const BOUND = { short: 15, long: 60 };

/** Cases of the attack suite that may be left out at a server on this machine. */
const MOST_UNTESTED = 15;

/** The environment that tells specs and stories which form is asked for. @param {boolean} isLong */
const inForm = (isLong) => ({ TEST_SHORT: isLong ? '' : '1' });

/** Benchmarks that `npm test` runs without `--long`: of the others each starts servers anew, by the same means. */
const MAIN_FIGURES = ['introspection', 'registration', 'client-registration', 'resource-server', 'sandbox'];

/** Projects whose tests run on both databases. */
const ON_BOTH_DATABASES = ['apps/auth-api', 'libs/persistence'];

/**
 * Settings of specs that start servers of their own: the one that the build left, of which only the first is compiled.
 * @param {string} compiled folder for what V8 made of it
 */
const startingServers = (compiled) => ({
  TEST_BUILT_SERVER: at('apps/auth-api/dist/main.js'),
  NODE_COMPILE_CACHE: compiled,
});

/** What the build prepared for first starts saves every spec file a second or two of a core. */
const TEMPLATE = at('apps/auth-api/dist/embedded-database.tgz');

/**
 * @template T
 * @param {(env: Record<string, string | undefined>) => Promise<T>} body gets the environment of tests on the embedded
 *   database
 * @returns {Promise<T>}
 */
const onEmbedded = (body) =>
  withTemporaryFolder('template', async (folder) => {
    const env = { TEST_DATABASE_URL: undefined, TEST_EMBEDDED_TEMPLATE: existsSync(TEMPLATE) ? TEMPLATE : undefined };
    return body(await withEmbeddedTemplate(folder, env));
  });

/** @returns the groups to run, and whether in their long form */
function readOptions() {
  const options = /** @type {const} */ ({ only: { type: 'string' }, long: { type: 'boolean' } });
  const { values } = parseArgs({ options, strict: false });
  const groups = typeof values.only === 'string' ? values.only.split(',') : GROUPS;
  const unknown = groups.find((group) => !GROUPS.includes(group));
  if (unknown !== undefined)
    throw new StepFailed(`There is no group "${unknown}"; the groups are ${GROUPS.join(', ')}.`);
  return { groups, isLong: values.long === true };
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

  await stages.run('no circles of imports', async () => {
    const { code, output } = await capture(process.execPath, [at('tools/circles.mjs')]);
    if (code !== 0) throw new StepFailed('Some files import each other in a circle.', output);
  });

  await stages.run('lint, types and build', async () => {
    const targets = ['lint', 'typecheck', 'build'];
    const { code, output } = await capture(...nx(['run-many', '-t', ...targets, '--output-style=static']), {
      ...{ env: NX_ENV, minutes: BOUND.long },
    });
    if (code === 0) return { passed: targets.length, failed: 0 };
    // Nx ends its output with a list of the failed tasks, "- project:target".
    const failed = targets.filter((target) => new RegExp(`^- \\S+:${target}$`, 'm').test(output)).length;
    const failures = [{ what: 'nx run-many', why: output }];
    return { passed: targets.length - Math.max(failed, 1), failed: Math.max(failed, 1), failures, output };
  });
}

/**
 * @param {Stages} stages
 * @param {boolean} isLong
 */
async function testUnits(stages, isLong) {
  const { jestProjects, runJest } = await import('./lib/jest.mjs');
  const projects = jestProjects().filter((project) => project !== 'apps/auth-api');
  // Some of the tests package what is built. If each had to look after it, one would build while another copies.
  await buildStale();
  await stages.run('unit', () => onEmbedded((env) => runJest(projects, { ...env, ...inForm(isLong) }, BOUND.long)));
}

/**
 * @param {Stages} stages
 * @param {boolean} isLong whether every test runs on both databases
 * @param {string} compiled folder for what V8 made of the server
 */
async function testHttp(stages, isLong, compiled) {
  const { runJest } = await import('./lib/jest.mjs');
  const { provideDatabase } = await import('./lib/postgres.mjs');
  // Some of the tests start the built server, as an operator would.
  await buildStale();
  const database = await provideDatabase();
  try {
    const inBrief = !isLong && !('reason' in database);
    await stages.run(`HTTP on the embedded database${inBrief ? ', what depends on it' : ''}`, () =>
      onEmbedded((env) =>
        runJest(
          ['apps/auth-api'],
          {
            ...env,
            ...startingServers(compiled),
            ...inForm(isLong),
            TEST_IN_BRIEF: inBrief ? '1' : undefined,
          },
          BOUND.long,
        ),
      ),
    );
    const env = await testOnServer(stages, database, { ...startingServers(compiled), ...inForm(isLong) });
    const { beside, alone } = await proofs(stages);
    await stages.beside([
      ...(env === undefined
        ? []
        : [{ title: 'benchmarks, in their shortest form', body: () => benchmarksRun(env, isLong) }]),
      ...beside,
      { title: 'the attack suite', body: attacksAreRefused },
      { title: 'clients that nobody here wrote', body: () => clientsGetIn('npm') },
      {
        title: 'requests drawn from the OpenAPI documents',
        body: () => drawnRequestsAreAnswered({ TEST_DATABASE_URL: env?.TEST_DATABASE_URL }),
      },
      { title: 'the demo phone', body: demoSucceeds },
    ]);
    for (const { title, body } of alone) await stages.run(title, body);
  } finally {
    if (!('reason' in database)) await database.stop();
  }
}

/**
 * @param {Stages} stages
 * @param {{ url: string } | { reason: string }} database
 * @param {Record<string, string>} settings environment of the specs
 * @returns {Promise<Record<string, string> & { TEST_DATABASE_URL: string } | undefined>} the environment of what runs on
 *   that PostgreSQL; undefined without one
 */
async function testOnServer(stages, database, settings) {
  if ('reason' in database) {
    stages.notRun('HTTP and persistence on PostgreSQL, and the benchmarks', database.reason);
    return undefined;
  }
  const { runJest } = await import('./lib/jest.mjs');
  const { provideBouncer } = await import('./lib/pgbouncer.mjs');
  const bouncer = await provideBouncer();
  if ('reason' in bouncer) stages.notRun('PostgreSQL through a connection pooler', bouncer.reason);
  const env = {
    TEST_DATABASE_URL: database.url,
    ...('reason' in bouncer ? {} : { TEST_PGBOUNCER: bouncer.path }),
  };
  await stages.run('HTTP and persistence on PostgreSQL', () =>
    withServerTemplate(env, (copying) => runJest(ON_BOTH_DATABASES, { ...copying, ...settings }, BOUND.long)),
  );
  return env;
}

/**
 * What proves the promises, on separate servers and databases: the proofs do things that a database provided by the user
 * must not be exposed to.
 * @param {Stages} stages
 * @returns {Promise<Record<'beside' | 'alone', import('./lib/stages.mjs').Stage[]>>} what may run beside other stages, and
 *   what may not
 */
async function proofs(stages) {
  const month = {
    title: 'a month makes the embedded database no larger',
    body: () => proves('month', '--quick'),
  };
  const { provideServer } = await import('./lib/postgres-cluster.mjs');
  const server = await provideServer();
  if ('reason' in server) {
    stages.notRun('proofs that nothing is left, nothing is lost and nothing fills up', server.reason);
    return { beside: [month], alone: [] };
  }
  return {
    beside: [
      { title: 'kill -9 loses nothing', body: () => proves('durable', '--quick') },
      month,
      { title: 'nothing at rest says who passed', body: () => proves('no-trace', '--plant', 'all') },
      { title: 'servers that are started again refuse nothing', body: () => proves('upgrade', '--quick') },
    ],
    // The process that attacks gives way to every other one. Beside a busy one it would seem to wait for answers.
    alone: [{ title: 'hostile requests fill nothing', body: () => proves('calm', '--quick') }],
  };
}

async function demoSucceeds() {
  const { code, output } = await capture(process.execPath, [at('tools/demo.mjs')], { minutes: BOUND.short });
  if (code !== 0) throw new StepFailed('The demo found something that is not as the contract says.', output);
}

/** @param {...string} args of the prove command */
async function proves(...args) {
  const { code, output } = await capture(process.execPath, [at('tools/prove.mjs'), ...args], { minutes: BOUND.short });
  if (code !== 0) throw new StepFailed(`This does not hold: prove:${args[0]}.`, output);
}

/** What a tool printed is shown if it failed. @param {number} code @param {string} output */
const shown = (code, output) => (code === 0 ? {} : { output });

/** Fires the attack suite at a temporary server, without what waits or loads. Each case counts as a test. */
async function attacksAreRefused() {
  // An address of a server in the environment is not meant for this.
  const env = { PASSANT_PUBLIC_URL: undefined, PASSANT_ADMIN_EMAIL: undefined, PASSANT_ADMIN_PASSWORD: undefined };
  const { code, output } = await capture(process.execPath, [at('tools/attack.mjs')], { env, minutes: BOUND.short });
  const [, passed, failed, untested] = /^(\d+) passed, (\d+) failed, (\d+) not tested$/m.exec(output) ?? [];
  if (passed === undefined) throw new StepFailed('The attack suite could not be run.', output);
  // Some cases wait, and some need https or servers elsewhere; most cases that are not tested prove nothing.
  if (Number(untested) > MOST_UNTESTED)
    throw new StepFailed(`${untested} cases of the attack suite were not tested.`, output);
  const failures = [{ what: 'npm run attack', why: output }];
  return {
    passed: Number(passed),
    failed: Math.max(Number(failed), code === 0 ? 0 : 1),
    failures,
    ...shown(code, output),
  };
}

/**
 * Draws some requests for every operation of the OpenAPI documents. Each operation counts as a test.
 * @param {Record<string, string | undefined>} env
 */
async function drawnRequestsAreAnswered(env) {
  const args = [at('tools/fuzz.mjs'), '--requests', '1500'];
  const { code, output } = await capture(process.execPath, args, { env, minutes: BOUND.short });
  const [, passed, failed] = /^(\d+) operations are answered as documented, (\d+) not/m.exec(output) ?? [];
  if (passed === undefined) throw new StepFailed('Requests could not be drawn.', output);
  const failures = [{ what: 'npm run fuzz', why: output }];
  return {
    passed: Number(passed),
    failed: Math.max(Number(failed), code === 0 ? 0 : 1),
    failures,
    ...shown(code, output),
  };
}

/**
 * Runs benchmarks for one second. The results depend on the machine and are not judged here; it only matters that
 * there are any.
 * @param {Record<string, string>} env
 * @param {boolean} isLong whether all of them run
 */
async function benchmarksRun(env, isLong) {
  const args = [at('tools/bench.mjs'), '--json', '--quick', '--cold', '--rounds', '1', '--seconds', '1'];
  if (!isLong) args.push('--only', MAIN_FIGURES.join(','));
  const { code, output } = await capture(process.execPath, args, { env, minutes: BOUND.long });
  if (code !== 0) throw new StepFailed('The benchmarks do not run.', output);
  /** @type {{ name: string, rows: { what: string, value: number }[] }[]} */
  const figures = JSON.parse(output.slice(output.indexOf('{\n'))).figures;
  // An answer may write no row, and cost less than the clock of a second shows; everything else is something.
  const mayBeNothing = (/** @type {string} */ what) => /^(rows|µs) /.test(what);
  const isMissing = (/** @type {{ what: string, value: number }} */ { what, value }) =>
    mayBeNothing(what) ? !(value >= 0) : !(value > 0);
  const empty = figures.find(({ rows }) => rows.length === 0 || rows.some(isMissing));
  if (empty) throw new StepFailed(`The benchmark "${empty.name}" has no figures.`, output);
  return { passed: figures.length, failed: 0 };
}

/**
 * @param {Stages} stages
 * @param {boolean} isLong whether every story is told, at every width
 */
async function testInBrowser(stages, isLong) {
  const { provideChromium } = await import('./lib/chromium.mjs');
  const browser = await provideChromium();
  if ('reason' in browser) return stages.notRun('stories in the browser', browser.reason);
  await stages.run('stories in the browser', async () => {
    await buildStale();
    const { runPlaywright } = await import('./lib/playwright.mjs');
    return runPlaywright(browser.path, BOUND.long, inForm(isLong));
  });
  await stages.run('a client that nobody here wrote, in the browser', () => clientsGetIn('browser'));
}

/**
 * Runs the interop clients of one kind. Clients that come with the system are left to `npm run interop`.
 * @param {'npm' | 'browser'} kind
 */
async function clientsGetIn(kind) {
  const args = [at('tools/interop.mjs'), '--kind', kind];
  const { code, output } = await capture(process.execPath, args, { minutes: BOUND.short });
  const [, passed, failed, skipped] =
    /^(\d+) as the table says or better, (\d+) not, (\d+) not run\.$/m.exec(output) ?? [];
  if (passed === undefined) throw new StepFailed('The clients could not be run.', output);
  const failures = [{ what: 'npm run interop', why: output }];
  return { passed: Number(passed), failed: Number(failed), skipped: Number(skipped), failures, ...shown(code, output) };
}

await tool(import.meta.url, async () => {
  const { groups, isLong } = readOptions();
  // The children get the signal too. Leaving through exit() stops the temporary database.
  onAskedToEnd(() => process.exit(130));
  await installPackages();

  const left = Object.entries(LONG).flatMap(([group, what]) => (groups.includes(group) ? [what] : []));
  if (!isLong && left.length > 0) say(`Without --long, ${left.join('; ')}.`);
  const stages = new Stages();
  if (groups.includes('static')) await testStatically(stages);
  if (groups.includes('unit')) await testUnits(stages, isLong);
  if (groups.includes('http')) await withTemporaryFolder('compiled', (folder) => testHttp(stages, isLong, folder));
  if (groups.includes('browser')) await testInBrowser(stages, isLong);
  return stages.finish();
});
