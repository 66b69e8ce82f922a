import { Distinct } from './distinct.js';

describe('Of the values of a period', () => {
  const many = (distinct: Distinct, period: number, group?: string) =>
    ['a', 'b', 'a', 'c', 'b'].map((value) => distinct.tells(period, value, group));

  it('the first few are told apart, however often they come', () => {
    expect(many(new Distinct(2), 60)).toEqual([true, true, true, false, true]);
  });

  it('others are told apart in the next one', () => {
    const distinct = new Distinct(2);
    many(distinct, 60);
    expect(distinct.tells(120, 'c')).toBe(true);
  });

  it('each group has as many', () => {
    const distinct = new Distinct(2);
    expect(many(distinct, 60, 'one')).toEqual(many(distinct, 60, 'other'));
  });
});
