import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderPage } from './page.js';
import type { Report } from './report-format.js';
import { type Finding, counted } from './run.js';

/** A run that is over. */
export interface Run {
  /** Public URL of the server. */
  target: string;
  thorough: boolean;
  startedAt: Date;
  finishedAt: Date;
  findings: readonly Finding[];
}

/** What is written as JSON. */
export function reportOf({ target, thorough, startedAt, finishedAt, findings }: Run): Report {
  const counts = counted(findings);
  return {
    format: 1,
    target,
    thorough,
    started_at: startedAt.toISOString(),
    finished_at: finishedAt.toISOString(),
    counts: { passed: counts.passed, failed: counts.failed, not_tested: counts['not tested'] },
    cases: findings.map(({ attack, result, reason, duration }) => ({
      id: attack.id,
      title: attack.title,
      family: attack.family,
      severity: attack.severity,
      references: [...attack.references],
      expected: attack.expected,
      result,
      ...(reason === undefined ? {} : { reason }),
      duration_ms: duration,
    })),
  };
}

/** Writes both reports. @returns their files */
export async function writeReport(folder: string, run: Run): Promise<string[]> {
  const report = reportOf(run);
  const files = [join(folder, 'report.json'), join(folder, 'report.html')] as const;
  await mkdir(folder, { recursive: true });
  await writeFile(files[0], `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(files[1], renderPage(report));
  return [...files];
}
