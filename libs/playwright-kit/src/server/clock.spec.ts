import { type Duration, secondsOf } from './clock.js';

describe('A length of time', () => {
  it.each<[Duration, number]>([
    [90, 90],
    ['1 second', 1],
    ['5 minutes', 300],
    ['1.5 hours', 5400],
    ['30 days', 2_592_000],
    ['2 weeks', 1_209_600],
  ])('%s is %i seconds', (duration, seconds) => expect(secondsOf(duration)).toBe(seconds));

  it.each(['5 min', 'a day', '-1 hour', '5minutes', ''])('is not %j', (words) => {
    expect(() => secondsOf(words as Duration)).toThrow('Not a length of time');
  });
});
