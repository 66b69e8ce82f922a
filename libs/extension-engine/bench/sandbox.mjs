// Measures on this machine: runs per second with a new plain context per run, with a restored sandbox, and through the
// pool of worker threads; then how long a neighbour waits for its answers, alone and alongside bombs.
// Run it with Node 24 or later: node libs/extension-engine/bench/sandbox.mjs
// --json prints one line of JSON instead; --seconds sets how long each measurement takes.
import { parseArgs } from 'node:util';
import { ScriptEngine } from '../src/index.ts';
import { sandboxBuild } from '../src/sandbox-build.ts';
import { instantiateQuickJs } from '../src/sandbox/quickjs-module.ts';
import { Sandbox } from '../src/sandbox/sandbox.ts';

const SCRIPT = `function execute(requestPayload) {
  return { status: 2000, responsePayload: requestPayload, user: { id: 'u', firstName: 'John' } };
}`;
const ARGUMENTS = JSON.stringify(['payload', null, null, null]);
const { json, seconds } = parseArgs({
  options: { json: { type: 'boolean' }, seconds: { type: 'string', default: '2' } },
}).values;
const MEASURED = Number(seconds) * 1000;
const STACK_BYTES = 256 * 1024;
const guard = { call: () => 'V0', shouldStop: () => false };

/** Calls `step` repeatedly for `ms` milliseconds and returns the calls per second. */
function rate(ms, step) {
  for (let i = 0; i < 500; i += 1) step();
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < ms) {
    for (let i = 0; i < 20; i += 1) step();
    count += 20;
  }
  return count / ((performance.now() - start) / 1000);
}

const { compiled, layout } = await sandboxBuild();
const rates = { pool: {} };
const show = (what, value) => {
  if (!json) console.log(`${what.padEnd(58)} ${Math.round(value).toLocaleString('en').padStart(9)} /s`);
  return value;
};

{
  const memory = new WebAssembly.Memory({ initial: 256, maximum: 512 });
  const js = await instantiateQuickJs(compiled, memory);
  js.callbacks = { callFunction: () => 0, shouldInterrupt: () => 0, freeHostRef() {} };
  const write = (text) => {
    const size = Buffer.byteLength(text);
    const pointer = js._malloc(size + 1);
    const bytes = Buffer.from(memory.buffer);
    bytes.write(text, pointer, size, 'utf8');
    bytes[pointer + size] = 0;
    return [pointer, size];
  };
  const file = write('script.js')[0];
  const [code, size] = write(`${SCRIPT};JSON.stringify(execute('payload'))`);
  rates.fresh_context = show(
    'plain new context, no globals of ours',
    rate(MEASURED, () => {
      const runtime = js._QTS_NewRuntime();
      const context = js._QTS_NewContext(runtime, 0);
      js._QTS_FreeValuePointer(context, js._QTS_Eval(context, code, size, file, 0, 0));
      js._QTS_FreeContext(context);
      js._QTS_FreeRuntime(runtime);
    }),
  );
}
{
  const sandbox = await Sandbox.create(compiled, layout, 32 * 1024 * 1024);
  if (sandbox.compile(SCRIPT, STACK_BYTES, guard) !== 'U') throw new Error('The script does not compile.');
  const snapshot = sandbox.snapshot();
  rates.restored = show(
    'restored sandbox, inside the worker',
    rate(MEASURED, () => {
      sandbox.enter(`R${ARGUMENTS}`, guard);
      sandbox.restore(snapshot);
    }),
  );
}
{
  const engine = new ScriptEngine();
  await engine.ready();
  const nothing = async () => null;
  const host = { cache: { store: async () => {}, fetch: nothing, delete: async () => {} }, property: nothing };
  const run = {
    provider: 'bench',
    script: SCRIPT,
    arguments: {
      requestPayload: 'payload',
      userIdentifier: null,
      registrationData: null,
      hookContextCustomParams: null,
    },
    host,
  };
  const through = async (callers, ms) => {
    const start = performance.now();
    let count = 0;
    const caller = async () => {
      while (performance.now() - start < ms) {
        const report = await engine.run(run);
        if (report.outcome !== 'returned') throw new Error(report.error);
        count += 1;
      }
    };
    await Promise.all(Array.from({ length: callers }, caller));
    return count / ((performance.now() - start) / 1000);
  };
  await through(32, 1000);
  for (const callers of [1, 8, 64])
    rates.pool[callers] = show(`through the pool, ${callers} callers at a time`, await through(callers, MEASURED));
  await engine.close();
}
{
  const BOMBS = [
    'function execute() { for (;;); }',
    'function execute() { const a = []; for (;;) a.push(new Uint8Array(1e6).fill(1)); }',
    'function execute() { const a = new Uint8Array(9e6); for (;;) a.sort(); }',
    'const execute = () => /^(a+)+$/.test("a".repeat(50) + "b");',
  ];
  const engine = new ScriptEngine({ limits: { cpuMs: 300 } });
  await engine.ready();
  const nothing = async () => null;
  const host = { cache: { store: async () => {}, fetch: nothing, delete: async () => {} }, property: nothing };
  const [requestPayload, userIdentifier, registrationData, hookContextCustomParams] = JSON.parse(ARGUMENTS);
  const run = (provider, script) =>
    engine.run({
      provider,
      script,
      arguments: { requestPayload, userIdentifier, registrationData, hookContextCustomParams },
      host,
    });
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  /** Returns the median response time for the neighbour in milliseconds. */
  const neighbour = async (ms) => {
    const times = [];
    const end = performance.now() + ms;
    while (performance.now() < end) {
      const start = performance.now();
      await run('neighbour', SCRIPT);
      times.push(performance.now() - start);
      await pause(2);
    }
    return times.sort((one, other) => one - other)[Math.floor(times.length / 2)];
  };
  await neighbour(MEASURED / 4);
  const alone = await neighbour(MEASURED);
  let bombing = true;
  const bomber = async (script) => {
    while (bombing) await run('bomber', script).catch(() => pause(50));
  };
  const bombers = BOMBS.map(bomber);
  const beside = await neighbour(MEASURED);
  bombing = false;
  await Promise.all(bombers);
  await engine.close();
  rates.neighbour = { alone_ms: alone, beside_bombs_ms: beside };
  const figures = `${alone.toFixed(2)} ms alone, ${beside.toFixed(2)} ms beside bombs`;
  const label = 'a neighbour waits (median)'.padEnd(58);
  if (!json) console.log(`${label} ${(beside / alone).toFixed(2).padStart(9)} x  ${figures}`);
}
if (json) console.log(JSON.stringify(rates));
