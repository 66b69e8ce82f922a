import type { ScriptReport } from '@passant/extension-engine';
import type { ScriptVerdict } from './script-verdict.js';

/** Names of errors that the language itself gives. What a script calls its own errors may say who somebody is. */
const OWN_KINDS =
  /^(Error|AggregateError|EvalError|InternalError|RangeError|ReferenceError|SyntaxError|TypeError|URIError)(?=:|$)/;

/** What the server says of a result it cannot use, without the value that the script gave. */
const STATUS_IN_NO_RANGE = /^status .* is in no range$/s;

/**
 * The kind of a failure in words that hold nothing of the script's data: the name of one of the language's own errors,
 * or what is wrong with a result. Null where there is no more to say than the outcome says.
 */
export function errorKindOf(report: ScriptReport, verdict: ScriptVerdict): string | null {
  if (report.outcome !== 'returned') return OWN_KINDS.exec(report.error)?.[0] ?? null;
  if ('read' in verdict) return null;
  const cause = String(verdict.refusal.options.cause);
  return STATUS_IN_NO_RANGE.test(cause) ? 'status is in no range' : cause;
}

/** Whether the engine had to end the run, which costs a worker. */
export function isKilled(report: ScriptReport): boolean {
  return report.outcome === 'timed_out' || report.outcome === 'out_of_memory';
}
