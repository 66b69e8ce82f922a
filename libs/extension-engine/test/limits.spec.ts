import { ScriptEngine, type ScriptLimits } from '../src/index.ts';
import { ENOUGH_TIME, MemoryHost, pause, useEngine } from './support/engine.ts';

const MIB = 1024 * 1024;
const { run, value } = useEngine();
const LOOP = 'function execute() { for (;;); }';

describe('CPU time', () => {
  it('ends a run that takes more', async () => {
    const report = await run(LOOP, { limits: { cpuMs: 100 } });
    expect(report).toMatchObject({ outcome: 'timed_out', error: expect.stringContaining('100 ms of CPU') });
    expect(report.cpuMs).toBeGreaterThanOrEqual(100);
    // A slow machine looks at the clock later.
    expect(report.cpuMs).toBeLessThan(10_000);
  });

  it('cannot be hidden from by catching', async () => {
    const script = 'function execute() { for (;;) { try { for (;;); } catch {} finally { continue; } } }';
    expect(await run(script, { limits: { cpuMs: 50 } })).toMatchObject({ outcome: 'timed_out' });
  });

  it('adds up over the parts of an asynchronous run', async () => {
    const host = new MemoryHost();
    host.fetch = async () => ({ status: 200, headers: {}, body: '' });
    const script = `async function execute() {
      for (;;) { await HTTP.fetch('https://x/'); for (let i = 0; i < 2e6; i += 1); }
    }`;
    expect(await run(script, { host, limits: { cpuMs: 100 } })).toMatchObject({ outcome: 'timed_out' });
  });

  it('does not run while the script waits for the host', async () => {
    const host = new MemoryHost();
    host.property = async () => (await pause(1_500), 'late');
    host.fetch = async () => (await pause(1_500), { status: 200, headers: {}, body: 'late' });
    const script = 'const execute = async () => PROPERTIES.get("a") + (await HTTP.fetch("https://x/")).body;';
    expect(await value(script, { host, limits: { cpuMs: 2_000 } })).toBe('latelate');
  });

  it('ends what does not look at the clock inside of the sandbox, from outside', async () => {
    const script = 'function execute() { const a = new Uint8Array(8e6); for (;;) a.sort(); }';
    const report = await run(script, { limits: { cpuMs: 100 } });
    expect(report).toMatchObject({ outcome: 'timed_out', error: expect.stringContaining('terminated') });
  });
});

describe('the wall clock', () => {
  it('ends a run that awaits HTTP for too long', async () => {
    const host = new MemoryHost();
    host.fetch = () => new Promise(() => {});
    const report = await run('async function execute() { await HTTP.fetch("https://x/"); }', {
      host,
      limits: { wallClockMs: 1_500 },
    });
    expect(report).toMatchObject({ outcome: 'timed_out', error: 'The script took longer than 1500 ms.' });
    expect(report.durationMs).toBeGreaterThanOrEqual(1_499);
    expect(report.cpuMs).toBeLessThan(1_000);
  });

  it('ends a run that is blocked by a host that does not answer', async () => {
    const host = new MemoryHost();
    host.cache.fetch = () => new Promise(() => {});
    const report = await run('function execute() { try { CACHE.fetch("a"); } catch {} for (;;); }', {
      host,
      limits: { wallClockMs: 150 },
    });
    expect(report).toMatchObject({ outcome: 'timed_out', error: 'The script took longer than 150 ms.' });
  });

  it('ignores answers that come after the end', async () => {
    const host = new MemoryHost();
    let answerLate: (() => void) | undefined;
    const late = (id: string) => new Promise<string>((resolve) => (answerLate = () => resolve(id)));
    host.property = (id) => (id === 'slow' ? late(id) : Promise.resolve(id));
    const script = 'function execute(id) { return PROPERTIES.get(id); }';
    const ask = (requestPayload: string, limits: Partial<ScriptLimits>) =>
      run(script, { host, arguments: { requestPayload }, limits });
    expect(await ask('slow', { wallClockMs: 1_000 })).toMatchObject({ outcome: 'timed_out' });
    answerLate?.();
    expect(await ask('quick', ENOUGH_TIME)).toMatchObject({ outcome: 'returned', result: '"quick"' });
  });
});

describe('memory', () => {
  const take = 'function execute(n) { return new Uint8Array(Number(n)).length; }';

  it('is there up to the limit and not beyond', async () => {
    const ask = (mib: number) => run(take, { arguments: { requestPayload: String(mib * MIB) } });
    expect(await ask(20)).toMatchObject({ outcome: 'returned' });
    expect(await ask(40)).toMatchObject({ outcome: 'out_of_memory' });
  });

  it('may be set per run', async () => {
    const ask = (mib: number, limit: number) =>
      run(take, { arguments: { requestPayload: String(mib * MIB) }, limits: { memoryBytes: limit * MIB } });
    expect(await ask(20, 16)).toMatchObject({ outcome: 'out_of_memory' });
    expect(await ask(40, 64)).toMatchObject({ outcome: 'returned' });
  });

  it('that ran out is reported even if the script did not notice', async () => {
    const script = 'function execute() { try { new Uint8Array(1e9); } catch {} return "went on"; }';
    expect(await value(script)).toBe('went on');
    expect(await value(script)).toBe('went on');
  });
});

describe('the stack', () => {
  it('overflows inside of the script', async () => {
    expect(
      await value('function execute() { const f = () => f() + 1; try { f(); } catch (e) { return e.name; } }'),
    ).toBe('RangeError');
  });

  it('may be set per run', async () => {
    const script =
      'let n = 0; const f = () => { n += 1; f(); }; function execute() { try { f(); } catch {} return n; }';
    const deep = await value<number>(script);
    const shallow = await value<number>(script, { limits: { stackBytes: 64 * 1024 } });
    expect(deep).toBeGreaterThan(2 * shallow);
    expect(shallow).toBeGreaterThan(10);
  });
});

describe('the result', () => {
  it('may have 64 KiB of JSON in UTF-8', async () => {
    const ask = (expression: string) => run(`function execute() { return ${expression}; }`);
    expect(await ask('"x".repeat(65534)')).toMatchObject({ outcome: 'returned' });
    expect(await ask('"x".repeat(65535)')).toMatchObject({
      outcome: 'failed',
      error: expect.stringContaining('65536'),
    });
    expect(await ask('"é".repeat(40000)')).toMatchObject({ outcome: 'failed' });
  });

  it('is told apart from memory: one that leaves no room for its own text is out of memory', async () => {
    const ask = (length: number) =>
      run(`function execute() { return "x".repeat(${length}); }`, { limits: ENOUGH_TIME });
    expect(await ask(4e6)).toMatchObject({ outcome: 'failed', error: 'The result is larger than 65536 bytes.' });
    expect(await ask(14e6)).toMatchObject({
      outcome: 'out_of_memory',
      error: 'The script used more memory than it may.',
    });
  });

  it('may be limited per run', async () => {
    const report = await run('const execute = () => "12345";', { limits: { resultBytes: 6 } });
    expect(report).toMatchObject({ outcome: 'failed', error: 'The result is larger than 6 bytes.' });
  });
});

describe('the script', () => {
  it('may have 256 Ki characters', async () => {
    const script = (length: number) => 'const execute = () => 1;'.padEnd(length, ' ');
    expect(await run(script(256 * 1024))).toMatchObject({ outcome: 'returned' });
    expect(await run(script(256 * 1024 + 1))).toMatchObject({ outcome: 'failed' });
  });
});

describe('limits out of range', () => {
  it.each([
    ['cpuMs', 0],
    ['cpuMs', 1.5],
    ['wallClockMs', -1],
    ['memoryBytes', MIB],
    ['stackBytes', 512 * 1024],
    ['resultBytes', NaN],
  ])('%s %d are refused', async (name, value) => {
    await expect(run(LOOP, { limits: { [name]: value } })).rejects.toThrow(new RegExp(`^The limit ${name} must`));
    expect(() => new ScriptEngine({ limits: { [name]: value } })).toThrow(RangeError);
  });
});
