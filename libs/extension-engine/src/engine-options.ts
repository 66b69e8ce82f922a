import { availableParallelism } from 'node:os';
import type { HostErrorListener } from './host-calls.ts';
import { DEFAULT_LIMITS, resolveLimits, type ScriptLimits } from './limits.ts';

export interface ScriptEngineOptions {
  /** Maximum number of worker threads, which are started on demand. Default: three per core, at least 4, at most 16. */
  workers?: number;
  /** Maximum number of runs waiting for a worker, half of which may belong to one provider. Default: 1000. */
  queue?: number;
  /** Maximum wait for a worker in milliseconds. Default: 10 000. */
  queueWaitMs?: number;
  /** Idle time in milliseconds after which worker threads, except for one, are ended. Default: 10 000. */
  idleMs?: number;
  /** Limits of runs that do not specify their own. */
  limits?: Partial<ScriptLimits>;
  /** The time that scripts see, in milliseconds since the epoch. Default: the machine's time. */
  now?: () => number;
  /** Called with errors of host functions other than `HostRefusal`. The script does not see them. */
  onHostError?: HostErrorListener;
}

export type EngineSettings = Required<Omit<ScriptEngineOptions, 'limits'>> & { limits: ScriptLimits };

/**
 * Applies defaults to the options and validates them.
 * @throws RangeError for a number out of range.
 */
export function readOptions(options: ScriptEngineOptions): EngineSettings {
  const workers = options.workers ?? Math.min(16, Math.max(4, 3 * availableParallelism()));
  return {
    workers: positive('workers', workers),
    queue: positive('queue', options.queue ?? 1000),
    queueWaitMs: positive('queueWaitMs', options.queueWaitMs ?? 10_000),
    idleMs: positive('idleMs', options.idleMs ?? 10_000),
    limits: resolveLimits(options.limits, DEFAULT_LIMITS),
    now: options.now ?? Date.now,
    onHostError: options.onHostError ?? (() => {}),
  };
}

function positive(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new RangeError(`${name} must be a whole number above 0, not ${value}.`);
}
