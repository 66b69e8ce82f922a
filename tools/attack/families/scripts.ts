import { randomUUID } from 'node:crypto';
import { TestRunResult } from '@passant/contracts';
import type { z } from 'zod';
import { type AttackCase, casesOf } from '../case.js';
import { described, requireRefusal, requireStatus, requireThat } from '../judge.js';
import { mobile } from '../parts/mobile.js';
import type { World } from '../world.js';

const family = 'scripts';
type Run = z.infer<typeof TestRunResult>;

interface Trial {
  data?: string;
  properties?: { identifier: string; sensitive: boolean; value: string }[];
}

/** Runs a script as the console tries one out: nothing is saved, and nothing outside the sandbox changes. */
async function tried(world: World, complete: string, { data, properties }: Trial = {}): Promise<Run> {
  const json = { scripts: { complete }, step: 'complete', data, properties };
  const reply = await world.askAdmin(
    'testRun',
    { ...(await world.session()) },
    { parameters: { identifier: 'new' }, json },
  );
  requireStatus(reply, 200);
  const result = TestRunResult.safeParse(reply.json);
  requireThat(result.success, described(reply));
  return result.data;
}

/**
 * Runs an expression in a script, and requires that it cannot reach anything. The run gives back a text that only this
 * run knows, so that an answer that was not made by the script counts for nothing.
 * @param expression a JavaScript expression that is `undefined` or throws if there is no way out
 */
async function requireContained(world: World, expression: string): Promise<void> {
  const nonce = randomUUID();
  const run = await tried(
    world,
    `async function execute(nonce) {
  let found;
  try { found = await (${expression}); } catch (error) { found = undefined; }
  return { status: 4000, responsePayload: nonce + ':' + (found === undefined || found === null ? 'nothing' : 'found ' + String(found).slice(0, 80)) };
}`,
    { data: nonce },
  );
  const said = (JSON.parse(run.result ?? '{}') as { responsePayload?: string }).responsePayload ?? run.error ?? '';
  requireThat(said === `${nonce}:nothing`, `The script said: ${said.replace(nonce, '')}`);
}

/** Ways out of a sandbox: what each gives, if there is one, is more than a script may have. */
const WAYS_OUT: [id: string, what: string, expression: string][] = [
  ['process', 'the process of the server', "typeof process === 'undefined' ? undefined : process"],
  ['require', 'modules of Node by require', "typeof require === 'undefined' ? undefined : require('fs')"],
  ['import', 'modules of Node by import', "import('node:fs')"],
  ['import-meta', 'the file it is in', "Function('return import.meta.url')()"],
  [
    'constructor',
    'the process by the constructor of a function',
    'execute.constructor(\'return typeof process === "object" ? process : undefined\')()',
  ],
  [
    'constructor-async',
    'the process by the constructor of an asynchronous function',
    '(async () => {}).constructor(\'return typeof process === "object" ? process : undefined\')()',
  ],
  [
    'constructor-generator',
    'the process by the constructor of a generator',
    '(function* () {}).constructor(\'return typeof process === "object" ? process : undefined\')().next().value',
  ],
  [
    'constructor-host',
    'the process by a function of the host',
    'CRYPTO.randomUUID.constructor(\'return typeof process === "object" ? process : undefined\')()',
  ],
  [
    'constructor-log',
    'the process by the log',
    'LOG.info.constructor.constructor(\'return typeof process === "object" ? process : undefined\')()',
  ],
  [
    'constructor-error',
    'the process by an error of the host',
    `(() => {
    try { CRYPTO.verifyJws('x', 'y'); return undefined; }
    catch (error) { return error.constructor.constructor('return typeof process === "object" ? process : undefined')(); }
  })()`,
  ],
  [
    'constructor-promise',
    'the process by a promise of the host',
    `(() => {
    const promise = HTTP.fetch('https://attack.invalid/').catch(() => undefined);
    return promise.constructor.constructor('return typeof process === "object" ? process : undefined')();
  })()`,
  ],
  ['eval', 'the process by eval', '(0, eval)(\'typeof process === "object" ? process : undefined\')'],
  [
    'global',
    'objects of Node among the globals',
    "['Buffer', 'global', 'setImmediate', 'fetch', 'WebAssembly', 'Deno', 'Bun', '__dirname', 'module', 'Worker', 'os', 'std'].filter((name) => name in globalThis).join() || undefined",
  ],
  [
    'callers',
    'whoever called it',
    `(() => { function inner() { return inner.caller && inner.caller.caller; } return inner(); })()`,
  ],
  [
    'arguments',
    'the arguments of whoever called it',
    '(function () { return arguments.callee.caller.arguments.callee.caller; })()',
  ],
  [
    'prepare-stack',
    'frames of the server in a stack',
    `(() => {
    let seen;
    Error.prepareStackTrace = (_, frames) => { seen = frames; return ''; };
    const text = String(new Error('x').stack);
    delete Error.prepareStackTrace;
    return seen || (/node:|file:\\/\\/|\\/dist\\/|\\.worker/.test(text) ? text : undefined);
  })()`,
  ],
  [
    'properties-prototype',
    'what its properties inherit',
    "PROPERTIES.get('__proto__') || PROPERTIES.get('constructor')",
  ],
  ['environment', 'the environment of the server', "PROPERTIES.get('PASSANT_MASTER_KEY') || PROPERTIES.get('PATH')"],
  ['timer', 'work that goes on after its end', "typeof setInterval === 'undefined' ? undefined : setInterval"],
];

const ESCAPES = casesOf(
  { family, severity: 'critical', references: ['ASVS 15.2.5', 'ASVS 1.3.2'], expected: 'the script finds nothing' },
  WAYS_OUT.map(([id, what, expression]) => ({
    id: `reach-${id}`,
    title: `A script does not reach ${what}.`,
    run: (world: World) => requireContained(world, expression),
  })),
);

/** Runs a script that takes too much, and requires that it is stopped and that the next one runs. */
async function requireStopped(world: World, body: string, outcomes: readonly Run['outcome'][]): Promise<void> {
  const run = await tried(
    world,
    `async function execute() { ${body}; return { status: 4000, responsePayload: 'went through' }; }`,
  );
  requireThat(
    outcomes.includes(run.outcome),
    `Expected ${outcomes.join(' or ')}, but the run ended as ${run.outcome}.`,
  );
  await requireContained(world, 'undefined');
}

const STOPPED = ['timed_out', 'out_of_memory', 'failed', 'threw'] as const;

const LIMITS = casesOf(
  {
    family,
    severity: 'high',
    references: ['ASVS 15.2.2', 'ASVS 15.2.5'],
    expected: 'the run is stopped, and the next one runs',
  },
  [
    ...(
      [
        ['loop', 'An endless loop', 'for (;;);'],
        [
          'promise-loop',
          'An endless chain of promises',
          'const on = async () => { await null; return on(); }; await on()',
        ],
        ['recursion', 'An endless recursion', 'const deep = (n) => deep(n + 1) + 1; deep(0)'],
        ['memory', 'A script that takes all memory', "const all = []; for (;;) all.push('x'.repeat(1e6) + all.length)"],
        ['array', 'An array of all memory', 'for (const all = []; ; ) all.push(new Uint8Array(5e7).fill(1))'],
        ['pattern', 'A pattern that takes for ever', "/^(a+)+$/.test('a'.repeat(60) + '!')"],
        ['never', 'A promise that never comes', 'await new Promise(() => {})'],
        ['result', 'A result of ten megabytes', "return { status: 4000, responsePayload: 'x'.repeat(1e7) }"],
      ] as const
    ).map(([id, what, body]) => ({
      id: `limit-${id}`,
      title: `${what} is stopped, and keeps nobody from the next run.`,
      run: (world: World) => requireStopped(world, body, id === 'result' ? [...STOPPED, 'invalid_result'] : STOPPED),
    })),
    {
      id: 'limit-log',
      title: 'A script that writes to the log without end fills nothing.',
      expected: 'the run ends, and its log has an end',
      async run(world) {
        const run = await tried(
          world,
          `function execute() {
  for (let line = 0; line < 20000; line += 1) LOG.info('x'.repeat(1000));
  return { status: 4000, responsePayload: 'logged' };
}`,
        );
        const written = run.logs.reduce((sum, { message }) => sum + message.length, 0);
        requireThat(run.logs.length > 0 || run.outcome !== 'valid', 'Nothing was logged.');
        requireThat(run.outcome !== 'valid', `The run ended as ${run.outcome}.`);
        requireThat(written < 5_000_000, `The log has ${written} characters.`);
      },
    },
  ],
);

/** What a script leaves behind for whoever comes next, in the same worker. */
const LEFT: [id: string, what: string, leave: string, look: string][] = [
  ['global', 'A global', 'globalThis.attack = 1', 'globalThis.attack'],
  ['prototype', 'A member of all objects', 'Object.prototype.attack = 1', '({}).attack'],
  [
    'array',
    'Another behaviour of lists',
    'Array.prototype.attack = 1; Array.prototype.push = () => { throw new Error() }',
    '[].attack',
  ],
  [
    'json',
    'Another JSON',
    'JSON.stringify = () => \'{"status":2000,"user":{"id":"attack"}}\'; JSON.attack = 1',
    'JSON.attack',
  ],
  [
    'date',
    'Another time',
    'Date.now = () => 0; Date.attack = 1',
    'Date.attack || (Date.now() < 1e12 ? Date.now() : undefined)',
  ],
  [
    'host',
    'Another host object',
    'try { CRYPTO.attack = 1 } catch {} try { globalThis.CRYPTO = { attack: 1 } } catch {}',
    'CRYPTO.attack',
  ],
  [
    'promise',
    'Another promise',
    'Promise.prototype.attack = 1; Promise.prototype.then = undefined',
    'Promise.prototype.attack',
  ],
  [
    'symbol',
    'A symbol of its own',
    "Symbol.for('attack').description; globalThis[Symbol.for('attack')] = 1",
    "globalThis[Symbol.for('attack')]",
  ],
];

const BETWEEN = casesOf(
  {
    family,
    severity: 'critical',
    references: ['ASVS 15.3.6', 'ASVS 8.4.1'],
    expected: 'the next run finds nothing of it',
  },
  [
    ...LEFT.map(([id, what, leave, look]) => ({
      id: `left-${id}`,
      title: `${what} that a script leaves is not there in the next run.`,
      run: async (world: World) => {
        // Several times, since there are several workers.
        for (let round = 0; round < 3; round += 1) {
          await tried(world, `function execute() { try { ${leave} } catch {} return { status: 4000 }; }`);
          await requireContained(world, look);
        }
      },
    })),
    {
      id: 'left-secret',
      title: 'A sensitive property of one provider is not there for the script of another.',
      async run(world) {
        const value = randomUUID();
        const properties = [{ identifier: 'attack.secret', sensitive: true, value }];
        const own = await tried(
          world,
          "function execute() { globalThis.kept = PROPERTIES.get('attack.secret'); return { status: 4000, responsePayload: String(globalThis.kept.length) }; }",
          { properties },
        );
        requireThat(
          own.result?.includes('36') ?? false,
          `The script could not read its own property: ${own.error ?? own.result}`,
        );
        await requireContained(world, "globalThis.kept || PROPERTIES.get('attack.secret')");
      },
    },
    {
      id: 'secret-in-log',
      title: 'A sensitive property that a script logs is not shown.',
      severity: 'high',
      references: ['ASVS 16.2.5'],
      expected: 'the value is masked',
      async run(world) {
        const value = randomUUID();
        const properties = [{ identifier: 'attack.secret', sensitive: true, value }];
        const script =
          "function execute() { LOG.info('it is {}', PROPERTIES.get('attack.secret')); return { status: 4000, responsePayload: 'x' }; }";
        const run = await tried(world, script, { properties });
        requireThat(run.logs.length === 1, `${run.logs.length} lines were logged.`);
        requireThat(!run.logs[0]!.message.includes(value), 'The log shows the value.');
      },
    },
    {
      id: 'cache-of-others',
      title: 'A script does not read what another provider keeps in its cache.',
      async run(world) {
        const { oneStep } = await world.part(mobile);
        const key = randomUUID();
        await tried(world, `function execute() { CACHE.store('${key}', 'attack', 60); return { status: 4000 }; }`);
        const json = {
          scripts: {
            complete: `function execute(nonce) { return { status: 4000, responsePayload: nonce + String(CACHE.fetch('${key}')) }; }`,
          },
          ...{ step: 'complete', data: key },
        };
        const parameters = { identifier: oneStep.identifier };
        const reply = await world.askAdmin('testRun', { ...(await world.session()) }, { parameters, json });
        requireStatus(reply, 200);
        const run = TestRunResult.safeParse(reply.json);
        requireThat(run.success && run.data.result !== undefined, described(reply));
        requireThat(run.data.result.includes(key) && !run.data.result.includes('attack'), described(reply));
      },
    },
    {
      id: 'no-session',
      title: 'Nobody runs a script without being signed in.',
      references: ['ASVS 8.2.1'],
      expected: '401',
      async run(world) {
        const json = { scripts: { complete: 'function execute() {}' }, step: 'complete' };
        const reply = await world.askAdmin('testRun', {}, { parameters: { identifier: 'new' }, json });
        requireRefusal(reply, { status: 401, error: 'unauthorized' });
      },
    },
  ],
);

export const SCRIPTS: readonly AttackCase[] = [...ESCAPES, ...LIMITS, ...BETWEEN];
