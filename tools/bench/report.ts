import { type FigureReport, type Row, type Verdict, isMet } from './figure.js';
import type { Machine } from './machine.js';

export interface Report {
  machine: Machine;
  figures: (FigureReport & { name: string; title: string })[];
  /** Number of rounds, each of this many seconds. */
  rounds: number;
  seconds: number;
}

/** The report as JSON. It says which targets are met, so that readers need not know them. */
export function renderJson(report: Report): string {
  const figures = report.figures.map((figure) => ({
    ...figure,
    verdicts: figure.verdicts.map((verdict) => ({ ...verdict, met: isMet(verdict) })),
  }));
  return JSON.stringify({ ...report, figures }, null, 2);
}

/** The report as a human-readable table. */
export function renderText(report: Report): string {
  const missed = report.figures.flatMap(({ verdicts }) => verdicts).filter((verdict) => !isMet(verdict)).length;
  return [
    ...renderMachine(report),
    ...report.figures.flatMap(renderFigure),
    '',
    missed === 0 ? 'Every target is met.' : `${missed} missed: the lines with ✗.`,
  ].join('\n');
}

function renderMachine({ machine, rounds, seconds }: Report): string[] {
  const { fsync, synchronous_commit: commit, full_page_writes: pages } = machine.durability;
  const packages = Object.entries(machine.packages).map(([name, version]) => `${name} ${version}`);
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}`,
    `Node ${machine.node}, PostgreSQL ${machine.postgresql} with fsync ${fsync}, synchronous_commit ${commit}, full_page_writes ${pages}`,
    packages.join(', '),
    `Load from ${machine.load}; medians of ${rounds} rounds of ${seconds} s, taken by turns`,
  ];
}

function renderFigure({ title, rows, verdicts }: Report['figures'][number]): string[] {
  return ['', title, ...renderRows(rows), ...verdicts.map(renderVerdict)];
}

/** One line per subject, one column per measured quantity. */
function renderRows(rows: Row[]): string[] {
  const subjects = [...new Set(rows.map(({ subject }) => subject))];
  return subjects.map((subject) => {
    const cells = rows.filter((row) => row.subject === subject).map(({ what, value }) => `${shown(value)} ${what}`);
    return `  ${subject.padEnd(24)} ${cells.map((cell) => cell.padStart(20)).join('')}`;
  });
}

function renderVerdict(verdict: Verdict): string {
  const { what, value, target } = verdict;
  if (!target) return `    ${what.padEnd(44)} ${shown(value)}`;
  const promised = 'atLeast' in target ? `at least ${target.atLeast}` : `at most ${target.atMost}`;
  return `  ${isMet(verdict) ? '✓' : '✗'} ${what.padEnd(44)} ${shown(value)}  (${promised})`;
}

function shown(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(value >= 10 ? 1 : 2);
}
