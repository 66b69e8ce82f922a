import type { ScriptReport } from '@passant/extension-engine';
import type { ScriptVerdict } from './script-verdict.js';

/** Names of built-in errors. The names that scripts give their own errors may identify a person. */
const OWN_KINDS =
  /^(Error|AggregateError|EvalError|InternalError|RangeError|ReferenceError|SyntaxError|TypeError|URIError)(?=:|$)/;

/**
 * The kind of a failure, in words that contain none of the script's data: the name of a built-in error, or what is
 * wrong with the result. Null if the outcome already says everything.
 */
export function errorKindOf(report: ScriptReport, verdict: ScriptVerdict): string | null {
  if (report.outcome !== 'returned') return OWN_KINDS.exec(report.error)?.[0] ?? null;
  if ('read' in verdict) return null;
  return String(verdict.refusal.options.cause);
}

/** Whether the engine had to kill the run, which costs a worker. */
export function isKilled(report: ScriptReport): boolean {
  return report.outcome === 'timed_out' || report.outcome === 'out_of_memory';
}
