import { describe, expect, it } from '@jest/globals';
import { plain } from './plain.js';

describe('A text that others wrote', () => {
  it.each([
    ['\u202egnp.exe', '\\u202egnp.exe'],
    ['a\u2066b\u2069', 'a\\u2066b\\u2069'],
    ['a\u2028b', 'a\\u2028b'],
    ['\u001b[2J', '\\u001b[2J'],
    ['a\u0085b\u0000', 'a\\u0085b\\u0000'],
  ])('shows what is not seen but changes the rest: %j', (text, shown) => expect(plain(text)).toBe(shown));

  it.each(['Grüße, 日本語, مرحبا', 'two\n\tlines', '<b>&amp;</b>', '😀'])('is otherwise as it is: %j', (text) =>
    expect(plain(text)).toBe(text),
  );

  it('that is JSON stays the same document', () => {
    const document = { name: '\u202e\u0001\u2028', list: ['a'] };
    expect(JSON.parse(plain(JSON.stringify(document, null, 2)))).toEqual(document);
  });
});
