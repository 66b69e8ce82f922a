import { describe, expect, it } from '@jest/globals';
import { contentOf, inputsOf, laidOut, NO_INPUT, readHookParams, registrationDataOf } from './test-run-input.js';

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

describe('a saved input', () => {
  const none = { init: NO_INPUT, complete: NO_INPUT, backchannel: NO_INPUT };
  const content = {
    inputs: { complete: { data: 'd', registration_data: 'r', hook_context_custom_params: { locale: ['nl'] } } },
    scheme_down: true,
  };

  it('stands in the fields, and comes out of them again', () => {
    const inputs = inputsOf(content);
    expect(inputs).toEqual({
      ...none,
      complete: { data: 'd', registrationData: 'r', hookParams: '{"locale":["nl"]}' },
    });
    expect(contentOf(inputs, true)).toEqual(content);
  });

  it('is empty where nothing was typed', () => {
    expect(contentOf(none, false)).toEqual({ inputs: {}, scheme_down: false });
  });

  it('is none where the parameters cannot be read', () => {
    expect(contentOf({ ...none, init: { ...NO_INPUT, hookParams: '{' } }, false)).toBeUndefined();
  });
});
