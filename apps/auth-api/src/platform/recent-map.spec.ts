import { RecentMap } from './recent-map.js';

it('A recent map forgets what was set longest ago, and nothing that was set again since', () => {
  const map = new RecentMap<string, number>(2).set('a', 1).set('b', 2).set('a', 3).set('c', 4);
  expect([...map]).toEqual([
    ['a', 3],
    ['c', 4],
  ]);
});
