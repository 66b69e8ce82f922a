import { describe, expect, it } from '@jest/globals';
import { laidOut, readHookParams, registrationDataOf } from './test-run-input.js';
import { remarksOn } from '../../ui/code-editor/script-remarks.js';

describe('hook parameters', () => {
  it.each([
    ['', {}],
    ['{"locale":["nl"]}', { value: { locale: ['nl'] } }],
    ['{', { error: 'This is not JSON.' }],
    ['{"locale":"nl"}', { error: 'This must be an object whose members are lists of strings.' }],
  ])('%s', (text, expected) => expect(readHookParams(text)).toEqual(expected));
});

describe('a result', () => {
  it.each([
    ['{"status":2000,"registrationData":"r"}', 'r'],
    ['{"status":2000}', undefined],
    ['{"registrationData":{}}', undefined],
    ['null', undefined],
    [undefined, undefined],
  ])('%s hands on %s', (result, expected) => expect(registrationDataOf(result)).toBe(expected));

  it('is laid out where it is JSON', () => {
    expect(laidOut('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(laidOut('no JSON')).toBe('no JSON');
  });
});

describe('remarks on a script', () => {
  it('point at a status that is in no range', () => {
    const text = 'function execute() { return { status: 3000 }; }';
    const [remark] = remarksOn(text);
    expect(text.slice(remark?.from, remark?.to)).toBe('3000');
    expect(remark?.message).toContain('3000 is in no range');
  });

  it.each(['2000', '4999', '5000'])('leave status %s alone', (status) => {
    expect(remarksOn(`function execute() { return { status: ${status} }; }`)).toEqual([]);
  });

  it('miss a function that the engine cannot find', () => {
    expect(remarksOn('function run() {}').map(({ message }) => message)).toEqual([
      'The engine calls a function named execute; there is none here.',
    ]);
  });
});
