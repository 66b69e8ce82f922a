import type { Standing } from './contest.js';
import type { Row, Verdict } from './figure.js';
import { median } from './median.js';
import type { Cost } from './usage.js';

/** The rows of a contest: rate, latencies and costs of every contestant. */
export function rowsOf(standings: Standing[]): Row[] {
  return standings.flatMap(({ name, rates, p50, p95, p99, costs }) => [
    rowOf(name, 'per second', rates),
    rowOf(name, 'p50, ms', p50),
    rowOf(name, 'p95, ms', p95),
    rowOf(name, 'p99, ms', p99),
    ...costRows(name, costs),
  ]);
}

function costRows(name: string, costs: Cost[]): Row[] {
  if (costs.length === 0) return [];
  const row = (what: string, read: (cost: Cost) => number) => rowOf(name, what, costs.map(read));
  return [
    row('µs of server', ({ server }) => server),
    row('µs of database', ({ database }) => database),
    row('rows written', ({ rows }) => rows),
  ];
}

/** A row from the rounds of one subject. */
export const rowOf = (subject: string, what: string, rounds: number[]): Row => ({
  ...{ subject, what, rounds },
  value: median(rounds),
});

/**
 * The rate of the first contestant relative to another, compared round by round. Neighbouring measurements are affected
 * equally by whatever else the machine did, so the median of their ratios says more than the ratio of the medians.
 */
export function rateAgainst(standings: Standing[], other: string, target?: Verdict['target']): Verdict {
  return against(standings, other, 'rate', ({ rates }) => rates, target);
}

/** The same for the 99th percentile of the latency: below 1, the first contestant is faster. */
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
