import type { Standing } from './contest.js';
import type { Row, Verdict } from './figure.js';
import { median } from './median.js';

/** The rows of a contest: rate and latencies of everybody. */
export function rowsOf(standings: Standing[]): Row[] {
  return standings.flatMap(({ name, rates, p50, p99 }) => [
    rowOf(name, 'per second', rates),
    rowOf(name, 'p50, ms', p50),
    rowOf(name, 'p99, ms', p99),
  ]);
}

/** A row of the rounds of one subject. */
export const rowOf = (subject: string, what: string, rounds: number[]): Row => ({
  ...{ subject, what, rounds },
  value: median(rounds),
});

/**
 * How many times the rate of another is, round by round: two neighbours in time share whatever else the machine did,
 * so the median of their ratios says more than the ratio of two medians.
 */
export function rateAgainst(standings: Standing[], other: string, target?: Verdict['target']): Verdict {
  return against(standings, other, 'rate', ({ rates }) => rates, target);
}

/** The same for the slowest answers: below 1 is better than the other. */
export function p99Against(standings: Standing[], other: string, target?: Verdict['target']): Verdict {
  return against(standings, other, 'p99', ({ p99 }) => p99, target);
}

function against(
  standings: Standing[],
  other: string,
  what: string,
  read: (standing: Standing) => number[],
  target: Verdict['target'],
): Verdict {
  const [first, ...rest] = standings;
  const compared = rest.find(({ name }) => name === other)!;
  const ratios = read(first!).map((value, round) => value / read(compared)[round]!);
  return { what: `${what} of ${first!.name} : ${other}`, value: median(ratios), ...(target ? { target } : {}) };
}
