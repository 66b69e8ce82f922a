/**
 * The part of the prelude that serialises the result of `execute` as JSON. JSON silently omits or alters values that it
 * cannot represent. Such a result is rejected instead, with the member at fault and, if it can be determined, its line.
 */
export const PRELUDE_RESULT = `
const DEEPEST_LOOK = 100;
const ObjectPrototype = Object.prototype;
const tagOf = uncurry(ObjectPrototype.toString), sourceOf = uncurry(Function.prototype.toString);
const split = uncurry(String.prototype.split);
const symbolsOf = Object.getOwnPropertySymbols, isFiniteNumber = Number.isFinite;

/** Whether an object stands in itself, or so deep that nobody takes it. Whoever writes the text says what is wrong then. */
const isEndless = (object, above) => {
  let depth = 0;
  for (let one = above; one !== undefined; one = one.above) {
    depth += 1;
    if (one.object === object || depth > DEEPEST_LOOK) return true;
  }
  return false;
};
/**
 * What is wrong with a value, as the end of a sentence that begins with where it stands. Every run looks through its result, and
 * the interpreter takes longest for calls and new objects: what most members are is asked first, where they are found.
 */
const flawOf = (value, key, above) => {
  const type = typeof value;
  if (type === 'string' || type === 'boolean' || value === null) return undefined;
  if (type === 'number') return isFiniteNumber(value) ? undefined : ' is ' + text(value) + '.';
  if (type === 'object') return isEndless(value, above) ? undefined : flawOfObject(value, key, above);
  if (type === 'undefined') return ' is undefined.';
  if (type === 'bigint') return ' is a BigInt; write it as a string.';
  return ' is a ' + type + '.';
};
const flawOfObject = (value, key, above) => {
  const here = { object: value, above };
  if (typeof value.toJSON === 'function') {
    const written = value.toJSON(key);
    return written === null ? ' has nothing that could be written.' : flawOf(written, key, here);
  }
  const tag = tagOf(value);
  if (tag !== '[object Object]' && tag !== '[object Array]') {
    if (tag === '[object Promise]') return ' is a Promise; wait for it with await.';
    return ' is no plain object but of the kind ' + slice(tag, 8, -1) + '.';
  }
  if (symbolsOf(value).length > 0) return ' has a member that is named by a symbol.';
  if (isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const member = value[index], type = typeof member;
      if (type === 'string' || type === 'boolean') continue;
      const flaw = flawOf(member, text(index), here);
      if (flaw !== undefined) return '[' + index + ']' + flaw;
    }
    return undefined;
  }
  const names = keysOf(value);
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index], member = value[name], type = typeof member, size = name.length;
    const isTaken = (size === 9 || size === 11) && isNameOfAllObjects(name);
    if (!isTaken && (type === 'string' || type === 'boolean')) continue;
    // Of the result itself a member that is undefined says the same as none.
    if (member === undefined && above === undefined) continue;
    const flaw = isTaken ? ' is a name that is not taken.' : flawOf(member, name, here);
    if (flaw === undefined) continue;
    onTheWay = { name, inside: onTheWay };
    return (above === undefined ? '' : '.') + name + flaw;
  }
};
/** These have nine and eleven characters. */
const isNameOfAllObjects = (name) => name === '__proto__' || name === 'constructor' || name === 'prototype';
/** Members on the way to what is at fault, from the outermost on. */
let onTheWay;

const PART_OF_WORD = /[\\w$]/;
const namesWord = (line, word) => {
  for (let found = indexOf(line, word, 0); found >= 0; found = indexOf(line, word, found + 1)) {
    const before = slice(line, found - 1, found), after = slice(line, found + word.length, found + word.length + 1);
    if (!(found > 0 && test(PART_OF_WORD, before)) && !test(PART_OF_WORD, after)) return true;
  }
  return false;
};
/** The one line of these that names a member. */
const lineThatNames = (lines, name) => {
  let found;
  for (let index = 0; index < lines.length; index += 1) {
    if (!namesWord(lines[index], name)) continue;
    if (found !== undefined) return undefined;
    found = index;
  }
  return found;
};
/** The one line of the function that names the member, or what it stands in; else the line where the function begins. */
const lineIn = (fn) => {
  const first = fn.lineNumber;
  if (!isInteger(first)) return null;
  const lines = split(sourceOf(fn), '\\n');
  let line = first;
  for (let one = onTheWay; one !== undefined; one = one.inside) {
    const found = one.name === '' ? undefined : lineThatNames(lines, one.name);
    if (found !== undefined) line = first + found;
  }
  return line;
};
const conclude = (value) => {
  if (value === undefined) return 'U';
  if (typeof value === 'function' || typeof value === 'symbol') return 'X' + failure('execute returned a ' + typeof value + '.');
  let json;
  try {
    onTheWay = undefined;
    const flaw = flawOf(value, '', undefined);
    if (flaw !== undefined) {
      const message = 'TypeError: The result cannot be kept as it is: ' + (flaw[0] === ' ' ? 'it' : '') + flaw;
      return 'XE' + stringify([slice(message, 0, 2000), lineIn(executed), 'TypeError']);
    }
    json = stringify(value);
  } catch (error) {
    return 'X' + failure(error);
  }
  return json === undefined ? 'X' + failure('execute returned a ' + typeof value + '.') : 'J' + json;
};
`;
