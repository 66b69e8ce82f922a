import { EngineSaturatedError, EngineUnavailableError, ScriptEngine } from '../src/index.ts';
import { ENOUGH_TIME, GENEROUS_MS, MemoryHost, NO_ARGUMENTS, pause, until, useEngine } from './support/engine.ts';

const LOOP = 'function execute() { for (;;); }';
const WAIT = 'async function execute() { return (await HTTP.fetch("https://x/")).body; }';
const QUICK = 'const execute = () => 1;';

/** A host whose HTTP calls are answered only when the test releases them. */
function heldHost() {
  const host = new MemoryHost();
  const held: (() => void)[] = [];
  host.fetch = () => new Promise((resolve) => held.push(() => resolve({ status: 200, headers: {}, body: 'done' })));
  return { host, held, release: () => held.splice(0).forEach((answer) => answer()) };
}

describe('a provider whose runs all hang', () => {
  const { run, value, stats } = useEngine({ workers: 4 });

  it('holds at most half of the workers, and others are served', async () => {
    const stuck = Array.from({ length: 6 }, () => run(LOOP, { provider: 'stuck', limits: { cpuMs: 400 } }));
    await until(() => stats().busyWorkers >= 2);
    for (let i = 0; i < 5; i += 1) {
      expect(await value(QUICK, { provider: `other ${i}` })).toBe(1);
      expect(stats().busyWorkers).toBeLessThanOrEqual(2);
    }
    expect(stats().queued).toBeGreaterThan(0);
    const outcomes = (await Promise.allSettled(stuck)).map((end) =>
      end.status === 'fulfilled' ? end.value.outcome : (end.reason as Error).name,
    );
    // Runs that waited too long for a worker were rejected with an EngineSaturatedError.
    expect(new Set(['timed_out', 'EngineSaturatedError', ...outcomes]).size).toBe(2);
    expect(outcomes).toContain('timed_out');
  });
});

describe('runs that await HTTP', () => {
  const { run, stats } = useEngine({ workers: 4 });

  it('share workers, and each gets its own answer', async () => {
    const { host, held, release } = heldHost();
    const runs = Array.from({ length: 12 }, () => run(WAIT, { host, provider: 'waiting' }));
    await until(() => held.length === 12);
    // The message that a run is parked arrives after the message with its HTTP call.
    await until(() => stats().parked === 12 && stats().busyWorkers <= 2);
    expect(stats().queued).toBe(0);
    release();
    const reports = await Promise.all(runs);
    expect(reports.map((report) => report.outcome === 'returned' && report.result)).toEqual(Array(12).fill('"done"'));
  });

  it('that hold much memory keep a worker for themselves', async () => {
    const { host, held, release } = heldHost();
    const fat = `async function execute(text) {
      const own = new Uint8Array(4e6).fill(Number(text));
      await HTTP.fetch('https://x/');
      return [own.length, own[0] === Number(text) && own.at(-1) === Number(text)];
    }`;
    const runs = [1, 2, 3, 4, 5].map((n) =>
      run(fat, { host, provider: 'fat', arguments: { requestPayload: String(n) } }),
    );
    await until(() => held.length === 2);
    await pause(50);
    expect(held.length).toBe(2);
    const pump = setInterval(release, 5);
    const reports = await Promise.all(runs);
    clearInterval(pump);
    expect(reports.map((report) => report.outcome === 'returned' && report.result)).toEqual(
      Array(5).fill('[4000000,true]'),
    );
  });

  it('are lost with their worker only where it belongs to the same provider', async () => {
    const mine = heldHost();
    const other = heldHost();
    const parked = Array.from({ length: 10 }, () => run(WAIT, { host: mine.host, provider: 'mine' }));
    const elsewhere = run(WAIT, { host: other.host, provider: 'other' });
    await until(() => mine.held.length === 10 && other.held.length === 1);
    const native = 'function execute() { const a = new Uint8Array(9e6); for (;;) a.sort(); }';
    const bombs = [1, 2].map(() => run(native, { provider: 'mine', limits: { cpuMs: 100 } }));
    expect((await Promise.all(bombs)).map(({ outcome }) => outcome)).toEqual(['timed_out', 'timed_out']);
    mine.release();
    other.release();
    expect(await elsewhere).toMatchObject({ outcome: 'returned', result: '"done"' });
    for (const report of await Promise.all(parked)) {
      if (report.outcome !== 'returned') expect(report).toMatchObject({ outcome: 'failed', error: /lost/ as never });
    }
  });
});

describe('runs that need much memory, within the limit', () => {
  const { run, stats } = useEngine({ workers: 2 });

  it('are no offence and cost no worker', async () => {
    const script = 'function execute() { return new Uint8Array(2e7).fill(7).length; }';
    for (let i = 0; i < 5; i += 1) expect(await run(script)).toMatchObject({ outcome: 'returned' });
    expect(stats().workersStarted).toBeLessThanOrEqual(2);
  });
});

describe('saturation', () => {
  const { run, stats } = useEngine({ workers: 1, queue: 4, queueWaitMs: 10_000 });

  it('is told at once when the queue is full, and after a while when no worker becomes free', async () => {
    const host = new MemoryHost();
    let answer: (() => void) | undefined;
    host.cache.fetch = () => new Promise((resolve) => (answer = () => resolve(null)));
    const blocked = run('function execute() { CACHE.fetch("a"); }', { host, limits: ENOUGH_TIME });
    await until(() => answer !== undefined);
    // One provider may use half of the queue.
    const waiting = [1, 2].map(() => run(QUICK, { provider: 'eager' }));
    const settled = Promise.allSettled(waiting);
    // Whoever is sent away is told to come again soon, however long others have waited.
    await pause(6_000);
    const refused = Promise.allSettled([run(QUICK, { provider: 'eager' })]);
    const another = Promise.allSettled([run(QUICK, { provider: 'modest' })]);
    for (const end of [...(await refused), ...(await settled), ...(await another)]) {
      expect(end).toMatchObject({ status: 'rejected', reason: expect.any(EngineSaturatedError) });
      const { retryAfterSeconds } = (end as PromiseRejectedResult).reason as EngineSaturatedError;
      expect(retryAfterSeconds).toBeGreaterThanOrEqual(1);
      expect(retryAfterSeconds).toBeLessThanOrEqual(5);
    }
    answer!();
    expect(await blocked).toMatchObject({ outcome: 'returned' });
    expect(stats().saturated).toBe(4);
  });
});

describe('a source that asks for more than its provider may queue', () => {
  const { run, stats } = useEngine({ workers: 1, queue: 8 });

  it('keeps out none but itself', async () => {
    const host = new MemoryHost();
    let answer: (() => void) | undefined;
    host.cache.fetch = () => new Promise((resolve) => (answer = () => resolve(null)));
    const blocked = run('function execute() { CACHE.fetch("a"); }', { host });
    await until(() => stats().busyWorkers === 1 && answer !== undefined);
    const ends: string[] = [];
    const ask = async (source: string) => {
      const end = await run(QUICK, { provider: 'crowded', source }).catch((error: unknown) => error);
      ends.push(end instanceof EngineSaturatedError ? `${source} refused` : source);
    };
    const asked = [...Array<string>(6).fill('greedy'), 'modest', 'modest'].map(ask);
    await until(() => ends.length === 4);
    answer!();
    await Promise.all([blocked, ...asked]);
    expect(ends).toEqual([...Array<string>(4).fill('greedy refused'), 'greedy', 'modest', 'greedy', 'modest']);
  });
});

describe('the engine', () => {
  const one = (engine: ScriptEngine, script: string) =>
    engine.run({ provider: 'p', script, arguments: NO_ARGUMENTS, host: new MemoryHost() });

  it('needs no ready() before the first run', async () => {
    const engine = new ScriptEngine();
    expect(await one(engine, QUICK)).toMatchObject({ outcome: 'returned', result: '1' });
    await engine.close();
  });

  it('runs many quick runs of a script, in order of their asking where one worker has them', async () => {
    const engine = new ScriptEngine({ workers: 2, queueWaitMs: GENEROUS_MS, limits: ENOUGH_TIME });
    const reports = await Promise.all(
      Array.from({ length: 500 }, (_, n) =>
        engine.run({
          provider: 'p',
          script: 'const execute = (n) => Number(n);',
          arguments: { ...NO_ARGUMENTS, requestPayload: String(n) },
          host: new MemoryHost(),
        }),
      ),
    );
    expect(reports.map((report) => report.outcome === 'returned' && Number(report.result))).toEqual(
      Array.from({ length: 500 }, (_, n) => n),
    );
    await engine.close();
  });

  it('does not line up a quick run behind one of the same script that takes long for once', async () => {
    const engine = new ScriptEngine({ workers: 4 });
    const script = 'function execute(payload) { if (payload === "long") CACHE.fetch("held"); return payload; }';
    const host = new MemoryHost();
    let release: (() => void) | undefined;
    host.cache.fetch = () => new Promise((resolve) => (release = () => resolve(null)));
    const ask = (requestPayload: string) =>
      engine.run({
        ...{ provider: 'p', script, host, limits: ENOUGH_TIME },
        arguments: { ...NO_ARGUMENTS, requestPayload },
      });
    for (let n = 0; n < 200; n += 1) await ask('known to be quick');
    const taking = ask('long');
    await until(() => release !== undefined);
    await pause(50);
    // It ends only after the other one did.
    expect(await ask('another')).toMatchObject({ outcome: 'returned', result: '"another"' });
    release!();
    expect(await taking).toMatchObject({ outcome: 'returned', result: '"long"' });
    await engine.close();
  });

  it('keeps more scripts apart than a worker remembers', async () => {
    const engine = new ScriptEngine({ workers: 1 });
    for (let round = 0; round < 2; round += 1) {
      for (let n = 0; n < 40; n += 1) {
        expect(await one(engine, `const execute = () => ${n};`)).toMatchObject({ result: String(n) });
      }
    }
    await engine.close();
  });

  it('ends idle workers but one', async () => {
    const engine = new ScriptEngine({ idleMs: 100 });
    await Promise.all(
      ['a', 'b', 'c'].map((provider) =>
        engine.run({ provider, script: QUICK, arguments: NO_ARGUMENTS, host: new MemoryHost() }),
      ),
    );
    await until(() => engine.stats().workers === 1);
    await pause(200);
    expect(engine.stats()).toMatchObject({ workers: 1, busyWorkers: 0, running: 0, queued: 0 });
    await engine.close();
  });

  it('reports a run as failed that it cannot end when it is closed, and rejects those that have not begun', async () => {
    const engine = new ScriptEngine({ workers: 1 });
    const host = new MemoryHost();
    let hasBegun = false;
    host.cache.fetch = () => new Promise(() => (hasBegun = true));
    const script = 'function execute() { CACHE.fetch("held"); }';
    const begun = engine.run({ provider: 'p', script, arguments: NO_ARGUMENTS, host, limits: ENOUGH_TIME });
    const waiting = expect(one(engine, QUICK)).rejects.toThrow(EngineUnavailableError);
    await until(() => hasBegun);
    await engine.close();
    expect(await begun).toMatchObject({ outcome: 'failed' });
    await waiting;
    await expect(one(engine, QUICK)).rejects.toThrow(EngineUnavailableError);
  });

  it.each([
    ['workers', 0],
    ['queue', -1],
    ['idleMs', 0.5],
    ['queueWaitMs', NaN],
  ])('refuses %s %d', (name, value) => {
    expect(() => new ScriptEngine({ [name]: value })).toThrow(RangeError);
  });
});
