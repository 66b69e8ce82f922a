import { commonSnapshot, formSnapshot, isVisible, readShortened, readSnapshot, shortenSnapshot } from './snapshots.js';

describe('What a query could see', () => {
  it.each(['740:740:', '740:750:740', '740:750:740,744,749'])('is written as PostgreSQL does: %s', (text) => {
    expect(formSnapshot(readSnapshot(text))).toBe(text);
  });

  it.each<[number, boolean]>([
    [739, true],
    [740, false],
    [741, true],
    [744, false],
    [749, true],
    [750, false],
    [751, false],
  ])('with 740 and 744 running and 750 to come, %d is visible: %p', (transaction, expected) => {
    expect(isVisible(transaction, readSnapshot('740:750:740,744'))).toBe(expected);
  });

  it('is, of several queries, what all of them could', () => {
    const texts = ['740:750:740,744', '745:760:745,755', '755:760:755'];
    expect(commonSnapshot(texts.map(readSnapshot))).toEqual({ next: 750, running: [740, 744, 745] });
  });

  it.each(['740:740:', '740:750:740,744,749', '3:999999999999999:3,999999999999998'])(
    'is shortened without a loss: %s',
    (text) => {
      expect(readShortened(shortenSnapshot(readSnapshot(text)))).toEqual(readSnapshot(text));
    },
  );

  it('is less than it was where too much was running: what began long ago is known, and what began last is not', () => {
    const running = [7, ...Array.from({ length: 300 }, (_, index) => 5000 + index)];
    const text = shortenSnapshot({ next: 6000, running });
    const { next, running: kept } = readShortened(text)!;
    expect(text.length).toBeLessThanOrEqual(100);
    expect([kept, next]).toEqual([running.slice(0, kept.length), running[kept.length]]);
    expect(kept.length).toBeGreaterThan(20);
  });
});
