import { sandboxBuild } from '../src/sandbox-build.ts';
import { Sandbox, type Guard } from '../src/sandbox/sandbox.ts';

const MIB = 1024 * 1024;
const guard: Guard = { call: () => 'Vtrue', shouldStop: () => false };

async function newSandbox() {
  const { compiled, layout } = await sandboxBuild();
  return Sandbox.create(compiled, layout, 32 * MIB);
}

/** Runs a script to its end, or as far as it gets. */
function runOnce(sandbox: Sandbox, argument = 'argument') {
  const answer = sandbox.enter(`R${JSON.stringify([argument, null, null, null])}`, guard);
  for (let turns = 0; turns < 10 && sandbox.executeJobs(1000, guard); turns += 1);
  return answer;
}

const SECRET = 'canary-5f2b9c';

it.each([
  ['does nothing', 'function execute() {}'],
  ['keeps its argument', 'function execute(text) { globalThis.kept = [text, text + text]; }'],
  ['throws', 'function execute(text) { throw new Error(text); }'],
  ['goes deep', 'function execute(text) { const f = (n) => [text + n, f(n + 1)]; f(0); }'],
  [
    'sorts and matches, on the stack',
    'function execute(text) { [..."zyxw".repeat(999)].sort(); /(.*)+x$/.exec(text + "x"); }',
  ],
  [
    'leaves promises and calls open',
    'async function execute(text) { HTTP.fetch("https://x/" + text); await new Promise(() => {}); }',
  ],
  ['logs and stores', 'function execute(text) { LOG.info("{}", text); CACHE.store(text, text); }'],
  [
    'writes 8 MB',
    'function execute(text) { globalThis.a = new Uint8Array(8e6).fill(7); globalThis.b = text.repeat(10000); }',
  ],
  [
    'makes many objects',
    'function execute(text) { globalThis.a = []; for (let i = 0; i < 3e4; i += 1) a.push({ [text + i]: i }); }',
  ],
  [
    'compiles code',
    'function execute(text) { globalThis.f = new Function("a", "return a + " + JSON.stringify(text)); f(1); }',
  ],
])('after a run that %s, all of the memory is what it was before', async (_, script) => {
  const sandbox = await newSandbox();
  expect(sandbox.compile(script, 256 * 1024, guard)).toBe('U');
  const snapshot = sandbox.snapshot();
  const before = Buffer.from(sandbox.memory.bytes);
  runOnce(sandbox, SECRET);
  expect(before.equals(sandbox.memory.bytes)).toBe(false);
  sandbox.restore(snapshot);
  expect(before.equals(sandbox.memory.bytes)).toBe(true);
  expect(sandbox.memory.bytes.includes(SECRET)).toBe(false);
});

it('after a run for which the memory grew, it is what it was, and zero beyond', async () => {
  const sandbox = await newSandbox();
  const script = 'function execute(text) { globalThis.a = new Uint8Array(2e7).fill(7); return text; }';
  sandbox.compile(script, 256 * 1024, guard);
  const snapshot = sandbox.snapshot();
  const before = Buffer.from(sandbox.memory.bytes);
  expect(runOnce(sandbox, SECRET)).toBe(`J"${SECRET}"`);
  sandbox.restore(snapshot);
  expect(sandbox.memory.bytes.length).toBeGreaterThan(before.length);
  expect(before.equals(sandbox.memory.bytes.subarray(0, before.length))).toBe(true);
  expect(sandbox.memory.bytes.subarray(before.length).every((byte) => byte === 0)).toBe(true);
  expect(runOnce(sandbox, 'again')).toBe('J"again"');
});

it('a snapshot fits another instance of the build', async () => {
  const [one, other] = [await newSandbox(), await newSandbox()];
  one.compile('const execute = (text) => text + "!";', 256 * 1024, guard);
  const snapshot = one.snapshot();
  runOnce(other, 'something else');
  other.restore(snapshot);
  expect(runOnce(other, 'text')).toBe('J"text!"');
  other.restore(snapshot);
  expect(Buffer.from(one.memory.bytes).equals(other.memory.bytes)).toBe(true);
});

it('memory has a hard maximum, and it is noticed when that was too little', async () => {
  const sandbox = await newSandbox();
  sandbox.compile('function execute() { const all = []; for (;;) all.push(new Uint8Array(1e6)); }', 256 * 1024, guard);
  expect(sandbox.memory.exhausted).toBe(false);
  expect(runOnce(sandbox)).toMatch(/^E\["InternalError: out of memory"/);
  expect(sandbox.memory.exhausted).toBe(true);
  expect(sandbox.memory.bytes.length).toBeLessThanOrEqual(32 * MIB);
});
