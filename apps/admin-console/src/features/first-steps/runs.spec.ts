import { describe, expect, it } from '@jest/globals';
import type { RunHour } from '@passant/contracts';
import { refusalsIn, slicesOf, totalOf } from './runs.js';

/** Noon and a quarter, wherever this runs. */
const NOW = new Date(2026, 10, 30, 12, 15).getTime();
const HOUR = 3_600_000;

const hourAt = (at: number, valid: number, more: Partial<RunHour> = {}): RunHour => ({
  hour: Math.floor(at / HOUR) * 3600,
  registrations: { valid, retry: 0, unrecoverable: 0, failed: 0 },
  runs: valid,
  mean_ms: 10,
  longest_ms: 20,
  turned_away: 0,
  introspections: { active: 0, inactive: 0 },
  refusals: [],
  ...more,
});

describe('what ran', () => {
  it('is shown hour by hour for a day, hours without a run included', () => {
    const slices = slicesOf([hourAt(NOW, 3), hourAt(NOW - 23 * HOUR, 5), hourAt(NOW - 24 * HOUR, 7)], 'day', NOW);
    expect(slices.map(({ valid }) => valid)).toEqual([5, ...Array<number>(22).fill(0), 3]);
    expect(slices[0]).toMatchObject({ runs: 5, meanMs: 10, longestMs: 20 });
    expect(slices[1]).not.toHaveProperty('meanMs');
    expect(NOW - slices[23]!.start).toBeLessThan(HOUR);
  });

  it('is shown by days of the time zone for a week', () => {
    const midnight = new Date(2026, 10, 30).getTime();
    const slices = slicesOf([hourAt(midnight - HOUR, 1), hourAt(midnight, 2), hourAt(NOW, 4)], 'week', NOW);
    expect(slices.map(({ valid }) => valid)).toEqual([0, 0, 0, 0, 0, 1, 6]);
    expect(slices.map(({ start }) => new Date(start).getHours())).toEqual(Array(7).fill(0));
    expect(new Date(slices[0]!.start).getDate()).toBe(24);
  });

  it('has a mean that counts every run once, and the longest of all', () => {
    const hours = [
      hourAt(NOW, 1, { runs: 1, mean_ms: 100, longest_ms: 100 }),
      hourAt(NOW - HOUR, 3, { runs: 3, mean_ms: 20, longest_ms: 400 }),
    ];
    expect(totalOf(hours, 'day', NOW)).toMatchObject({ valid: 4, runs: 4, meanMs: 40, longestMs: 400 });
    expect(slicesOf(hours, 'week', NOW)[6]).toMatchObject({ meanMs: 40, longestMs: 400 });
    expect(totalOf([], 'week', NOW)).not.toHaveProperty('meanMs');
  });

  it('adds up refusals by code, the most frequent first, and what else was counted', () => {
    const hours = [
      hourAt(NOW, 0, {
        turned_away: 2,
        introspections: { active: 10, inactive: 1 },
        refusals: [
          { error: 'invalid_scope', times: 4 },
          { error: 'invalid_client', times: 1 },
        ],
      }),
      hourAt(NOW - HOUR, 0, { turned_away: 1, refusals: [{ error: 'invalid_client', times: 6 }] }),
    ];
    expect(totalOf(hours, 'day', NOW)).toMatchObject({
      ...{ turnedAway: 3, active: 10, inactive: 1, refused: 11 },
      refusals: [
        { error: 'invalid_client', times: 7 },
        { error: 'invalid_scope', times: 4 },
      ],
    });
    expect(refusalsIn(slicesOf(hours, 'week', NOW))).toEqual(totalOf(hours, 'week', NOW).refusals);
  });
});
