import type { ScriptRunOutcome, ScriptStep } from '@passant/contracts';
import type { ScriptReport } from '@passant/extension-engine';
import { OAuthError, type ScriptOutcome, readOutcome } from '@passant/protocol';

/** What a run came to: an answer that can be used, or why there is none. */
export type ScriptVerdict =
  | { outcome: ScriptOutcome['kind']; read: ScriptOutcome }
  | { outcome: Exclude<ScriptRunOutcome, ScriptOutcome['kind']>; refusal: OAuthError };

/** Judges the report of a run by the step it was for. */
export function verdictOf(report: ScriptReport, step: ScriptStep, provider: string): ScriptVerdict {
  if (report.outcome !== 'returned') {
    // The message of a thrown error is the script's own text and may say who someone is: it stays out of the log.
    const where = report.line === undefined ? '' : ` at line ${report.line}`;
    const refusal = new OAuthError('server_error', 'The identity provider could not complete the request.', {
      cause: `script of ${provider} ${report.outcome}${where}`,
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
