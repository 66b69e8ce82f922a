import { ENOUGH_TIME, GENEROUS_MS, MemoryHost, pause, useEngine } from './support/engine.ts';

const MIB = 1024 * 1024;
const MOST_GROWTH = 200 * MIB;

const { run, value } = useEngine({ limits: { cpuMs: 300, wallClockMs: 3000 } });

/** Measures the peak growth of the process's memory while `action` runs, sampled every few milliseconds. */
async function growthDuring(action: () => Promise<unknown>): Promise<number> {
  const baseline = process.memoryUsage.rss();
  let highest = baseline;
  const look = () => (highest = Math.max(highest, process.memoryUsage.rss()));
  const timer = setInterval(look, 2);
  try {
    await action();
  } finally {
    clearInterval(timer);
    look();
  }
  return highest - baseline;
}

const STOPPED = ['timed_out', 'out_of_memory'];
const BOMBS: [name: string, script: string, outcomes: string[]][] = [
  ['endless loop', 'function execute() { for (;;); }', ['timed_out']],
  ['endless loop that catches', 'function execute() { for (;;) { try { for (;;); } catch {} } }', ['timed_out']],
  ['endless loop in a getter of the result', 'const execute = () => ({ get a() { for (;;); } });', ['timed_out']],
  ['endless loop at the top level', 'for (;;); function execute() {}', ['timed_out']],
  ['asynchronous endless loop', 'async function execute() { for (;;) await 0; }', ['timed_out']],
  ['catastrophic regular expression', 'const execute = () => /^(a+)+$/.test("a".repeat(50) + "b");', ['timed_out']],
  ['endless native sort', 'function execute() { const a = new Uint8Array(9e6); for (;;) a.sort(); }', ['timed_out']],
  ['endless native join', 'function execute() { const a = new Array(5e5); for (;;) a.join("ab"); }', STOPPED],
  [
    'typed arrays',
    'function execute() { const a = []; for (;;) a.push(new Uint8Array(1e6).fill(1)); }',
    ['out_of_memory', 'timed_out'],
  ],
  ['one huge buffer', 'const execute = () => new ArrayBuffer(2 ** 31 - 1).byteLength;', ['out_of_memory', 'threw']],
  [
    'strings',
    'function execute() { const a = []; for (let i = 0; ; i += 1) a.push("x".repeat(1e5) + i); }',
    ['out_of_memory', 'timed_out'],
  ],
  ['a growing string', 'function execute() { let s = "xy"; for (;;) s += s + s.length; }', ['out_of_memory', 'threw']],
  ['objects', 'function execute() { const o = {}; for (let i = 0; ; i += 1) o["k" + i] = { i }; }', STOPPED],
  ['Array.fill', 'function execute() { const a = []; for (;;) a.push(new Array(1e6).fill(7)); }', STOPPED],
  ['a huge Array.fill', 'const execute = () => new Array(2 ** 32 - 1).fill(0).length;', STOPPED],
  ['deep recursion', 'function execute() { const f = () => f() + 1; return f(); }', ['threw']],
  ['deep recursion through the parser', 'const execute = () => eval("[".repeat(1e5));', ['threw']],
  ['deep recursion through JSON', 'const execute = () => JSON.parse("[".repeat(1e6));', ['threw']],
  [
    'deep recursion through toString',
    'function execute() { let a = []; for (let i = 0; i < 1e5; i += 1) a = [a]; return String(a); }',
    ['threw', 'timed_out'],
  ],
  [
    'deep recursion in the result',
    'function execute() { let a = []; for (let i = 0; i < 1e5; i += 1) a = [a]; return a; }',
    ['failed', 'timed_out'],
  ],
  [
    'deep recursion of a proxy',
    'function execute() { const p = new Proxy({}, { get: (t, k, r) => r[k] }); return p.a; }',
    ['threw'],
  ],
  [
    'promise storm',
    'async function execute() { const g = () => { Promise.resolve().then(g).then(g); }; g(); await new Promise(() => {}); }',
    STOPPED,
  ],
  [
    'promises without end',
    'function execute() { const a = []; for (;;) a.push(Promise.resolve().then(() => 1)); }',
    STOPPED,
  ],
  ['never-settling promise', 'const execute = () => new Promise(() => {});', ['failed']],
  ['endless thenable', 'function execute() { const t = { then(done) { done(t); } }; return t; }', ['timed_out']],
  ['huge result', 'const execute = () => "x".repeat(2e7);', ['failed', 'out_of_memory']],
  ['result that is huge only as JSON', 'const execute = () => Array(2e6).fill("\\u0000");', ['failed', ...STOPPED]],
  ['huge error', 'function execute() { throw new Error("x".repeat(1e7)); }', ['threw', 'out_of_memory']],
  ['huge log', 'function execute() { for (;;) LOG.info("x".repeat(1e6), "y".repeat(1e6)); }', ['timed_out']],
  [
    'huge log line of many values',
    'function execute() { LOG.info("{}".repeat(1e5), ...Array(6e4).fill("z".repeat(1e5))); }',
    ['returned', 'threw', 'out_of_memory'],
  ],
  ['huge key', 'function execute() { CACHE.fetch("k".repeat(1e7)); }', ['threw', 'out_of_memory']],
  [
    'cache calls without end',
    'function execute() { for (;;) { try { CACHE.store("a", "b".repeat(6e4)); } catch {} } }',
    ['timed_out'],
  ],
  ['hash of everything', 'function execute() { const t = "x".repeat(1e6); for (;;) CRYPTO.sha256(t); }', ['timed_out']],
  [
    'replaced built-ins',
    'function execute() { for (const key of Object.getOwnPropertyNames(globalThis)) { try { globalThis[key] = undefined; } catch {} } return 1; }',
    ['returned', 'threw'],
  ],
  [
    'poisoned prototypes',
    'function execute() { for (const k of ["then", "toJSON", "0", "status", "constructor"]) Object.defineProperty(Object.prototype, k, { get() { throw 1; } }); return {}; }',
    ['returned', 'threw', 'failed'],
  ],
  ['poisoned error', 'function execute() { throw new Proxy(new Error(), { get() { for (;;); } }); }', ['timed_out']],
  [
    'forged answers',
    'function execute() { String.prototype[0] = "J"; Array.prototype[0] = "E"; return "E[]"; }',
    ['returned'],
  ],
];

it.each(BOMBS)('%s is held', async (name, script, outcomes) => {
  const host = new MemoryHost();
  const startedAt = performance.now();
  let outcome = '';
  const limits = outcomes.includes('timed_out') ? {} : ENOUGH_TIME;
  const growth = await growthDuring(async () => ({ outcome } = await run(script, { provider: name, host, limits })));
  expect(outcomes).toContain(outcome);
  expect(performance.now() - startedAt).toBeLessThan(GENEROUS_MS);
  expect(growth).toBeLessThan(MOST_GROWTH);
  expect(await value('const execute = () => "alive";', { provider: 'neighbour' })).toBe('alive');
});

it('many at once are held, and a neighbour is served meanwhile', async () => {
  const scripts = BOMBS.map(([, script]) => script).filter((script) => !script.includes('replaced'));
  let over = false;
  let served = 0;
  const bombing = async () => {
    const runs = scripts.map((script) => run(script, { provider: 'bomber' }).catch((error: Error) => error.name));
    await Promise.all(runs);
    over = true;
  };
  const neighbour = async () => {
    while (!over) {
      const script = 'function execute(text) { CACHE.store("a", text); return CACHE.fetch("a"); }';
      expect(await value(script, { provider: 'neighbour', arguments: { requestPayload: 'mine' } })).toBe('mine');
      served += 1;
      await pause(10);
    }
  };
  const growth = await growthDuring(() => Promise.all([bombing(), neighbour()]));
  expect(growth).toBeLessThan(MOST_GROWTH);
  // Hundreds on an idle machine. A neighbour that had to wait for the bombs would be served only a handful of times.
  expect(served).toBeGreaterThan(30);
});
