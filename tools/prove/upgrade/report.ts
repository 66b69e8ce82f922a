import type { Sample } from './balancer.js';

/** What was answered while the installation was in one state. */
export interface PhaseReport {
  name: string;
  /** Number of answers, by what was asked. */
  answers: Record<string, number>;
  /** Answers that no server should give during an upgrade: 5xx, and connections that were broken. */
  failed: Record<number, number>;
  /** Milliseconds. */
  median: number;
  p99: number;
  slowest: number;
}

export interface Report {
  /** Whether an earlier build took part, and how many migrations lay between. */
  from: string;
  migrations: number;
  phases: PhaseReport[];
  acknowledged: number;
  refreshed: number;
  saved: number;
  tokens: number;
  clients: number;
  turnedAway: number;
  violations: string[];
}

const KINDS: [kind: string, path: RegExp][] = [
  ['registration', /\/custom-registration\//],
  ['introspection', /\/introspect/],
  ['client registration', /\/clients$/],
  ['refresh', /\/token$/],
  ['console', /^\/admin\//],
];

/** @param samples not empty */
export function phaseOf(name: string, samples: Sample[]): PhaseReport {
  const answers: Record<string, number> = {};
  const failed: Record<number, number> = {};
  for (const { path, status } of samples) {
    const kind = KINDS.find(([, pattern]) => pattern.test(path))?.[0] ?? 'other';
    answers[kind] = (answers[kind] ?? 0) + 1;
    if (status >= 500) failed[status] = (failed[status] ?? 0) + 1;
  }
  const times = samples.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
  const at = (part: number) => Math.round(times[Math.min(times.length - 1, Math.floor(part * times.length))] ?? 0);
  return { name, answers, failed, median: at(0.5), p99: at(0.99), slowest: at(1) };
}

/** True if nothing was refused that was right or lost, and if every phase saw every kind of request. */
export const isSound = (report: Report): boolean => problemsOf(report).length === 0;

function problemsOf({ phases, violations, tokens, clients, turnedAway, refreshed, saved }: Report): string[] {
  const seen = (kind: string) => phases.every(({ answers }) => (answers[kind] ?? 0) > 0);
  // Clients can be registered as often as there are tokens for it, so not in every phase.
  const silent = ['registration', 'introspection', 'refresh', 'console'].filter((kind) => !seen(kind));
  return [
    ...phases.flatMap(({ name, failed }) =>
      Object.entries(failed).map(([status, times]) => `${times} times ${status} with ${name}`),
    ),
    ...violations,
    ...(phases.length > 0 ? [] : ['this proves nothing: there was no phase']),
    ...silent.map((kind) => `this proves nothing: a phase had no ${kind}`),
    ...(tokens > 0 && clients > 0 ? [] : ['this proves nothing: nothing was acknowledged']),
    ...(turnedAway > 0 ? [] : ['this proves nothing: nothing was tried a second time']),
    ...(refreshed > 0 && saved > 0 ? [] : ['this proves nothing: nothing was renewed or saved']),
  ];
}

/** Problems that differ in nothing but the identifier of the error, with their number. */
function counted(problems: string[]): string[] {
  const times = new Map<string, number>();
  for (const problem of problems) {
    const text = problem.replace(/,"error_id":"[^"]*"/, '');
    times.set(text, (times.get(text) ?? 0) + 1);
  }
  return [...times].map(([text, number]) => (number === 1 ? text : `${number} × ${text}`));
}

export const renderJson = (report: Report): string => JSON.stringify({ sound: isSound(report), ...report }, null, 2);

/** How many problems are listed. The rest are only counted. */
const LISTED = 20;

export function renderText(report: Report): string {
  const { from, migrations, phases, acknowledged, refreshed, saved, tokens, clients, turnedAway } = report;
  const problems = counted(problemsOf(report));
  return [
    '',
    `From the build in ${from} to this one, ${migrations} migrations between them`,
    ...phases.map(renderPhase),
    `  ${acknowledged} acknowledged, ${refreshed} refreshes, ${saved} rounds of an administrator, ${turnedAway} second uses turned away`,
    `  ${tokens} tokens asked about afterwards, ${clients} clients counted`,
    ...problems.slice(0, LISTED).map((problem) => `  ✗ ${problem}`),
    ...(problems.length > LISTED ? [`  ✗ and ${problems.length - LISTED} more`] : []),
    '',
    problems.length === 0
      ? 'Nothing was refused that was right, nothing was lost, and nothing was spent twice.'
      : 'This does not hold, or was not shown. See above.',
  ].join('\n');
}

function renderPhase({ name, answers, failed, median, p99, slowest }: PhaseReport): string {
  const kinds = Object.entries(answers).map(([kind, times]) => `${kind} ${times}`);
  const wrong = Object.values(failed).reduce((sum, one) => sum + one, 0);
  return `  ${name}: ${kinds.join(', ')}; ${wrong} failed; half within ${median} ms, 99 % within ${p99} ms, all within ${slowest} ms`;
}
