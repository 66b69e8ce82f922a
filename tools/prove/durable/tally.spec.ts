import { Tally } from './tally.js';

/** A tally whose time the spec moves, in milliseconds. */
function tallyAt(): { tally: Tally; at: (moment: number) => Tally } {
  let now = 0;
  const tally = new Tally(() => now);
  return {
    tally,
    at: (moment) => {
      now = moment;
      return tally;
    },
  };
}

const counted = (at: (moment: number) => Tally, moment: number, server = 'a') => at(moment).ask(server)(true);

describe('What was counted', () => {
  it('is exact while nothing is killed', () => {
    const { tally, at } = tallyAt();
    for (const moment of [0, 500, 5_000]) counted(at, moment);
    at(5_000).ask('a')(false);
    expect(tally.bounds()).toEqual({ least: 3, most: 3 });
  });

  it('may be there or not where nobody answered', () => {
    const { tally } = tallyAt();
    tally.ask('a');
    expect(tally.bounds()).toEqual({ least: 0, most: 1 });
  });

  it('may be lost by a server that was killed within a second, and by no other', () => {
    const { tally, at } = tallyAt();
    for (const moment of [1_000, 9_500]) for (const server of ['a', 'b']) counted(at, moment, server);
    at(10_000).noteKill('a')();
    counted(at, 10_001, 'a');
    expect(tally.bounds()).toEqual({ least: 4, most: 5 });
  });

  it('may be lost until the server is gone', () => {
    const { tally, at } = tallyAt();
    const gone = at(10_000).noteKill('a');
    counted(at, 10_100);
    at(10_200);
    gone();
    counted(at, 10_300);
    expect(tally.bounds()).toEqual({ least: 1, most: 2 });
  });

  it('may be there twice where the database was killed within a second', () => {
    const { tally, at } = tallyAt();
    for (const moment of [1_000, 9_500]) for (const server of ['a', 'b']) counted(at, moment, server);
    at(10_000).noteOutage()();
    counted(at, 10_001, 'a');
    expect(tally.bounds()).toEqual({ least: 5, most: 7 });
  });
});
