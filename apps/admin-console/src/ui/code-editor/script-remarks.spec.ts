import { describe, expect, it } from '@jest/globals';
import { remarksOn } from './script-remarks.js';

const returning = (result: string) => `function execute() { return ${result}; }`;

/** The underlined text and the beginning of the remark. */
const remarked = (text: string, step?: 'init' | 'complete') =>
  remarksOn(text, step).map(({ from, to, message }) => [text.slice(from, to), message.split(/[:;]/)[0]]);

describe('remarks on a script', () => {
  it.each([
    ['a status in no range', returning('{ status: 3000 }'), [['3000', '3000 is in no range']]],
    ['success without a person', returning('{ status: 2000 }'), [['2000', 'Success of complete needs user.id']]],
    [
      'a person without an id',
      returning('{ status: 2999, user: { name: "x" } }'),
      [['{ name: "x" }', 'The user has no id']],
    ],
    ['a quoted status', returning('{ "status": 6000 }'), [['6000', '6000 is in no range']]],
    [
      'a pattern with the flag v',
      `${returning('{ status: 4000 }')} /^[\\p{L}]+$/gv.test(name);`,
      [['gv', 'With the flag v the engine matches no Unicode properties']],
    ],
  ])('name %s', (_, text, expected) => {
    expect(remarked(text)).toEqual(expected);
  });

  it.each([
    ['a retry', returning('{ status: 4999 }')],
    ['an end', returning('{ status: 5000 }')],
    ['a person', returning('{ status: 2000, user: { id: 1 } }')],
    ['a person from a variable', returning('{ status: 2000, user }')],
    ['a person that is made elsewhere', returning('{ status: 2000, user: made() }')],
    ['a result that is spread', returning('{ status: 2000, ...rest }')],
    ['a person that is spread', returning('{ status: 2000, user: { ...person } }')],
    ['a status from a variable', returning('{ status: found }')],
    ['numbers elsewhere', returning('{ code: 3000, status: 4000 }')],
    ['a pattern with the flag u', `${returning('{ status: 4000 }')} /v[\\p{L}]+/u.test(name);`],
    ['text that only looks like one', returning("'{ status: 3000 }'")],
    ['an async function', 'async function execute() { return { status: 4000 }; }'],
    ['a constant', 'const execute = () => ({ status: 4000 });'],
    ['a global', 'globalThis.execute = () => ({ status: 4000 });'],
  ])('leave alone %s', (_, text) => {
    expect(remarked(text)).toEqual([]);
  });

  it('let init succeed without a person', () => {
    expect(remarked(returning('{ status: 2000 }'), 'init')).toEqual([]);
  });

  it.each([
    ['no function at all', 'const a = 1;'],
    ['another function', 'function run() {}'],
    ['a function that only calls it', 'function run() { execute(); }'],
    ['a function inside of another', 'function run() { function execute() {} }'],
    ['a comparison', 'execute == 1;'],
  ])('miss a function execute where there is %s', (_, text) => {
    expect(remarked(text)).toEqual([[text, 'The engine calls a function named execute']]);
  });
});
