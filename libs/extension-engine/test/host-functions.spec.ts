import { HostRefusal } from '../src/index.ts';
import { MemoryHost, useEngine } from './support/engine.ts';

const hostErrors: [unknown, string][] = [];
const { run, value, evaluate } = useEngine({ onHostError: (error, provider) => hostErrors.push([error, provider]) });

describe('LOG', () => {
  it('fills placeholders and appends what is left over', async () => {
    const report = await run(`function execute() {
      LOG.debug('plain');
      LOG.info('{} and {}', 1, { a: [2] }, 'more', null);
      LOG.warn('{}', new TypeError('no'));
      LOG.error({ an: 'object' }, undefined);
    }`);
    expect(report.logs).toEqual([
      { level: 'debug', message: 'plain' },
      { level: 'info', message: '1 and {"a":[2]} more null' },
      { level: 'warn', message: 'TypeError: no' },
      { level: 'error', message: '{"an":"object"} undefined' },
    ]);
  });

  it('keeps 200 lines and says that there were more', async () => {
    const report = await run('function execute() { for (let i = 0; i < 1000; i += 1) LOG.info("line {}", i); }');
    expect(report.logs).toHaveLength(201);
    expect(report.logs[199]).toEqual({ level: 'info', message: 'line 199' });
    expect(report.logs[200]!.message).toContain('cut');
  });

  it('keeps 64 KiB and cuts long lines', async () => {
    const report = await run(
      'function execute() { for (;;) { LOG.info("x".repeat(1e6)); if (n++ > 20) return; } } let n = 0;',
    );
    const characters = report.logs.reduce((sum, { message }) => sum + message.length, 0);
    expect(characters).toBeLessThan(66_000);
    expect(report.logs[0]!.message).toHaveLength(8193);
    expect(report.logs.at(-1)!.message).toContain('cut');
  });

  it('is kept when the script then throws or hangs', async () => {
    const threw = await run('function execute() { LOG.info("before"); throw 1; }');
    const hung = await run('function execute() { LOG.info("before"); for (;;); }', { limits: { cpuMs: 50 } });
    expect([threw.outcome, hung.outcome]).toEqual(['threw', 'timed_out']);
    expect([threw.logs, hung.logs]).toEqual(Array(2).fill([{ level: 'info', message: 'before' }]));
  });
});

describe('CACHE', () => {
  it('stores, fetches and deletes without waiting on the side of the script', async () => {
    const host = new MemoryHost();
    const script = `function execute() {
      const before = CACHE.fetch('key');
      CACHE.store('key', 'välue\\u0000');
      CACHE.store('other', 'kept', 60);
      const stored = CACHE.fetch('key');
      CACHE.delete('key');
      return [before, stored, CACHE.fetch('key')];
    }`;
    expect(await value(script, { host })).toEqual([null, 'välue\u0000', null]);
    expect([...host.stored]).toEqual([['other', { value: 'kept', ttlSeconds: 60 }]]);
  });

  it('stores only where nothing is, and says whether it did', async () => {
    const host = new MemoryHost();
    const tries = '[CACHE.storeIfAbsent("a", "b", 60), CACHE.storeIfAbsent("a", "c", 90), CACHE.fetch("a")]';
    expect(await evaluate(tries, { host })).toEqual([true, false, 'b']);
    expect(host.stored.get('a')).toEqual({ value: 'b', ttlSeconds: 60 });
  });

  it('counts, and tells the count as text where it is fetched', async () => {
    const host = new MemoryHost();
    const counts = '[CACHE.increment("a", 60), CACHE.increment("a", 90), CACHE.fetch("a")]';
    expect(await evaluate(counts, { host })).toEqual([1, 2, '2']);
    expect(host.stored.get('a')).toEqual({ value: '2', ttlSeconds: 60 });
  });

  it.each(['CACHE.store("a", "b")', 'CACHE.storeIfAbsent("a", "b")', 'CACHE.increment("a")'])(
    '%s lasts for 300 seconds unless told otherwise',
    async (call) => {
      const host = new MemoryHost();
      await evaluate(call, { host });
      expect(host.stored.get('a')).toMatchObject({ ttlSeconds: 300 });
    },
  );

  it.each([
    ['CACHE.store("a", { b: 1 })', 'TypeError'],
    ['CACHE.store("a", 1)', 'TypeError'],
    ['CACHE.store("a")', 'TypeError'],
    ['CACHE.store(1, "b")', 'TypeError'],
    ['CACHE.fetch()', 'TypeError'],
    ['CACHE.fetch("")', 'RangeError'],
    ['CACHE.store("a", "b", "300")', 'TypeError'],
    ['CACHE.store("a", "b", 0)', 'RangeError'],
    ['CACHE.store("a", "b", 86401)', 'RangeError'],
    ['CACHE.store("a", "b", 1.5)', 'RangeError'],
    ['CACHE.store("k".repeat(513), "b")', 'RangeError'],
    ['CACHE.storeIfAbsent("a", 1)', 'TypeError'],
    ['CACHE.storeIfAbsent("a", "b", 86401)', 'RangeError'],
    ['CACHE.storeIfAbsent("", "b")', 'RangeError'],
    ['CACHE.increment(1)', 'TypeError'],
    ['CACHE.increment("")', 'RangeError'],
    ['CACHE.increment("a", "300")', 'TypeError'],
    ['CACHE.increment("a", 0)', 'RangeError'],
    ['CACHE.store("a", "b".repeat(65537))', 'RangeError'],
    ['CACHE.store("a", "v\\ud800")', 'TypeError'],
    ['CACHE.store("a\\udc00", "v")', 'TypeError'],
    ['CACHE.fetch("\\ud800")', 'TypeError'],
    ['CACHE.delete("\\ud800")', 'TypeError'],
    ['PROPERTIES.get("\\ud800")', 'TypeError'],
    ['CRYPTO.sha256("a\\ud800")', 'TypeError'],
    ['CRYPTO.hmac("k\\ud800", "a")', 'TypeError'],
    ['CRYPTO.hmac("k", "a\\udc00")', 'TypeError'],
  ])('%s is refused', async (expression, error) => {
    const host = new MemoryHost();
    expect(await run(`function execute() { ${expression}; }`, { host })).toMatchObject({
      outcome: 'threw',
      error: expect.stringMatching(new RegExp(`^${error}: `)),
    });
    expect(host.stored.size).toBe(0);
  });

  it('works at the top level, and anew in each run', async () => {
    const host = new MemoryHost();
    const script = 'const at = CACHE.fetch("at"); function execute() { return at; }';
    host.stored.set('at', { value: 'one', ttlSeconds: 1 });
    expect(await value(script, { host })).toBe('one');
    host.stored.set('at', { value: 'two', ttlSeconds: 1 });
    expect(await value(script, { host })).toBe('two');
  });

  it('may be called 500 times in a run', async () => {
    const script = 'function execute() { for (let i = 0; ; i += 1) try { CACHE.fetch("a"); } catch { return i; } }';
    expect(await value(script)).toBe(500);
  });
});

describe('a host function that fails', () => {
  it('tells the script why when it refuses', async () => {
    const host = new MemoryHost();
    host.property = async () => {
      throw new HostRefusal('not for you');
    };
    expect(await run('function execute() { PROPERTIES.get("a"); }', { host })).toMatchObject({
      outcome: 'threw',
      error: 'Error: not for you',
      line: 1,
    });
  });

  it('tells the engine, and not the script, about other errors', async () => {
    hostErrors.length = 0;
    const host = new MemoryHost();
    const failure = new Error('password of the database');
    host.property = () => Promise.reject(failure);
    const report = await run('function execute() { PROPERTIES.get("a"); }', { host, provider: 'mine' });
    expect(report).toMatchObject({ outcome: 'threw', error: 'Error: The host could not answer.' });
    expect(hostErrors).toEqual([[failure, 'mine']]);
  });
});

it('PROPERTIES.get answers the value or null', async () => {
  const host = new MemoryHost();
  host.properties.set('url', 'https://scheme.example');
  expect(await evaluate('[PROPERTIES.get("url"), PROPERTIES.get("none")]', { host })).toEqual([
    'https://scheme.example',
    null,
  ]);
});
