import type { FaultReport } from './faults.js';

export interface InstallationReport {
  kind: string;
  faults: FaultReport[];
  acknowledged: number;
  /** Tokens that were asked about afterwards, and clients that were counted. */
  tokens: number;
  clients: number;
  /** Second uses that were turned away. */
  turnedAway: number;
  violations: string[];
}

export interface Report {
  installations: InstallationReport[];
}

/** Sound: nothing was violated, and there was something to lose. */
export const isSound = ({ installations }: Report): boolean =>
  installations.every(({ violations, tokens }) => violations.length === 0 && tokens > 0);

export const renderJson = (report: Report): string => JSON.stringify({ sound: isSound(report), ...report }, null, 2);

/** Violations that are listed; the rest are counted. */
const LISTED = 20;

export function renderText(report: Report): string {
  return [
    ...report.installations.flatMap(renderInstallation),
    '',
    isSound(report)
      ? 'Nothing that was acknowledged was lost, and nothing was spent twice.'
      : 'What should never happen has happened. See above.',
  ].join('\n');
}

function renderInstallation(installation: InstallationReport): string[] {
  const { kind, faults, acknowledged, tokens, clients, turnedAway, violations } = installation;
  return [
    '',
    kind === 'embedded' ? 'One server with the embedded database' : 'Two servers on one PostgreSQL',
    ...faults.map(renderFault),
    `  ${acknowledged} acknowledged, ${turnedAway} second uses turned away`,
    `  ${tokens} tokens asked about afterwards, ${clients} clients counted`,
    ...violations.slice(0, LISTED).map((violation) => `  ✗ ${violation}`),
    ...(violations.length > LISTED ? [`  ✗ and ${violations.length - LISTED} more`] : []),
  ];
}

function renderFault({ fault, acknowledgedBefore, unavailable, unanswered, recovered }: FaultReport): string {
  return (
    `  kill -9 of ${fault === 'server' ? 'a server' : 'PostgreSQL'} after ${acknowledgedBefore} acknowledged: ` +
    `${unavailable} times 503, ${unanswered} unanswered, served again after ${recovered.toFixed(1)} s`
  );
}
