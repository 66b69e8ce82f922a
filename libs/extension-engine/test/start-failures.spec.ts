import * as files from 'node:fs/promises';
import * as threads from 'node:worker_threads';
import { jest } from '@jest/globals';

/** What becomes of a new thread: it starts, ends before it is ready, or the system has none to give. */
type Fate = 'starts' | 'ends' | 'is refused';

/** What the system does. */
const system = { fates: [] as Fate[], fateOfOthers: 'starts' as Fate, failures: 0, openPorts: 0, unreadableFiles: 0 };

class FragileWorker extends threads.Worker {
  constructor(url: string | URL, options?: threads.WorkerOptions) {
    const fate = system.fates.shift() ?? system.fateOfOthers;
    if (fate !== 'starts') system.failures += 1;
    if (fate === 'is refused') {
      const { answers } = options!.workerData as { answers: threads.MessagePort };
      system.openPorts += 1;
      answers.once('close', () => (system.openPorts -= 1));
      throw Object.assign(new Error('Worker initialization failure: EAGAIN'), { code: 'ERR_WORKER_INIT_FAILED' });
    }
    super(fate === 'ends' ? new URL('data:text/javascript,throw new Error("no memory")') : url, options);
  }
}

jest.unstable_mockModule('node:worker_threads', () => ({ ...threads, Worker: FragileWorker }));
jest.unstable_mockModule('node:fs/promises', () => ({
  ...files,
  readFile: async (...args: Parameters<typeof files.readFile>) => {
    if (system.unreadableFiles === 0) return files.readFile(...args);
    system.unreadableFiles -= 1;
    throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
  },
}));

// Imported only now, so that the engine gets what stands above.
const { EngineSaturatedError, EngineUnavailableError, ScriptEngine } = await import('../src/index.ts');
const { ENOUGH_TIME, GENEROUS_MS, MemoryHost, NO_ARGUMENTS, until } = await import('./support/engine.ts');

const RETURNED = { outcome: 'returned', result: '1' };

let engine: InstanceType<typeof ScriptEngine>;
beforeEach(() => {
  Object.assign(system, { fates: [], fateOfOthers: 'starts', failures: 0, unreadableFiles: 0 });
  engine = new ScriptEngine({ workers: 2, queueWaitMs: GENEROUS_MS, limits: ENOUGH_TIME });
});
afterEach(() => engine.close());

const run = (provider = 'p', script = 'const execute = () => 1;', host = new MemoryHost()) =>
  engine.run({ provider, script, arguments: NO_ARGUMENTS, host });

const BAD_FATES: Fate[] = ['ends', 'is refused'];

// The first test, because the interpreter is read once per process.
it('No run is answered for its script if the interpreter cannot be read, and the next run reads it', async () => {
  system.unreadableFiles = 1;
  await expect(run()).rejects.toThrow(EngineUnavailableError);
  expect(await run()).toMatchObject(RETURNED);
});

it.each(BAD_FATES)(
  'No run is answered for its script while every thread %s, and the next run tries again',
  async (fate) => {
    system.fateOfOthers = fate;
    const ends = await Promise.allSettled([run(), run('another')]);
    ends.push(...(await Promise.allSettled([run()])));
    for (const end of ends) {
      expect(end).toMatchObject({ status: 'rejected', reason: expect.any(EngineUnavailableError) });
      const { reason } = end as { reason: InstanceType<typeof EngineUnavailableError> };
      expect(reason).not.toBeInstanceOf(EngineSaturatedError);
      expect(reason.message).toMatch(/cannot be started: .*(no memory|EAGAIN)/);
      expect(reason.retryAfterSeconds).toBeGreaterThanOrEqual(1);
      expect(reason.retryAfterSeconds).toBeLessThanOrEqual(5);
    }
    await expect(engine.ready()).rejects.toThrow(EngineUnavailableError);
    expect(engine.stats()).toMatchObject({ queued: 0, saturated: 0, withoutSandbox: 4, outcomes: { failed: 0 } });
    await until(() => system.openPorts === 0);

    system.fateOfOthers = 'starts';
    expect(await run()).toMatchObject(RETURNED);
  },
);

it.each(BAD_FATES)('A run survives that two threads in a row: %s', async (fate) => {
  system.fates = [fate, fate];
  expect(await run()).toMatchObject(RETURNED);
  expect(engine.stats()).toMatchObject({ withoutSandbox: 0 });
});

it.each(BAD_FATES)(
  'Runs are left waiting while a worker lives, and get the next thread that starts: %s',
  async (fate) => {
    Object.assign(system, { fates: ['starts'], fateOfOthers: fate });
    const host = new MemoryHost();
    let answer: (() => void) | undefined;
    host.cache.fetch = () => new Promise((resolve) => (answer = () => resolve(null)));
    const held = run('holds a worker', 'function execute() { CACHE.fetch("a"); }', host);
    await until(() => answer !== undefined);

    const waiting = [run('waits'), run('waits as well')];
    const failuresBefore = system.failures;
    await until(() => system.failures >= failuresBefore + 5);
    expect(engine.stats()).toMatchObject({ queued: 2, withoutSandbox: 0 });

    system.fateOfOthers = 'starts';
    expect(await Promise.all(waiting)).toMatchObject([RETURNED, RETURNED]);
    answer!();
    expect(await held).toMatchObject({ outcome: 'returned' });
  },
);
