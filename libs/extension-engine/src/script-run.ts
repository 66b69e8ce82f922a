import type { ScriptLimits } from './limits.ts';

/** The arguments of `execute`, in this order. */
export interface ScriptArguments {
  requestPayload: string | null;
  userIdentifier: string | null;
  registrationData: string | null;
  hookContextCustomParams: Record<string, string[]> | null;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** An HTTP request of a script, checked for shape only: whether it may be sent is for the host to decide. */
export interface HostHttpRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | null;
  /** What the script asked for, in milliseconds. */
  timeoutMs: number;
  /** Aborted when the run ends before the response is there. */
  signal: AbortSignal;
}

export interface HostHttpResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/**
 * What the outside offers to one run. To tell the script why something is refused, reject with a `HostRefusal`; of any
 * other error the script only learns that the host could not answer.
 */
export interface ScriptHost {
  cache: {
    store(key: string, value: string, ttlSeconds: number): Promise<void>;
    fetch(key: string): Promise<string | null>;
    delete(key: string): Promise<void>;
  };
  property(identifier: string): Promise<string | null>;
  /** Absent: HTTP.fetch refuses. */
  fetch?(request: HostHttpRequest): Promise<HostHttpResponse>;
}

export interface ScriptRun {
  /** Whose script it is: runs are shared out fairly between providers. */
  provider: string;
  /** JavaScript that defines a function `execute`, sync or async. */
  script: string;
  arguments: ScriptArguments;
  host: ScriptHost;
  /** Instead of the engine's own limits. */
  limits?: Partial<ScriptLimits>;
}

export interface ScriptLog {
  level: LogLevel;
  message: string;
}

/** One HTTP call of a run. The URL is without query and fragment: those may carry personal data. */
export interface HttpCallRecord {
  method: string;
  url: string;
  /** Absent when there was no response. */
  status?: number;
  error?: string;
  durationMs: number;
  /** Size of the response body in characters. */
  responseLength?: number;
}

interface ReportBase {
  /** At most 200 lines and 64 KiB; the last line says so when more were dropped. */
  logs: ScriptLog[];
  /** From the start of the run in its sandbox to its end, in milliseconds. */
  durationMs: number;
  /** Time spent executing, in milliseconds. */
  cpuMs: number;
  /** Heap of the sandbox at its highest point, interpreter included; absent when the worker was killed. */
  memoryBytes?: number;
  httpCalls: HttpCallRecord[];
}

/** The end of a run. Every text in it was made by the script: personal data may be among it. */
export type ScriptReport = ReportBase &
  (
    | {
        outcome: 'returned';
        /** JSON text of what execute returned; undefined when it returned undefined. */
        result: string | undefined;
      }
    | {
        /**
         * - `threw`: execute, or the script's top level, threw.
         * - `timed_out`: CPU or wall-clock limit.
         * - `out_of_memory`: the memory limit.
         * - `failed`: syntax error, no function execute, a result that is not JSON or too large, a promise that can never
         *   settle, or a worker that was lost.
         */
        outcome: 'threw' | 'timed_out' | 'out_of_memory' | 'failed';
        error: string;
        /** Line of the script, from 1, where it is known. */
        line?: number;
      }
  );
