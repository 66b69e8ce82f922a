import type { RunHour } from '@passant/contracts';

/** Of what period the runs are shown: the last 24 hours, hour by hour, or the last seven days, day by day. */
export const PERIODS = ['day', 'week'] as const;
export type Period = (typeof PERIODS)[number];

/** How registrations end, in the order in which they are stacked. */
export const OUTCOMES = ['valid', 'retry', 'unrecoverable', 'failed'] as const;

/** How often requests were refused with an error code. */
export type RefusalCount = RunHour['refusals'][number];

/** What ran within an hour, a day, or the whole period. */
export interface Slice extends Record<(typeof OUTCOMES)[number], number> {
  /** Milliseconds since the epoch, of its start. */
  start: number;
  runs: number;
  /** Absent if no script ran. */
  meanMs?: number;
  longestMs?: number;
  turnedAway: number;
  /** Introspections, by what they were told of the token. */
  active: number;
  inactive: number;
  /** The most frequent first. */
  refusals: readonly RefusalCount[];
  refused: number;
}

const HOUR = 3_600_000;

/**
 * The slices of a period, oldest first, those in which nothing ran included. Days are those of the browser's time zone.
 * @param now milliseconds since the epoch
 */
export function slicesOf(hours: readonly RunHour[], period: Period, now: number): Slice[] {
  return startsOf(period, now).map((start, index, starts) => {
    const end = starts[index + 1] ?? Infinity;
    return sliceOf(
      start,
      hours.filter(({ hour }) => hour * 1000 >= start && hour * 1000 < end),
    );
  });
}

/** The whole period as one slice. */
export function totalOf(hours: readonly RunHour[], period: Period, now: number): Slice {
  const [start = 0] = startsOf(period, now);
  return sliceOf(
    start,
    hours.filter(({ hour }) => hour * 1000 >= start),
  );
}

function startsOf(period: Period, now: number): number[] {
  const counted = (most: number, startOf: (before: number) => number) =>
    Array.from({ length: most }, (_, index) => startOf(most - 1 - index));
  if (period === 'day') return counted(24, (before) => now - (now % HOUR) - before * HOUR);
  return counted(7, (before) => {
    const day = new Date(now);
    day.setHours(0, 0, 0, 0);
    // Not 24 hours: a day on which the clocks change has another length.
    day.setDate(day.getDate() - before);
    return day.getTime();
  });
}

function sliceOf(start: number, hours: readonly RunHour[]): Slice {
  const sum = (of: (hour: RunHour) => number) => hours.reduce((all, hour) => all + of(hour), 0);
  const runs = sum((hour) => hour.runs);
  const refusals = refusalsIn(hours);
  return {
    start,
    valid: sum(({ registrations }) => registrations.valid),
    retry: sum(({ registrations }) => registrations.retry),
    unrecoverable: sum(({ registrations }) => registrations.unrecoverable),
    failed: sum(({ registrations }) => registrations.failed),
    runs,
    ...(runs === 0
      ? {}
      : {
          meanMs: sum((hour) => (hour.mean_ms ?? 0) * hour.runs) / runs,
          longestMs: Math.max(...hours.map((hour) => hour.longest_ms ?? 0)),
        }),
    turnedAway: sum((hour) => hour.turned_away),
    active: sum(({ introspections }) => introspections.active),
    inactive: sum(({ introspections }) => introspections.inactive),
    refusals,
    refused: refusals.reduce((all, { times }) => all + times, 0),
  };
}

/** The refusals of several hours or slices together, the most frequent first. */
export function refusalsIn(parts: readonly { refusals: readonly RefusalCount[] }[]): RefusalCount[] {
  const counts = new Map<RefusalCount['error'], number>();
  for (const { error, times } of parts.flatMap(({ refusals }) => refusals)) {
    counts.set(error, (counts.get(error) ?? 0) + times);
  }
  return [...counts]
    .map(([error, times]) => ({ error, times }))
    .sort((one, other) => other.times - one.times || one.error.localeCompare(other.error));
}
