import type { WasmModule } from './sandbox/web-assembly.ts';
import type { MessagePort } from 'node:worker_threads';
import type { MemoryLayout } from './sandbox/memory-layout.ts';
import type { LogLevel } from './script-run.ts';

/** What main thread and worker say to each other: tuples that begin with one of these. */
export const TO_WORKER = { run: 0, answer: 1 } as const;
export const FROM_WORKER = { ready: 0, report: 1, parked: 2, logs: 3, call: 4, httpCall: 5 } as const;

/** `[kind, run id, script key, script text or null when the worker knows it, arguments as JSON, limits]` */
export type RunMessage = [
  kind: typeof TO_WORKER.run,
  id: number,
  scriptKey: string,
  script: string | null,
  argumentsJson: string,
  limits: [cpuMs: number, wallClockMs: number, memoryBytes: number, stackBytes: number, resultBytes: number],
];
/** The answer to an HTTP call, as the JSON text that the sandbox's prelude takes. */
export type AnswerMessage = [kind: typeof TO_WORKER.answer, runId: number, json: string];
export type ToWorker = RunMessage | AnswerMessage;

export type Outcome = 'returned' | 'threw' | 'timed_out' | 'out_of_memory' | 'failed';
export type LogLine = [level: LogLevel, message: string];

export type ReportMessage = [
  kind: typeof FROM_WORKER.report,
  id: number,
  outcome: Outcome,
  /** The result's JSON text, undefined when execute returned undefined; otherwise the error. */
  text: string | undefined,
  line: number | undefined,
  durationMs: number,
  cpuMs: number,
  memoryBytes: number,
  /** Lines not sent before. */
  logs: LogLine[] | undefined,
  /** The worker must be thrown away. */
  spent: boolean,
];
/** The run awaits the host; `exclusive` when its sandbox is so large that nothing else should start beside it. */
export type ParkedMessage = [kind: typeof FROM_WORKER.parked, id: number, exclusive: boolean];
export type LogsMessage = [kind: typeof FROM_WORKER.logs, id: number, logs: LogLine[]];
/** A call on which the worker is blocked; its answer comes through the answer port as `[call id, text]`. */
export type CallMessage = [kind: typeof FROM_WORKER.call, runId: number, callId: number, json: string];
export type HttpCallMessage = [kind: typeof FROM_WORKER.httpCall, runId: number, json: string];
export type FromWorker =
  [kind: typeof FROM_WORKER.ready] | ReportMessage | ParkedMessage | LogsMessage | CallMessage | HttpCallMessage;

export interface WorkerSetup {
  compiled: WasmModule;
  layout: MemoryLayout;
  control: SharedArrayBuffer;
  /** MessagePort for answers to blocking calls. */
  answers: MessagePort;
  /** Memory limit of the first sandbox, made before there is a run. */
  memoryBytes: number;
}

/** Both sides keep the texts of this many scripts per worker, by the same rule, so that a text crosses once. */
export const KNOWN_SCRIPTS = 32;
