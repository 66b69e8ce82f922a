import { depthOfJson, holdsStorableText } from './storable-text.js';

describe('The depth of JSON', () => {
  it.each([
    ['7', 0],
    ['{}', 1],
    ['[[],[[]]]', 3],
    ['{"a":"[[[{{{"}', 1],
    ['{"a":"\\"[["}', 1],
    ['['.repeat(100_000), 100_000],
  ])('of %.20s is %i', (text, depth) => {
    expect(depthOfJson(text)).toBe(depth);
  });
});

describe('Text that can be kept', () => {
  it.each([
    ['plain text', '{"a":"b"}', true],
    ['a pair of surrogates', '{"a":"\\ud83d\\ude00"}', true],
    ['a backslash before u0000', '{"a":"\\\\u0000"}', true],
    ['NUL', '{"a":"\\u0000"}', false],
    ['NUL in a name', '{"\\u0000":1}', false],
    ['NUL deep inside', '[[{"a":["\\u0000"]}]]', false],
    ['half a pair', '{"a":"\\ud83d"}', false],
    ['the other half', '{"a":"\\ude00"}', false],
  ])('%s: %s is %s', (_, source, storable) => {
    expect(holdsStorableText(source, JSON.parse(source))).toBe(storable);
  });
});
