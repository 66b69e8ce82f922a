import { canonicalJson } from './canonical-json.js';

describe('Canonical JSON', () => {
  it.each([
    // RFC 8785 §3.2.2 and §3.2.3.
    [
      { numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001] },
      '{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
    ],
    [{ string: '€$\u000F\nA\'B"\\\\"/' }, `{"string":"€$\\u000f\\nA'B\\"\\\\\\\\\\"/"}`],
    [{ '€': 1, '\r': 2, '1': 3, '\u0080': 4, ö: 5, '😀': 6 }, '{"\\r":2,"1":3,"\u0080":4,"ö":5,"€":1,"😀":6}'],
    // Numbers as names come in the order of texts, not of numbers.
    [{ 9: 'nine', 10: 'ten', b: null, a: undefined }, '{"10":"ten","9":"nine","b":null}'],
    [[undefined, { a: [] }], '[null,{"a":[]}]'],
    ['text', '"text"'],
  ])('writes %j always in the same way', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
});
