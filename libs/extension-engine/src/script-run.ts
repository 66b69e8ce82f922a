import type { ScriptLimits } from './limits.ts';

/** The arguments of `execute`, in order. */
export interface ScriptArguments {
  requestPayload: string | null;
  userIdentifier: string | null;
  registrationData: string | null;
  hookContextCustomParams: Record<string, string[]> | null;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** An HTTP request of a script. Only its types have been checked; the host decides whether it may be sent. */
export interface HostHttpRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | null;
  /** The timeout that the script requested, in milliseconds. */
  timeoutMs: number;
  /** Aborted if the run ends before the response has arrived. */
  signal: AbortSignal;
}

export interface HostHttpResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/**
 * What the host provides to one run. To tell the script why something is refused, reject with a `HostRefusal`. For any
 * other error, the script only learns that the host could not answer.
 */
export interface ScriptHost {
  cache: {
    store(key: string, value: string, ttlSeconds: number): Promise<void>;
    /** @returns whether it was stored; true for exactly one of several concurrent attempts */
    storeIfAbsent(key: string, value: string, ttlSeconds: number): Promise<boolean>;
    /**
     * Refuses if a string is stored under the key.
     * @returns the count including this call; it expires `ttlSeconds` after the first
     */
    increment(key: string, ttlSeconds: number): Promise<number>;
    /** Returns the stored string, or a count as decimal digits. */
    fetch(key: string): Promise<string | null>;
    delete(key: string): Promise<void>;
  };
  property(identifier: string): Promise<string | null>;
  /** If absent, HTTP.fetch is refused. */
  fetch?(request: HostHttpRequest): Promise<HostHttpResponse>;
}

export interface ScriptRun {
  /** The provider that owns the script. Runs are scheduled fairly between providers. */
  provider: string;
  /** Who causes the run: those of one provider are scheduled fairly between sources. Default: all have the same. */
  source?: string;
  /** JavaScript that defines a synchronous or asynchronous function `execute`. */
  script: string;
  arguments: ScriptArguments;
  host: ScriptHost;
  /** Override the engine's limits. */
  limits?: Partial<ScriptLimits>;
}

export interface ScriptLog {
  level: LogLevel;
  message: string;
}

/** One HTTP call of a run. The URL excludes query and fragment, which may contain personal data. */
export interface HttpCallRecord {
  method: string;
  url: string;
  /** Absent if there was no response. */
  status?: number;
  error?: string;
  durationMs: number;
  /** Size of the response body in characters. */
  responseLength?: number;
}

interface ReportBase {
  /** At most 200 lines and 64 KiB. If lines were dropped, the last line says so. */
  logs: ScriptLog[];
  /** Time from the start of the run in its sandbox to its end, in milliseconds. */
  durationMs: number;
  /** CPU time spent executing, in milliseconds. */
  cpuMs: number;
  /** Peak size of the sandbox's heap, including the interpreter. Absent if the worker was killed. */
  memoryBytes?: number;
  httpCalls: HttpCallRecord[];
}

/** Report of a finished run. All strings in it come from the script and may contain personal data. */
export type ScriptReport = ReportBase &
  (
    | {
        outcome: 'returned';
        /** Return value of execute as JSON text; undefined if it returned undefined. */
        result: string | undefined;
      }
    | {
        /**
         * - `threw`: execute, or the script's top level, threw.
         * - `timed_out`: the CPU or wall-clock limit was exceeded.
         * - `out_of_memory`: the memory limit was exceeded.
         * - `failed`: syntax error, no function execute, a result that is not JSON or is too large, a promise that can
         *   never settle, or a lost worker.
         */
        outcome: 'threw' | 'timed_out' | 'out_of_memory' | 'failed';
        error: string;
        /** Line of the script, counted from 1, if known. */
        line?: number;
      }
  );
