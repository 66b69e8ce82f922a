import { planPartitions, widthOfPartitions } from './partitions.js';

const NEED = { now: 1_000, goneUntil: 940, ahead: 400, width: 300 };

describe('What is kept in stretches of time', () => {
  it.each([
    ['of nothing, from the stretch of now on', [], {}, [], [900, 1200]],
    ['where the last one ends', [[900, 1200]], {}, [], [1200]],
    ['whatever the last one’s length was', [[900, 1250]], {}, [], [1250]],
    ['not where everything to come has its stretch', [[900, 1500]], {}, [], []],
    ['as long as the need says now', [[900, 1000]], { width: 100 }, [], [1000, 1100, 1200, 1300, 1400]],
    ['after a gap, without making up for it', [[0, 300]], {}, [[0, 300]], [900, 1200]],
    [
      'where the one of now ends, whatever comes much later',
      [
        [900, 1200],
        [90_000, 90_300],
      ],
      {},
      [],
      [1200],
    ],
    ['from the stretch of now on, whatever comes much later', [[90_000, 90_300]], {}, [], [900, 1200]],
    ['behind one that was shorter, not before it', [[950, 1250]], {}, [], [1250]],
    [
      'dropping what is of no more use',
      [
        [300, 600],
        [600, 940],
        [940, 1500],
      ],
      {},
      [
        [300, 600],
        [600, 940],
      ],
      [],
    ],
    [
      'but not what may still be of use',
      [
        [600, 941],
        [941, 1500],
      ],
      {},
      [],
      [],
    ],
  ])('begins %s', (_, existing, changes, dropped, created) => {
    const need = { ...NEED, ...changes };
    const partitions = existing.map(([from, until]) => ({ from: from!, until: until! }));
    const plan = planPartitions(partitions, need);
    expect(plan.drop).toEqual(dropped.map(([from, until]) => ({ from, until })));
    expect(plan.create).toEqual(created.map((from) => ({ from, until: from + need.width })));
  });

  it('fills what lies between two stretches, and no more than that', () => {
    const existing = [
      { from: 900, until: 1200 },
      { from: 1350, until: 1400 },
    ];
    expect(planPartitions(existing, NEED).create).toEqual([
      { from: 1200, until: 1350 },
      { from: 1400, until: 1700 },
    ]);
  });

  it.each([
    [900, 300],
    [86_400, 28_800],
    [100, 60],
  ])('of a life of %i is a stretch of %i', (lifetime, width) => {
    expect(widthOfPartitions(lifetime, 60)).toBe(width);
  });
});
