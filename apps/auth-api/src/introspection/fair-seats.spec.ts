import { FairSeats } from './fair-seats.js';

/** Seats, and whose were given to others. */
function seats(most: number) {
  const all = new FairSeats(most);
  const lost: string[] = [];
  const take = (holder: string) => all.take(holder, () => lost.push(holder));
  return { all, lost, take };
}

describe('Of a limited number of places', () => {
  it('one holder may have all, if nobody else wants any', () => {
    const { take, lost } = seats(3);
    expect([take('a'), take('a'), take('a'), take('a')].map((leave) => leave !== undefined)).toEqual([
      ...[true, true, true, false],
    ]);
    expect(lost).toEqual([]);
  });

  it.each<[string, string[], string, string[]]>([
    ['somebody new', ['a', 'a', 'a', 'a'], 'b', ['a']],
    ['somebody with fewer', ['a', 'a', 'a', 'b'], 'b', ['a']],
    ['somebody new, who takes it from the one with most', ['a', 'b', 'b', 'b'], 'c', ['b']],
  ])('one goes to %s', (_, held, wants, expected) => {
    const { all, take, lost } = seats(4);
    for (const holder of held) take(holder);
    expect(take(wants)).toEqual(expect.any(Function));
    expect(lost).toEqual(expected);
    expect(all.size).toBe(4);
  });

  it.each<[string, string[], string]>([
    ['who has as many', ['a', 'a', 'b', 'b'], 'b'],
    ['who would then have more', ['a', 'a', 'b'], 'b'],
    ['who is one too many', ['a', 'b', 'c', 'd'], 'e'],
  ])('none goes to somebody %s', (_, held, wants) => {
    const { take, lost } = seats(held.length);
    for (const holder of held) take(holder);
    expect(take(wants)).toBeUndefined();
    expect(lost).toEqual([]);
  });

  it('each is given back once, also if it was lost before', () => {
    const { all, take } = seats(2);
    const [first, second] = [take('a')!, take('a')!];
    take('b');
    first();
    first();
    expect(all.size).toBe(2);
    second();
    second();
    expect(all.size).toBe(1);
  });
});
