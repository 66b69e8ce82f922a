import { describe, expect, it } from '@jest/globals';
import { matrixOf } from './decision-words.js';

describe('the matrix of a shadow run', () => {
  it('has a row and a column for what was decided, in the order of the ranges', () => {
    expect(
      matrixOf([
        { live: '4xxx', candidate: '2xxx', runs: 3 },
        { live: '2xxx', candidate: 'error', runs: 1 },
        { live: '2xxx', candidate: '2xxx', runs: 40 },
        { live: '2xxx', candidate: 'unanswered', runs: 5 },
        { live: '4xxx', candidate: 'skipped', runs: 2 },
      ]),
    ).toEqual({
      columns: ['2xxx', 'error', 'unanswered', 'skipped'],
      rows: [
        { live: '2xxx', cells: [40, 1, 5, 0], sum: 46 },
        { live: '4xxx', cells: [3, 0, 0, 2], sum: 5 },
      ],
      compared: 44,
      agreed: 40,
    });
  });

  it('sums the steps up', () => {
    const { rows } = matrixOf([
      { live: '2xxx', candidate: '2xxx', runs: 1 },
      { live: '2xxx', candidate: '2xxx', runs: 2 },
    ]);
    expect(rows).toEqual([{ live: '2xxx', cells: [3], sum: 3 }]);
  });
});
