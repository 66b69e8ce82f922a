import type { ScriptLimits } from './limits.ts';
import type { HttpCallRecord, ScriptHost, ScriptLog, ScriptReport } from './script-run.ts';
import type { LogLine } from './wire.ts';

/** A run on its way through the engine. */
export interface Job {
  readonly id: number;
  readonly provider: string;
  /** Who caused it. */
  readonly source: string;
  readonly scriptKey: string;
  readonly script: string;
  readonly argumentsJson: string;
  readonly host: ScriptHost;
  readonly limits: ScriptLimits;
  readonly queuedAt: number;
  /** How far the time that the script sees is ahead of the machine's, in milliseconds. */
  readonly aheadMs: number;
  readonly logs: ScriptLog[];
  readonly httpCalls: HttpCallRecord[];
  /** Aborts HTTP calls that are still open when the run ends. Created with the first call. */
  abort?: AbortController;
  /** When the job was sent to a worker. */
  sentAt?: number;
  /** When the main thread first noticed that the run had begun. */
  seenStartedAt?: number;
  /** Whether the run is expected to finish almost at once, so that others may be queued behind it. */
  quick: boolean;
  /** How long recent runs of this script took, in milliseconds. */
  expectedMs: number;
  settle(report: ScriptReport): void;
  reject(error: Error): void;
}

export function addLogs(job: Job, lines: LogLine[] | undefined) {
  for (const [level, message] of lines ?? []) job.logs.push({ level, message });
}

/** Whether the job's script has this line. A script can forge an error's stack trace, and with it the line number. */
export function isLineOf({ script }: Job, line: number | undefined): boolean {
  return line !== undefined && line <= script.split(/\r\n|[\n\r\u2028\u2029]/).length;
}

/** Settles a job whose worker can no longer report. */
export function settleWithout(job: Job, outcome: 'timed_out' | 'failed', error: string) {
  const durationMs = job.seenStartedAt === undefined ? 0 : performance.now() - job.seenStartedAt;
  const { logs, httpCalls } = job;
  const cpuMs = outcome === 'timed_out' ? Math.min(durationMs, job.limits.cpuMs) : 0;
  job.settle({ outcome, error, logs, httpCalls, durationMs, cpuMs });
}
