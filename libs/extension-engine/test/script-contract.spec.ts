import { useEngine } from './support/engine.ts';

const { run, value, evaluate } = useEngine();

describe('arguments', () => {
  it('are four, in order, as strings and a map of lists', async () => {
    const given = {
      requestPayload: '{"a":1}',
      userIdentifier: 'someone',
      registrationData: 'data',
      hookContextCustomParams: { lang: ['nl', 'en'] },
    };
    const script = 'function execute(a, b, c, d) { return [a, b, c, d, arguments.length]; }';
    expect(await value(script, { arguments: given })).toEqual([
      '{"a":1}',
      'someone',
      'data',
      { lang: ['nl', 'en'] },
      4,
    ]);
  });

  it('are null where there is nothing', async () => {
    expect(await value('function execute(a, b, c, d) { return [a, b, c, d]; }')).toEqual([null, null, null, null]);
  });

  it.each(['é漢😀', 'a\u0000b', '\ud800 alone', '"\\\n\u2028', ''])('pass %j unchanged, both ways', async (text) => {
    expect(await value('const execute = (text) => text;', { arguments: { requestPayload: text } })).toBe(text);
  });
});

describe('execute', () => {
  it.each([
    ['a function declaration', 'function execute() { return 1; }'],
    ['an async function', 'async function execute() { return 1; }'],
    ['a constant', 'const execute = () => 1;'],
    ['a property of the global object', 'globalThis.execute = () => 1;'],
    ['a function that returns a promise', 'function execute() { return Promise.resolve(1); }'],
    ['a function that returns a thenable', 'function execute() { return { then(done) { done(1); } }; }'],
    ['a strict script', '"use strict"; function execute() { return this === undefined ? 1 : 0; }'],
    ['a script that ends with a comment', 'function execute() { return 1; } // end'],
  ])('may be %s', async (_, script) => {
    expect(await value(script)).toBe(1);
  });

  it('may return undefined', async () => {
    expect(await run('function execute() {}')).toMatchObject({ outcome: 'returned', result: undefined });
  });

  it('has the standard library of ES2023', async () => {
    expect(await evaluate('[[3, 1, 2].toSorted(), [1, 2].findLast((n) => n < 2), 2n ** 70n > 1n, "a".at(-1)]')).toEqual(
      [[1, 2, 3], 1, true, 'a'],
    );
  });

  it('runs the top level of the script anew each time', async () => {
    const script = 'let count = 0; const drawn = Math.random(); function execute() { return [++count, drawn]; }';
    const first = await value<[number, number]>(script);
    const second = await value<[number, number]>(script);
    expect([first[0], second[0]]).toEqual([1, 1]);
    expect(first[1]).not.toBe(second[1]);
  });
});

describe('what goes wrong', () => {
  it.each([
    ['a thrown error', 'function execute() {\n  throw new TypeError("no");\n}', 'threw', 'TypeError: no', 2],
    ['a rejection', 'async function execute() {\n\n  await 1;\n  null.x;\n}', 'threw', 'TypeError: cannot read', 4],
    ['a throw at the top level', '\nthrow new Error("top");\nfunction execute() {}', 'threw', 'Error: top', 2],
    ['a thrown text', 'function execute() { throw "text"; }', 'threw', 'text', undefined],
    ['a thrown object', 'function execute() { throw { code: 1 }; }', 'threw', '{"code":1}', undefined],
    ['a syntax error', 'function execute() {\n  let a = ;\n}', 'failed', 'SyntaxError', 2],
    ['an end of the wrapping function', '}); (function () {', 'failed', 'SyntaxError', 1],
    ['a return at the top level', 'return 1', 'failed', 'SyntaxError', 1],
    ['no execute', 'function other() {}', 'failed', 'no function execute', undefined],
    ['an execute that is no function', 'const execute = 1;', 'failed', 'no function execute', undefined],
    ['a returned function', 'function execute() { return execute; }', 'failed', 'returned a function', undefined],
    ['a cycle', 'function execute() { const a = {}; a.a = a; return a; }', 'failed', 'circular', undefined],
    ['a BigInt', 'function execute() { return { n: 1n }; }', 'failed', 'BigInt', undefined],
    [
      'a promise that never settles',
      'const execute = () => new Promise(() => {})',
      'failed',
      'never settle',
      undefined,
    ],
  ])('%s is reported', async (_, script, outcome, error, line) => {
    const report = await run(script);
    expect(report).toMatchObject({ outcome, error: expect.stringContaining(error) });
    if (line !== undefined) expect(report).toHaveProperty('line', line);
  });

  const returned = (text: string) =>
    `async function execute() {\n  const user = {};\n  user.v = ${text};\n  return { user };\n}`;
  it.each([
    ['NaN', 'user.v is NaN.'],
    ['Infinity', 'user.v is Infinity.'],
    ['-Infinity', 'user.v is -Infinity.'],
    ['() => 1', 'user.v is a function.'],
    ['class { }', 'user.v is a function.'],
    ['undefined', 'user.v is undefined.'],
    ['Symbol("s")', 'user.v is a symbol.'],
    ['1n', 'user.v is a BigInt; write it as a string.'],
    ['new Map([[1, 2]])', 'user.v is no plain object but of the kind Map.'],
    ['new Set([1])', 'user.v is no plain object but of the kind Set.'],
    ['Promise.resolve(1)', 'user.v is a Promise; wait for it with await.'],
    ['/a/', 'user.v is no plain object but of the kind RegExp.'],
    ['new Error("no")', 'user.v is no plain object but of the kind Error.'],
    ['new Uint8Array(2)', 'user.v is no plain object but of the kind Uint8Array.'],
    ['new Date(NaN)', 'user.v has nothing that could be written.'],
    ['{ [Symbol("s")]: 1 }', 'user.v has a member that is named by a symbol.'],
    ['[1, , 2]', 'user.v[1] is undefined.'],
    ['[{ a: NaN }]', 'user.v[0].a is NaN.'],
    ['{ constructor: { a: 1 } }', 'user.v.constructor is a name that is not taken.'],
    ['JSON.parse(\'{"__proto__":{"a":1}}\')', 'user.v.__proto__ is a name that is not taken.'],
    ['{ prototype: 1 }', 'user.v.prototype is a name that is not taken.'],
    ['{ toJSON() { return NaN; } }', 'user.v is NaN.'],
  ])('a result with %s, which JSON would alter or leave out, is refused with its line', async (text, reason) => {
    const report = await run(returned(text));
    expect(report).toMatchObject({
      outcome: 'failed',
      error: `TypeError: The result cannot be kept as it is: ${reason}`,
      line: 3,
    });
  });

  it.each([
    ['NaN', 'it is NaN.'],
    ['[NaN]', '[0] is NaN.'],
    ['new Map()', 'it is no plain object but of the kind Map.'],
    ['{ responsePayload: () => 1 }', 'responsePayload is a function.'],
  ])('and so is %s by itself', async (text, reason) => {
    expect(await run(`const execute = () => (${text});`)).toMatchObject({
      outcome: 'failed',
      error: `TypeError: The result cannot be kept as it is: ${reason}`,
      line: 1,
    });
  });

  it.each([
    ['null', null],
    ['[null, 0, false, ""]', [null, 0, false, '']],
    ['new Date(0)', '1970-01-01T00:00:00.000Z'],
    ['{ toJSON: () => 7 }', 7],
    ['new (class Person { name = "a"; })()', { name: 'a' }],
    ['Object.create(null, { a: { value: 1, enumerable: true } })', { a: 1 }],
    ['JSON.parse(JSON.stringify({ a: [{ b: 1e300 }] }))', { a: [{ b: 1e300 }] }],
  ])('while %s is kept', async (text, kept) => {
    expect(await value(returned(text))).toEqual({ user: { v: kept } });
  });

  it('a member of the result itself may be undefined', async () => {
    expect(await value('const execute = () => ({ status: 2000, responsePayload: undefined });')).toEqual({
      status: 2000,
    });
  });

  it.each([
    ['in', '\nfunction execute() {\n  const v = NaN;\n  return { user: { v } };\n}', 4],
    [
      'nothing of',
      '\nfunction execute() {\n  const v = NaN;\n  const user = {};\n  user.v = v;\n  return { user };\n}',
      2,
    ],
  ])(
    'a member that several lines name is told with the line of what it is in, or of the function: %s',
    async (_, script, line) => {
      expect(await run(script)).toMatchObject({ outcome: 'failed', line });
    },
  );

  it('an error that cannot be described is reported all the same', async () => {
    const script = 'function execute() { throw { get toJSON() { throw 1; }, toString() { throw 2; } }; }';
    expect(await run(script)).toMatchObject({ outcome: 'threw', error: '[object]' });
  });

  it.each([
    ['beyond its end', 9],
    ['that only a number of a person could be', 4001020304],
    ['beyond every number of a line', 9_999_999_999],
  ])('no line is told that the script does not have: one %s', async (_, line) => {
    const script = `function execute() {\n  throw Object.assign(new TypeError('no'), { stack: 'at script.js:${line}' });\n}`;
    const report = await run(script);
    expect(report).toMatchObject({ outcome: 'threw', error: 'TypeError: no' });
    expect(report).not.toHaveProperty('line');
  });

  it('does not end the service', async () => {
    expect(await value('function execute() { return "still here"; }')).toBe('still here');
  });
});

describe('a report', () => {
  it('tells time and memory', async () => {
    const report = await run('function execute() { let n = 0; for (let i = 0; i < 1e5; i += 1) n += i; return n; }');
    expect(report.cpuMs).toBeGreaterThan(0);
    expect(report.durationMs).toBeGreaterThan(0);
    expect(report.memoryBytes).toBeGreaterThan(10_000);
    expect(report.httpCalls).toEqual([]);
  });
});
