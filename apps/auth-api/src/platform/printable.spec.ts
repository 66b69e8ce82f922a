import { printable } from './printable.js';

describe('A text for a terminal', () => {
  it.each([
    ['an escape sequence', 'a\u001b[31mb', 'a\\u001b[31mb'],
    ['a carriage return, which overwrites the line', 'bad\rgood', 'bad\\u000dgood'],
    ['a bell', '\u0007', '\\u0007'],
    ['an escape of eight bits', '\u009b2J', '\\u009b2J'],
    ['a turned direction', 'a\u202eb', 'a\\u202eb'],
  ])('shows %s instead of obeying it', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('is otherwise as it was, with its lines', () => {
    expect(printable('Zürich\n  – 100 %')).toBe('Zürich\n  – 100 %');
  });
});
