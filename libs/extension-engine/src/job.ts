import type { ScriptLimits } from './limits.ts';
import type { HttpCallRecord, ScriptHost, ScriptLog, ScriptReport } from './script-run.ts';
import type { LogLine } from './wire.ts';

/** A run on its way through the engine. */
export interface Job {
  readonly id: number;
  readonly provider: string;
  readonly scriptKey: string;
  readonly script: string;
  readonly argumentsJson: string;
  readonly host: ScriptHost;
  readonly limits: ScriptLimits;
  readonly queuedAt: number;
  readonly logs: ScriptLog[];
  readonly httpCalls: HttpCallRecord[];
  /** Aborts the HTTP calls that are open when the run ends; made with the first call. */
  abort?: AbortController;
  /** When the main thread first saw that the run had begun. */
  seenStartedAt?: number;
  /** The run is expected to be over in no time, so others may be lined up behind it. */
  quick: boolean;
  /** How long runs of this script took lately, in milliseconds. */
  expectedMs: number;
  settle(report: ScriptReport): void;
  reject(error: Error): void;
}

export function addLogs(job: Job, lines: LogLine[] | undefined) {
  for (const [level, message] of lines ?? []) job.logs.push({ level, message });
}

/** Whether its script has such a line. A script can make up the trace of an error, and put anything there for a number. */
export function isLineOf({ script }: Job, line: number | undefined): boolean {
  return line !== undefined && line <= script.split(/\r\n|[\n\r\u2028\u2029]/).length;
}

/** Settles a job whose worker cannot report any more. */
export function settleWithout(job: Job, outcome: 'timed_out' | 'failed', error: string) {
  const durationMs = job.seenStartedAt === undefined ? 0 : performance.now() - job.seenStartedAt;
  const { logs, httpCalls } = job;
  const cpuMs = outcome === 'timed_out' ? Math.min(durationMs, job.limits.cpuMs) : 0;
  job.settle({ outcome, error, logs, httpCalls, durationMs, cpuMs });
}
