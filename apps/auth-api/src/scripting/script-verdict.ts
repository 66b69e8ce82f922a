import type { ScriptRunOutcome, ScriptStep } from '@passant/contracts';
import type { ScriptReport } from '@passant/extension-engine';
import { OAuthError, type ScriptOutcome, readOutcome } from '@passant/protocol';

/** The result of a run: a usable outcome, or the reason why there is none. */
export type ScriptVerdict =
  | { outcome: ScriptOutcome['kind']; read: ScriptOutcome }
  | { outcome: Exclude<ScriptRunOutcome, ScriptOutcome['kind']>; refusal: OAuthError };

/** Evaluates the report of a run for its step. */
export function verdictOf(report: ScriptReport, step: ScriptStep): ScriptVerdict {
  if (report.outcome !== 'returned') {
    // The message of a thrown error is the script's own text and may identify a person, so it is not logged.
    const where = report.line === undefined ? '' : ` at line ${report.line}`;
    const refusal = new OAuthError('server_error', 'The identity provider could not complete the request.', {
      cause: `the script ${report.outcome}`,
      checks: [{ check: 'script', expected: 'a result', actual: `${report.outcome}${where}`, passed: false }],
    });
    return { outcome: report.outcome, refusal };
  }
  try {
    const read = readOutcome(report.result, step);
    return { outcome: read.kind, read };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return { outcome: 'invalid_result', refusal: error };
  }
}
