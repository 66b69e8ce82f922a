import { afterEach, describe, expect, it } from '@jest/globals';
import { inMilliseconds, inWords } from './durations.js';
import { rateInWords } from './limit-words.js';

afterEach(() => {
  document.documentElement.lang = '';
});

describe('durations and rates', () => {
  it.each([
    [0.44, '0.4 ms', '0,4 ms'],
    [9.96, '10.0 ms', '10,0 ms'],
    [12.4, '12 ms', '12 ms'],
    [1500, '1,500 ms', '1.500 ms'],
  ])('of %s milliseconds are written as the language writes numbers', (milliseconds, english, dutch) => {
    expect(inMilliseconds(milliseconds)).toBe(english);
    document.documentElement.lang = 'nl';
    expect(inMilliseconds(milliseconds)).toBe(dutch);
  });

  it.each([
    [0, '0 seconds'],
    [900, '15 minutes'],
    [5400, '1 hour and 30 minutes'],
    [-1, ''],
  ])('of %s seconds are read as %s', (seconds, words) => expect(inWords(seconds)).toBe(words));

  it.each([
    [{ size: 1200, period: 60 }, '1,200 a minute'],
    [{ size: 1, period: 3600 }, '1 an hour'],
    [{ size: 5, period: 86_400 }, '5 a day'],
    [{ size: 6, period: 600 }, '6 in 10 minutes'],
    [{ size: 0, period: 60 }, 'No limit'],
  ])('of %o are read as %s', (limit, words) => expect(rateInWords(limit)).toBe(words));
});
