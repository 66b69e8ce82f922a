import { PRELUDE_HOST_OBJECTS } from './prelude-host-objects.ts';

/** Names of the files in error stacks; only lines of the first are the author's. */
export const SCRIPT_FILE = 'script.js';
export const PRELUDE_FILE = 'prelude.js';

/**
 * JavaScript that runs inside the sandbox before any script: an expression whose value is `install(host)`, where
 * `host(text): text` is the only way out. `install` defines the globals and returns `enter`, the only way in:
 *
 * - `enter(fn)` adopts the compiled script,
 * - `enter('R[…arguments]')` runs it, `enter('D{…}')` delivers the answer to an HTTP call, `enter('S')` asks for the state,
 * - `enter(anything else)` describes it as a thrown error.
 *
 * It answers `P` pending, `U` returned undefined, `J<json>` returned, `E[message, line, name]` threw, `N` no execute function,
 * `X<reason>` not JSON. All text is JSON, because neither NUL nor a lone surrogate passes through a C string.
 *
 * It runs on the script's side of the wall: a script that alters built-ins can only deceive itself. What protects the host
 * is that it believes nothing of what comes out.
 */
export const PRELUDE = `(function install(host) {
'use strict';
const { parse, stringify } = JSON;
const { freeze, defineProperty, getPrototypeOf } = Object;
const uncurry = (fn) => Function.prototype.call.bind(fn);
const slice = uncurry(String.prototype.slice);
const indexOf = uncurry(String.prototype.indexOf);
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
const conclude = (value) => {
  if (value === undefined) return 'U';
  let json;
  try {
    json = stringify(value);
  } catch (error) {
    return 'X' + failure(error);
  }
  return json === undefined ? 'X' + failure('execute returned a ' + typeof value + '.') : 'J' + json;
};

let script, outcome = 'P';
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
