// Prints, in one run on this machine: runs per second in a plain new context each, in a restored sandbox, and through the
// pool of worker threads. Start it with Node 24 or later: node libs/extension-engine/bench/sandbox.mjs
import { ScriptEngine } from '../src/index.ts';
import { sandboxBuild } from '../src/sandbox-build.ts';
import { instantiateQuickJs } from '../src/sandbox/quickjs-module.ts';
import { Sandbox } from '../src/sandbox/sandbox.ts';

const SCRIPT = `function execute(requestPayload) {
  return { status: 2000, responsePayload: requestPayload, user: { id: 'u', firstName: 'John' } };
}`;
const ARGUMENTS = JSON.stringify(['payload', null, null, null]);
const STACK_BYTES = 256 * 1024;
const guard = { call: () => 'V0', shouldStop: () => false };

/** Calls `step` for `ms` milliseconds and returns calls per second. */
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
const show = (what, value) =>
  console.log(`${what.padEnd(58)} ${Math.round(value).toLocaleString('en').padStart(9)} /s`);

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
  show(
    'plain new context, no globals of ours',
    rate(2000, () => {
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
  show(
    'restored sandbox, inside the worker',
    rate(2000, () => {
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
    show(`through the pool, ${callers} callers at a time`, await through(callers, 2000));
  await engine.close();
}
