import type { Account, CLOSED } from './volley.js';

/** Result of one kind of attack. */
export interface HostilityReport extends Account {
  name: string;
  /** Permitted statuses, and the milliseconds within which a response must arrive. */
  answers: (number | typeof CLOSED)[];
  bound: number;
  seconds: number;
  /** Row counts by table without those of normal traffic, and bytes of database and log, that were left behind. */
  rows: Record<string, number>;
  bytes: number;
  /** 99th percentile of the latency of normal traffic meanwhile, in milliseconds. */
  p99: number;
  /** Incorrect responses to normal traffic. */
  wrong: string[];
  /** The same of normal traffic alone, right before and after: the machine may become faster or slower meanwhile. */
  calm: { p99: number; wrong: string[] };
  /**
   * Processor time that a hostile request costs, of server and database, in microseconds. `undefined` if the system does
   * not tell.
   */
  cost: { server: number; database: number } | undefined;
}

export interface Report {
  /** Whether only results that do not depend on the machine were judged. */
  quick: boolean;
  hostilities: HostilityReport[];
}

/** How many times as long normal traffic may wait during an attack. */
const MOST_RATIO = 2;
const MOST_BYTES = 5 * 1024 * 1024;
/**
 * Rows that one stranger may cause per minute: the limit of what is recorded per source, as an event and a trace each
 * time.
 */
const ROWS_OF_MINUTE = 130;
/** Milliseconds within which even a slow machine answers. */
const GENEROUS = 25_000;

/** Maximum number of calendar minutes that so many seconds can touch. */
const minutesOf = (seconds: number) => Math.ceil(seconds / 60) + 1;

const total = (counts: Record<string, number>) => Object.values(counts).reduce((sum, count) => sum + count, 0);

export const ratioOf = ({ p99, calm }: HostilityReport): number => p99 / calm.p99;

/** What does not hold, as sentences. Empty if everything holds. */
export function problemsOf(report: Report): string[] {
  if (report.hostilities.length === 0) return ['Nothing hostile was sent.'];
  return report.hostilities.flatMap((one) => problemsWith(one, report));
}

function problemsWith(one: HostilityReport, report: Report): string[] {
  const { name, sent, unanswered, slowest, bound, statuses, answers, wrong } = one;
  const others = Object.keys(statuses).filter((status) => !answers.map(String).includes(status));
  const most = ROWS_OF_MINUTE * minutesOf(one.seconds);
  const limit = report.quick ? Math.max(bound, GENEROUS) : bound;
  const ratio = ratioOf(one);
  const problems: [boolean, string][] = [
    [sent === 0, 'nothing was sent'],
    [unanswered > 0, `${unanswered} of ${sent} requests were not answered`],
    [others.length > 0, `answers with the status ${others.join(', ')}, expected ${answers.join(' or ')}`],
    [total(one.rows) > most, `${total(one.rows)} rows were left, more than ${most}: ${JSON.stringify(one.rows)}`],
    [one.bytes > MOST_BYTES, `database and log grew by ${megabytes(one.bytes)}`],
    [slowest > limit, `the slowest answer took ${Math.round(slowest)} ms, more than ${limit}`],
    [!report.quick && !(ratio <= MOST_RATIO), `normal traffic waited ${ratio.toFixed(1)} times as long`],
    [wrong.length > 0, `normal traffic was answered wrongly ${wrong.length} times, first ${wrong[0]}`],
    [one.calm.wrong.length > 0, `normal traffic alone was answered wrongly, first ${one.calm.wrong[0]}`],
  ];
  return problems.filter(([is]) => is).map(([, problem]) => `${name}: ${problem}.`);
}

const micro = (microseconds: number) => `${Math.max(0, Math.round(microseconds))} µs`;
const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

export const renderJson = (report: Report): string => {
  const problems = problemsOf(report);
  return JSON.stringify({ sound: problems.length === 0, problems, ...report }, null, 2);
};

export function renderText(report: Report): string {
  const problems = problemsOf(report);
  const lines = report.hostilities.flatMap((one) => {
    const statuses = Object.entries(one.statuses).map(([status, count]) => `${count} × ${status}`);
    return [
      `  ${one.name}`,
      `    ${one.sent} in ${one.seconds} s: ${statuses.join(', ')}; the slowest answer after ${Math.round(one.slowest)} ms`,
      `    normal traffic: p99 ${one.p99.toFixed(1)} ms, ${ratioOf(one).toFixed(1)} times that without`,
      ...(one.cost
        ? [`    each cost ${micro(one.cost.server)} of server, ${micro(one.cost.database)} of database`]
        : []),
      `    left behind: ${total(one.rows)} rows, ${megabytes(one.bytes)}`,
    ];
  });
  return [
    '',
    ...lines,
    '',
    ...problems.map((problem) => `  ✗ ${problem}`),
    problems.length === 0
      ? `Hostile requests fill nothing${report.quick ? '' : ', keep nobody waiting'} and are all answered.`
      : 'This does not hold. See above.',
  ].join('\n');
}
