import { type Reading, costOf } from './usage.js';

const reading = (server: Record<string, number>, database: Record<string, number>, rows = 0): Reading => ({
  server: new Map(Object.entries(server)),
  database: new Map(Object.entries(database)),
  rows,
});

describe('What one answer cost', () => {
  it.each([
    ['is what was spent in between', { a: 100 }, { a: 300 }, 20],
    ['counts a process that came', { a: 100 }, { a: 200, b: 50 }, 15],
    ['does not subtract what a process that went had spent before', { a: 100, b: 5000 }, { a: 200 }, 10],
    ['is nothing if nothing was spent', { a: 100 }, { a: 100 }, 0],
  ])('%s', (_title, before, after, each) => {
    const cost = costOf(reading(before, before, 5), reading(after, after, 25), 10);
    expect(cost).toEqual({ server: each, database: each, rows: 2 });
  });

  it('is not known without both readings', () => {
    expect([costOf(undefined, reading({}, {}), 1), costOf(reading({}, {}), undefined, 1)]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
