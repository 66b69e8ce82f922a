/** What was there at the end of a day. */
export interface Day {
  /** 1 for the first. */
  day: number;
  /** Files of the data directory that hold something, and their bytes without the write-ahead log. */
  files: number;
  bytes: number;
  /** Bytes of the write-ahead log, whose segments are used again. */
  log: number;
  /** Resident memory of the server, in MiB. */
  resident: number;
  /** Milliseconds until a server on a copy of that day's files served, where one was started. */
  start?: number;
}

export interface Report {
  /** Whether only results that do not depend on the machine were judged. */
  quick: boolean;
  days: Day[];
  /** Requests of people, back ends and strangers. */
  requests: number;
}

type Figure = 'files' | 'bytes' | 'log' | 'resident' | 'start';

/**
 * What is compared, its unit, and how many times as much as in the second week it may be in the last one. In the first
 * week events come and none are dropped yet, and what is used again is allocated.
 */
const FIGURES: Record<Figure, { name: string; most: number; ofMachine: boolean; shown: (value: number) => string }> = {
  files: { name: 'files', most: 1.05, ofMachine: false, shown: (value) => `${Math.round(value)}` },
  bytes: { name: 'size of the files', most: 1.05, ofMachine: false, shown: (value) => `${mebi(value)} MiB` },
  log: { name: 'write-ahead log', most: 2, ofMachine: false, shown: (value) => `${mebi(value)} MiB` },
  resident: { name: 'memory', most: 1.25, ofMachine: true, shown: (value) => `${Math.round(value)} MiB` },
  start: { name: 'start', most: 1.5, ofMachine: true, shown: (value) => `${Math.round(value)} ms` },
};

const mebi = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);

/** Days of the weeks that are compared: the second, and the last seven. */
export const weeksOf = (days: readonly Day[]): { second: Day[]; last: Day[] } => ({
  second: days.filter(({ day }) => day > 7 && day <= 14),
  last: days.slice(-7),
});

const valuesOf = (days: readonly Day[], figure: Figure) =>
  days.map((day) => day[figure]).filter((value) => value !== undefined);

/** The middle one, which a moment of the machine does not move. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

interface Comparison {
  figure: Figure;
  second: number;
  last: number;
  ratio: number;
}

export function comparisonsOf({ days }: Report): Comparison[] {
  const weeks = weeksOf(days);
  return (Object.keys(FIGURES) as Figure[]).map((figure) => {
    const [second, last] = [median(valuesOf(weeks.second, figure)), median(valuesOf(weeks.last, figure))];
    return { figure, second, last, ratio: last / second };
  });
}

/** What does not hold, as sentences. Empty if everything holds. */
export function problemsOf(report: Report): string[] {
  const { days, quick } = report;
  if (days.length < 28) return [`Only ${days.length} days passed: a month has at least 28.`];
  return comparisonsOf(report)
    .filter(({ figure }) => !quick || !FIGURES[figure].ofMachine)
    .filter(({ figure, ratio }) => !(ratio <= FIGURES[figure].most))
    .map(
      ({ figure, ratio }) =>
        `${FIGURES[figure].name}: the last week has ${ratio.toFixed(2)} times as much as the second, more than ${FIGURES[figure].most}.`,
    );
}

export const renderJson = (report: Report): string => {
  const problems = problemsOf(report);
  return JSON.stringify(
    { sound: problems.length === 0, problems, comparisons: comparisonsOf(report), ...report },
    null,
    2,
  );
};

export function renderText(report: Report): string {
  const problems = problemsOf(report);
  const lines = comparisonsOf(report).map(({ figure, second, last, ratio }) => {
    const { name, shown, most, ofMachine } = FIGURES[figure];
    const bound = report.quick && ofMachine ? 'not judged' : `at most ${most}`;
    return `  ${name.padEnd(18)} ${shown(second).padStart(10)} ${shown(last).padStart(10)}   × ${ratio.toFixed(2)} (${bound})`;
  });
  return [
    `${report.days.length} days, ${report.requests} requests`,
    `  ${'median of'.padEnd(18)} ${'2nd week'.padStart(10)} ${'last week'.padStart(10)}`,
    ...lines,
    '',
    ...(problems.length === 0
      ? ['The embedded database is after a month what it was after two weeks.']
      : ['This does not hold:', ...problems.map((problem) => `  - ${problem}`)]),
  ].join('\n');
}
