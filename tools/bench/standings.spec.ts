import type { Standing } from './contest.js';
import { isMet } from './figure.js';
import { median } from './median.js';
import { p99Against, rateAgainst, rowsOf } from './standings.js';

const standing = (name: string, rates: number[], p99 = [1, 1, 1]): Standing => ({
  name,
  rates,
  p50: [1, 1, 1],
  p95: [1, 1, 1],
  p99,
  costs: [],
});

describe('A median', () => {
  it.each([
    ['the middle of an odd number', [9, 1, 5], 5],
    ['the mean of the two in the middle of an even number', [4, 1, 3, 10], 3.5],
    ['the one there is', [7], 7],
    ['a matter of size and not of letters', [10, 9, 100], 10],
  ])('is %s', (_, numbers, expected) => {
    expect(median(numbers)).toBe(expected);
  });

  it('leaves the numbers in their order', () => {
    const numbers = [3, 1, 2];
    median(numbers);
    expect(numbers).toEqual([3, 1, 2]);
  });
});

describe('A comparison', () => {
  it('is made round by round, so that a slow minute of the machine cancels out', () => {
    // In the second round everything took ten times as long. The ratio of the medians would be 2.5.
    const standings = [standing('Passant', [800, 40, 600]), standing('other', [400, 20, 240])];
    expect(rateAgainst(standings, 'other').value).toBe(2);
  });

  it('of the slowest answers is below 1 where the first is faster', () => {
    const standings = [standing('Passant', [1, 1, 1], [5, 5, 5]), standing('other', [1, 1, 1], [10, 10, 10])];
    expect(p99Against(standings, 'other', { atMost: 1 })).toEqual({
      ...{ what: 'p99 of Passant : other', value: 0.5, target: { atMost: 1 } },
    });
  });

  it('shows the median of every subject, and its rounds', () => {
    expect(rowsOf([standing('Passant', [3, 1, 2])])[0]).toEqual({
      ...{ subject: 'Passant', what: 'per second', value: 2, rounds: [3, 1, 2] },
    });
  });
});

describe('A target', () => {
  it.each([
    ['at least, reached', 8, { atLeast: 8 }, true],
    ['at least, missed', 7.99, { atLeast: 8 }, false],
    ['at most, reached', 1, { atMost: 1 }, true],
    ['at most, missed', 1.01, { atMost: 1 }, false],
    ['none', 0.01, undefined, true],
    ['at least, of something that was not measured', NaN, { atLeast: 1 }, false],
  ])('%s', (_, value, target, met) => {
    expect(isMet({ what: '', value, ...(target ? { target } : {}) })).toBe(met);
  });
});
