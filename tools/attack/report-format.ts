import type { Family, Severity } from './case.js';
import type { Result } from './run.js';

/** `report.json`. Members are only ever added; `format` changes if one changes its meaning. */
export interface Report {
  format: 1;
  target: string;
  thorough: boolean;
  /** ISO 8601, UTC. */
  started_at: string;
  finished_at: string;
  counts: { passed: number; failed: number; not_tested: number };
  cases: ReportedCase[];
}

export interface ReportedCase {
  id: string;
  title: string;
  family: Family;
  severity: Severity;
  /** `RFC 9700 4.14.2`, `ASVS 9.1.2`. */
  references: string[];
  expected: string;
  result: Result;
  /** Why it failed or was not tested, without secrets. */
  reason?: string;
  duration_ms: number;
}
