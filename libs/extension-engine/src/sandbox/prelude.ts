import { PRELUDE_HOST_OBJECTS } from './prelude-host-objects.ts';
import { PRELUDE_RESULT } from './prelude-result.ts';

/** File names in stack traces. Only lines of the first belong to the script's author. */
export const SCRIPT_FILE = 'script.js';
export const PRELUDE_FILE = 'prelude.js';

/**
 * JavaScript that runs inside the sandbox before any script. It is an expression that evaluates to `install(host)`,
 * where `host(text): text` is the only way out. `install` defines the globals and returns `enter`, the only way in:
 *
 * - `enter(fn)` stores the compiled script,
 * - `enter('R[…arguments]')` runs it,
 * - `enter('D{…}')` delivers the answer to an HTTP call,
 * - `enter('S')` returns the state,
 * - `enter(anything else)` describes its argument as a thrown error.
 *
 * `enter` returns `P` for pending, `U` for returned undefined, `J<json>` for returned, `E[message, line, name]` for
 * threw, `N` for no execute function, and `X<reason>` for a result that JSON cannot represent. All text is JSON,
 * because neither NUL nor a lone surrogate survives in a C string.
 *
 * The prelude runs on the script's side of the sandbox boundary: a script that alters built-ins can only deceive
 * itself. The host is protected because it trusts nothing that comes out of the sandbox.
 */
export const PRELUDE = `(function install(host) {
'use strict';
const { parse, stringify } = JSON;
const { freeze, defineProperty, getPrototypeOf } = Object;
const uncurry = (fn) => Function.prototype.call.bind(fn);
const slice = uncurry(String.prototype.slice);
const indexOf = uncurry(String.prototype.indexOf);
const isWellFormed = uncurry(String.prototype.isWellFormed);
const test = uncurry(RegExp.prototype.test);
const text = String, toInteger = parseInt, ErrorBase = Error, PromiseBase = Promise;
const NativeTypeError = TypeError, NativeRangeError = RangeError;
const isInteger = Number.isInteger, isArray = Array.isArray, keysOf = Object.keys;

const define = (name, value) => defineProperty(globalThis, name, { value, writable: false, enumerable: true, configurable: false });
const seal = (object) => {
  for (const name of keysOf(object)) freeze(object[name]);
  return freeze(object);
};
const ask = (request) => {
  const answer = host(request);
  if (answer[0] === 'V') return parse(slice(answer, 1));
  if (answer[0] === 'T') throw new NativeTypeError(parse(slice(answer, 1)));
  throw new ErrorBase(parse(slice(answer, 1)));
};

for (const name of ['performance', 'DOMException']) delete globalThis[name];
// It would hand a script the functions on the stack, those of this prelude included.
defineProperty(ErrorBase, 'prepareStackTrace', { value: undefined, writable: false, enumerable: false, configurable: false });
// The generator of the interpreter would go on from the same state in every run.
defineProperty(Math, 'random', { value: freeze(() => ask('M')), writable: true, enumerable: false, configurable: true });

${PRELUDE_HOST_OBJECTS}

const lineOf = (stack) => {
  const at = indexOf(stack, '${SCRIPT_FILE}:');
  return at < 0 ? null : toInteger(slice(stack, at + ${SCRIPT_FILE.length + 1}, at + ${SCRIPT_FILE.length + 11}), 10) || null;
};
const failure = (thrown) => {
  let message = 'The script threw something that cannot be described.', line = null, name = null;
  try {
    if (thrown instanceof ErrorBase) {
      name = slice(text(thrown.name), 0, 100);
      const stack = thrown.stack;
      if (typeof stack === 'string') line = lineOf(stack);
    }
    message = slice(show(thrown), 0, 2000);
  } catch {}
  return 'E' + stringify([message, line, name]);
};
${PRELUDE_RESULT}
let script, executed, outcome = 'P';
const settle = async (value) => {
  let end;
  try {
    end = conclude(await value);
  } catch (error) {
    end = failure(error);
  }
  outcome = end;
};
const run = (input) => {
  try {
    const execute = script();
    if (typeof execute !== 'function') return 'N';
    executed = execute;
    const value = execute(input[0], input[1], input[2], input[3]);
    if (value === null || typeof value !== 'object' || typeof value.then !== 'function') return conclude(value);
    settle(value);
    return 'P';
  } catch (error) {
    return failure(error);
  }
};

return function enter(input) {
  if (typeof input === 'function') {
    script = input;
    return 'U';
  }
  if (typeof input !== 'string') return failure(input);
  switch (input[0]) {
    case 'R':
      return run(parse(slice(input, 1)));
    case 'D':
      deliver(parse(slice(input, 1)));
      return 'U';
    default:
      return outcome;
  }
};
})`;
