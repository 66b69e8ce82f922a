import { MemoryHost, useEngine } from './support/engine.ts';

const { run, value, evaluate } = useEngine({ workers: 1 });

const REACHED = 'typeof process, typeof require, typeof global, typeof fetch, typeof setTimeout, typeof Atomics';

describe('nothing of a run reaches the next', () => {
  // With one worker and one script text, all runs share one sandbox and one snapshot.
  const look = `function execute(action) {
    const seen = [typeof leak, Object.prototype.leak, Array.prototype.map.leak, [].leak, Math.leak, ''.leak, typeof escape,
      JSON.parse('[1]')[0], String(Object.getPrototypeOf(async () => {}).leak), leaked];
    if (action === 'spoil') {
      globalThis.leak = 'seen'; leaked = 'seen';
      Object.prototype.leak = Array.prototype.map.leak = Array.prototype.leak = Math.leak = String.prototype.leak = 'seen';
      Object.getPrototypeOf(async () => {}).leak = 'seen';
      delete globalThis.escape;
      JSON.parse = () => ['seen'];
      Promise.prototype.then = () => 'seen';
    }
    return seen.map((one) => one ?? null);
  }
  var leaked = 'fresh';`;
  const fresh = ['undefined', null, null, null, null, null, 'function', 1, 'undefined', 'fresh'];

  it('globals and prototypes', async () => {
    expect(await value(look)).toEqual(fresh);
    expect(await value(look, { arguments: { requestPayload: 'spoil' } })).toEqual(fresh);
    expect(await value(look)).toEqual(fresh);
  });

  it('pending promises and open calls', async () => {
    const host = new MemoryHost();
    const answers: (() => void)[] = [];
    host.fetch = () =>
      new Promise((resolve) => answers.push(() => resolve({ status: 200, headers: {}, body: 'late' })));
    const script = `function execute(text) {
      if (text === null) return new Promise((resolve) => Promise.resolve().then(() => resolve('own')));
      HTTP.fetch('https://x/').then(() => CACHE.store('late', 'a'));
      Promise.resolve().then(() => CACHE.store('later', 'b'));
      return text;
    }`;
    expect(await value(script, { host, arguments: { requestPayload: 'first' } })).toBe('first');
    answers.forEach((answer) => answer());
    expect(await value(script, { host })).toBe('own');
    expect([...host.stored.keys()]).toEqual([]);
  });

  it.each([
    ['100 KB', 1e5, true],
    ['5 MB, in place', 5e6, true],
    ['20 MB, for which the memory grew', 2e7, true],
    ['more than there is', 1e9, false],
  ])('memory that it wrote: %s', async (_, size, fits) => {
    // New typed arrays must be all zero. An uncleared heap shows up in memory that the interpreter does not clear
    // itself.
    const write = `function execute() {
      const size = ${size}; const a = new Uint8Array(size).fill(0x5a); globalThis.kept = a; return a.length;
    }`;
    // On a busy machine, scanning this much memory takes longer than the default limit.
    const patient = { limits: { cpuMs: 15_000 } };
    const report = await run(write, patient);
    expect(report.outcome).toBe(fits ? 'returned' : 'out_of_memory');
    const read = 'function execute() { return [typeof kept, new Uint8Array(9e6).some((byte) => byte !== 0)]; }';
    expect(await value(read, patient)).toEqual(['undefined', false]);
  });

  it('a time-out', async () => {
    const script = 'function execute(a) { if (a) { globalThis.zz = 1; for (;;); } return typeof zz; }';
    const limits = { cpuMs: 50 };
    expect(await run(script, { limits, arguments: { requestPayload: 'x' } })).toMatchObject({ outcome: 'timed_out' });
    expect(await value(script, { limits })).toBe('undefined');
  });
});

describe('nothing of the host is reachable', () => {
  it('by name', async () => {
    expect(await evaluate(`[${REACHED}]`)).toEqual(Array(6).fill('undefined'));
  });

  it('by the constructors of what the host offers', async () => {
    const script = `function execute() {
      const found = [];
      const objects = [LOG, CACHE, PROPERTIES, HTTP, CRYPTO, LOG.info, CACHE.fetch, HTTP.fetch, Math.random, execute];
      for (const object of objects) {
        let prototype = object;
        while (prototype) {
          const made = prototype.constructor?.constructor?.('return [${REACHED}].join()')();
          if (made) found.push(made);
          prototype = Object.getPrototypeOf(prototype);
        }
      }
      return [...new Set(found)];
    }`;
    expect(await value(script)).toEqual([Array(6).fill('undefined').join()]);
  });

  it('by modules', async () => {
    const report = await run('async function execute() { return Object.keys(await import("node:fs")); }');
    expect(report).toMatchObject({ outcome: 'threw' });
  });

  it('by the functions on the stack', async () => {
    const script = `function execute() {
      let frames = null;
      try { Error.prepareStackTrace = (error, sites) => (frames = sites); } catch {}
      try { Object.defineProperty(Error, 'prepareStackTrace', { value: (error, sites) => (frames = sites) }); } catch {}
      try { CACHE.store(1); } catch (error) { void error.stack; }
      return frames;
    }`;
    expect(await value(script)).toBeNull();
    expect(
      await evaluate('(() => { "use strict"; try { return execute.caller } catch { return null } })()'),
    ).toBeNull();
  });

  it('by changing what the host objects are', async () => {
    const script = `function execute() {
      'use strict';
      const done = [];
      const attempt = (name, action) => { try { action(); done.push(name); } catch {} };
      for (const name of ['LOG', 'CACHE', 'PROPERTIES', 'HTTP', 'CRYPTO']) {
        const object = globalThis[name];
        attempt('assign ' + name, () => { globalThis[name] = {}; });
        attempt('delete ' + name, () => { delete globalThis[name]; });
        attempt('extend ' + name, () => { object.extra = 1; });
        attempt('redefine ' + name, () => Object.defineProperty(globalThis, name, { value: 1 }));
        for (const key of Object.keys(object)) {
          attempt('replace ' + key, () => { object[key] = () => 'mine'; });
          attempt('mark ' + key, () => { object[key].mark = 1; });
          attempt('prototype ' + key, () => Object.setPrototypeOf(object[key], null));
        }
      }
      return done;
    }`;
    expect(await value(script)).toEqual([]);
  });

  it('by turning the built-in functions that host functions use against them', async () => {
    const host = new MemoryHost();
    host.stored.set('a', { value: 'stored', ttlSeconds: 1 });
    const script = `function execute() {
      const caught = [];
      const spy = (object, name) => {
        const before = object[name];
        object[name] = function (...all) { caught.push([this, ...all].filter((one) => typeof one === 'function').length); return before.apply(this, all); };
      };
      const { stringify } = JSON;
      JSON.parse = JSON.stringify = () => { caught.push('JSON'); return '["delete","a"]'; };
      for (const name of ['call', 'apply', 'bind']) { const own = Function.prototype[name]; Function.prototype[name] = function (...all) { caught.push(name); return Reflect.apply(own, this, all); }; }
      String.prototype.slice = String.prototype.indexOf = () => { caught.push('String'); return ''; };
      Array.prototype.toJSON = Object.prototype.toJSON = function () { caught.push('toJSON'); return ['delete', 'a']; };
      Object.prototype.get = () => { caught.push('get'); };
      const value = CACHE.fetch('a');
      const late = CACHE.fetch('a');
      delete Array.prototype.toJSON; delete Object.prototype.toJSON; delete Object.prototype.get;
      return { value: String(value), late: String(late), caught };
    }`;
    const { caught } = await value<{ caught: string[] }>(script, { host });
    // With toJSON, a script can falsify its own requests, but it gains access to nothing.
    expect(new Set(caught)).toEqual(new Set(['toJSON']));
  });
});
