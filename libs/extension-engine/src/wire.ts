import type { WasmModule } from './sandbox/web-assembly.ts';
import type { MessagePort } from 'node:worker_threads';
import type { MemoryLayout } from './sandbox/memory-layout.ts';
import type { LogLevel } from './script-run.ts';

/** Kinds of messages between the main thread and a worker. Each message is a tuple that starts with its kind. */
export const TO_WORKER = { run: 0, answer: 1 } as const;
export const FROM_WORKER = { ready: 0, report: 1, parked: 2, logs: 3, call: 4, httpCall: 5 } as const;

/**
 * `[kind, run id, script key, script text or null if the worker already has it, arguments as JSON, limits, how many
 * milliseconds the time that the script sees is ahead of the machine's]`
 */
export type RunMessage = [
  kind: typeof TO_WORKER.run,
  id: number,
  scriptKey: string,
  script: string | null,
  argumentsJson: string,
  limits: [cpuMs: number, wallClockMs: number, memoryBytes: number, stackBytes: number, resultBytes: number],
  aheadMs: number,
];
/** The answer to an HTTP call, as JSON text for the sandbox's prelude. */
export type AnswerMessage = [kind: typeof TO_WORKER.answer, runId: number, json: string];
export type ToWorker = RunMessage | AnswerMessage;

export type Outcome = 'returned' | 'threw' | 'timed_out' | 'out_of_memory' | 'failed';
export type LogLine = [level: LogLevel, message: string];

export type ReportMessage = [
  kind: typeof FROM_WORKER.report,
  id: number,
  outcome: Outcome,
  /** The result as JSON text, or undefined if execute returned undefined. For other outcomes, the error. */
  text: string | undefined,
  line: number | undefined,
  durationMs: number,
  cpuMs: number,
  memoryBytes: number,
  /** Log lines that have not been sent before. */
  logs: LogLine[] | undefined,
  /** Whether the worker must be discarded. */
  spent: boolean,
];
/** The run awaits the host. `exclusive`: its sandbox is so large that nothing else should start in this worker. */
export type ParkedMessage = [kind: typeof FROM_WORKER.parked, id: number, exclusive: boolean];
export type LogsMessage = [kind: typeof FROM_WORKER.logs, id: number, logs: LogLine[]];
/** A call that blocks the worker. The answer arrives on the answer port as `[call id, text]`. */
export type CallMessage = [kind: typeof FROM_WORKER.call, runId: number, callId: number, json: string];
export type HttpCallMessage = [kind: typeof FROM_WORKER.httpCall, runId: number, json: string];
export type FromWorker =
  [kind: typeof FROM_WORKER.ready] | ReportMessage | ParkedMessage | LogsMessage | CallMessage | HttpCallMessage;

export interface WorkerSetup {
  compiled: WasmModule;
  layout: MemoryLayout;
  control: SharedArrayBuffer;
  /** Port on which answers to blocking calls arrive. */
  answers: MessagePort;
  /** Memory limit of the first sandbox, which is created before there is a run. */
  memoryBytes: number;
}

/** Number of script texts cached per worker. Both sides use the same eviction rule, so each text is sent only once. */
export const KNOWN_SCRIPTS = 32;
