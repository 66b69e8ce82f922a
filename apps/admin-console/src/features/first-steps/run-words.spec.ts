import { describe, expect, it } from '@jest/globals';
import { progressInWords, runsInWords, timeInWords } from './run-words.js';
import type { Slice } from './runs.js';

const NONE: Slice = {
  ...{ start: 0, valid: 0, retry: 0, unrecoverable: 0, failed: 0, runs: 0 },
  ...{ turnedAway: 0, active: 0, inactive: 0, refusals: [], refused: 0 },
};

describe('what ran, in words', () => {
  it.each([
    [NONE, 'Nothing ran in the last 24 hours. What the simulated phone does is not counted.'],
    [
      { ...NONE, runs: 2, meanMs: 1.25, longestMs: 2 },
      'No registration was completed in the last 24 hours. Scripts took 1.3 ms on average, 2.0 ms at most.',
    ],
    [
      { ...NONE, valid: 1, runs: 2, meanMs: 12.4, longestMs: 1500 },
      '1 registration in the last 24 hours: 1 success. Scripts took 12 ms on average, 1,500 ms at most.',
    ],
    [
      { ...NONE, valid: 1200, retry: 3, failed: 1, runs: 2408, meanMs: 12, longestMs: 15 },
      '1,204 registrations in the last 24 hours: 1,200 success, 3 retry and 1 failed. Scripts took 12 ms on average, 15 ms at most.',
    ],
    [
      { ...NONE, active: 1000, inactive: 20, refused: 1, turnedAway: 3 },
      'No registration was completed in the last 24 hours. 3 runs found no room in the queue. 1,020 introspections, 20 of a token not active. 1 request was refused.',
    ],
    [
      { ...NONE, active: 1, refused: 2 },
      'No registration was completed in the last 24 hours. 1 introspection, 0 of a token not active. 2 requests were refused.',
    ],
  ])('%o', (total, words) => expect(runsInWords(total, 'day')).toBe(words));

  it('names the period', () =>
    expect(runsInWords(NONE, 'week')).toBe(
      'Nothing ran in the last 7 days. What the simulated phone does is not counted.',
    ));

  it('has no time if nothing ran', () => expect(timeInWords(undefined)).toBe('–'));

  it.each([
    [{ scripts_executing: 0, scripts_waiting: 0, writes_waiting: 0 }, 'Now: nothing waiting in the queue.'],
    [
      { scripts_executing: 2, scripts_waiting: 1, writes_waiting: 40 },
      'Now: 2 scripts executing, 1 script run and 40 writes waiting in the queue.',
    ],
  ])('%o', (progress, words) => expect(progressInWords(progress)).toBe(words));
});
