import type { Fault, FaultReport, OutageReport, SlownessReport } from './faults.js';
import type { Installation } from './installation.js';
import type { Bounds } from './tally.js';

export interface InstallationReport {
  kind: Installation['kind'];
  faults: FaultReport[];
  acknowledged: number;
  /** Tokens introspected afterwards, and clients counted afterwards. */
  tokens: number;
  clients: number;
  /** Introspections that the servers counted, and between how many they had to. */
  counted: Bounds & { found: number };
  /** Second uses that were refused. */
  turnedAway: number;
  violations: string[];
}

/** An installation that could not be made, and why, as half a sentence. */
export interface NotRun {
  kind: Installation['kind'];
  reason: string;
}

export interface Report {
  installations: InstallationReport[];
  notRun: NotRun[];
}

/** True if nothing was violated, and if there was something to lose, to break and to spend twice. */
export const isSound = ({ installations }: Report): boolean =>
  installations.length > 0 &&
  installations.every((each) =>
    [each.violations, missingIn(each), tooMuchIn(each)].every(({ length }) => length === 0),
  );

/** During these a server is there and says what it lacks. */
const ANSWERED = new Set<Fault>([
  ...(['primary', 'disk'] as const),
  ...(['scheme', 'hook', 'keys'] as const),
  ...(['frozen', 'unreachable', 'refused', 'crowded', 'read-only'] as const),
]);

/** Seconds within which everybody is answered and servers are not ready, or serve again; and MiB that they may grow by. */
const BOUND = 5;
const GROWTH = 150;

/** What was later or larger than the documentation says, but for what the machine was late itself. */
function tooMuchIn({ faults }: InstallationReport): string[] {
  return faults.flatMap(({ fault, recovered, outage, slowness }) => {
    if (slowness) return tooSlow(fault, slowness);
    if (!outage) return [];
    const { red, longest, lateness, memory } = outage;
    const bound = BOUND + lateness;
    return [
      ...(red > bound ? [`${fault}: servers were ready for ${red.toFixed(1)} s`] : []),
      ...(longest > bound ? [`${fault}: somebody waited ${longest.toFixed(1)} s for an answer`] : []),
      ...(recovered > bound ? [`${fault}: servers served again only after ${recovered.toFixed(1)} s`] : []),
      ...grown(fault, memory),
    ];
  });
}

/** What a run lacks to prove anything. */
function missingIn({ faults, tokens, clients, counted, turnedAway }: InstallationReport): string[] {
  // A server whose database is gone answers 503; one that is gone itself does not answer.
  const hits = faults.map(
    (each) => each.unanswered + each.replayed + (ANSWERED.has(each.fault) ? each.unavailable : 0),
  );
  const hit = hits.reduce((sum, one) => sum + one, 0);
  return [
    ...(tokens > 0 ? [] : ['no token was acknowledged']),
    ...(clients > 0 ? [] : ['no client was registered']),
    ...(counted.least > 0 ? [] : ['nothing was counted']),
    ...(turnedAway > 0 ? [] : ['nothing was tried a second time']),
    ...(hit > 0 ? [] : ['no request was under way when something was killed']),
  ];
}

const grown = (fault: Fault, [before, after]: [number, number]): string[] =>
  after - before > GROWTH ? [`${fault}: a server grew to ${after.toFixed(0)} MiB`] : [];

/** Seconds within which whoever leans on somebody outside is told that it is slow: a script may run for 15 s. */
const BOUND_OUTSIDE: Partial<Record<Fault, number>> = { scheme: 15 + BOUND, hook: 10, keys: 10 };

function tooSlow(fault: Fault, { longest, others, lateness, memory }: SlownessReport): string[] {
  return [
    ...(longest > BOUND_OUTSIDE[fault]! + lateness ? [`${fault}: who leans on it waited ${longest.toFixed(1)} s`] : []),
    ...(others > BOUND + lateness ? [`${fault}: others waited ${others.toFixed(1)} s`] : []),
    ...grown(fault, memory),
  ];
}

export const renderJson = (report: Report): string => JSON.stringify({ sound: isSound(report), ...report }, null, 2);

/** How many violations are listed. The rest are only counted. */
const LISTED = 20;

export function renderText(report: Report): string {
  return [
    ...report.installations.flatMap(renderInstallation),
    ...report.notRun.flatMap(({ kind, reason }) => ['', `${INSTALLATIONS[kind]}`, `  not run, because ${reason}`]),
    '',
    isSound(report)
      ? 'Nothing that was acknowledged was lost, nothing was spent twice, and counts are right.'
      : 'This does not hold, or was not shown. See above.',
  ].join('\n');
}

function renderInstallation(installation: InstallationReport): string[] {
  const { kind, faults, acknowledged, tokens, clients, counted, turnedAway, violations } = installation;
  return [
    '',
    INSTALLATIONS[kind],
    ...faults.map(renderFault),
    `  ${acknowledged} acknowledged, ${turnedAway} second uses turned away`,
    `  ${tokens} tokens asked about afterwards, ${clients} clients counted`,
    `  ${counted.found} introspections counted, ${counted.least} to ${counted.most} were made`,
    ...violations.slice(0, LISTED).map((violation) => `  ✗ ${violation}`),
    ...tooMuchIn(installation).map((what) => `  ✗ ${what}`),
    ...missingIn(installation).map((what) => `  ✗ this proves nothing: ${what}`),
    ...(violations.length > LISTED ? [`  ✗ and ${violations.length - LISTED} more`] : []),
  ];
}

const INSTALLATIONS: Record<Installation['kind'], string> = {
  embedded: 'One server with the embedded database',
  postgresql: 'Two servers on one PostgreSQL',
  standby: 'Two servers on a PostgreSQL with a synchronous standby',
  disk: 'Two servers on a PostgreSQL whose disk is filled up',
  clocks: 'Two servers on one PostgreSQL, the clock of one of which is wrong',
  outages: 'Two servers on a PostgreSQL that is of no use for a while',
  outside: 'Two servers on one PostgreSQL, and somebody outside who is slow',
  'embedded-disk': 'One server with the embedded database, whose disk is filled up',
};

const FAULTS: Record<Fault, string> = {
  server: 'kill -9 of a server',
  database: 'kill -9 of PostgreSQL',
  primary: 'kill -9 of the primary, its standby promoted and the address moved,',
  disk: 'a full disk, and room again,',
  ahead: 'a clock an hour ahead, and right again,',
  behind: 'a clock an hour behind, and right again,',
  frozen: 'PostgreSQL stopped where it is, and let go on,',
  unreachable: 'nothing let through to PostgreSQL, and everything again,',
  refused: 'connections to PostgreSQL refused, and accepted again,',
  crowded: 'no connection left in PostgreSQL, and all of them again,',
  scheme: 'an external scheme that does not answer, and answers again,',
  hook: 'a web hook that does not answer, and answers again,',
  keys: 'a server with keys that sends a character a second, and all of them again,',
  'read-only': 'PostgreSQL read-only, and writable again,',
};

function renderFault({
  fault,
  acknowledgedBefore,
  unavailable,
  unanswered,
  replayed,
  recovered,
  gap,
  outage,
  slowness,
}: FaultReport): string {
  return (
    `  ${FAULTS[fault]} after ${acknowledgedBefore} acknowledged: ` +
    `${unavailable} times ${slowness ? 'told so' : '503'}, ${unanswered} unanswered, served again after ${recovered.toFixed(1)} s` +
    (ANSWERED.has(fault) ? `, ${gap.toFixed(1)} s after it began` : '') +
    (replayed > 0 ? `, ${replayed} requests from before tried again` : '') +
    (outage ? renderOutage(outage) : '') +
    (slowness ? renderSlowness(slowness) : '')
  );
}

function renderOutage({ red, longest, memory }: OutageReport): string {
  return (
    `\n    not ready after ${red.toFixed(1)} s, the longest answer took ${longest.toFixed(1)} s, ` +
    renderMemory(memory)
  );
}

function renderSlowness({ longest, others, again, memory }: SlownessReport): string {
  return (
    `\n    the longest answer took ${longest.toFixed(1)} s for who leans on it and ${others.toFixed(1)} s for others, ` +
    `asked again after ${again.toFixed(1)} s, ${renderMemory(memory)}`
  );
}

function renderMemory([before, after]: [number, number]): string {
  return `the larger server took ${before.toFixed(0)} MiB before and ${after.toFixed(0)} MiB after`;
}
