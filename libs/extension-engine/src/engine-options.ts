import { availableParallelism } from 'node:os';
import type { HostErrorListener } from './host-calls.ts';
import { DEFAULT_LIMITS, resolveLimits, type ScriptLimits } from './limits.ts';

export interface ScriptEngineOptions {
  /** Most worker threads at a time; they are started when needed. Three per core, 4 to 16, unless given. */
  workers?: number;
  /** Most runs waiting for a worker, of which one provider may hold half. 1000 unless given. */
  queue?: number;
  /** Longest wait for a worker in milliseconds; 10 000 unless given. */
  queueWaitMs?: number;
  /** Worker threads beyond the first that have been idle this long, in milliseconds, are ended; 10 000 unless given. */
  idleMs?: number;
  /** Limits of runs that do not bring their own. */
  limits?: Partial<ScriptLimits>;
  /** Told of errors of host functions that are no `HostRefusal`; the script does not see them. */
  onHostError?: HostErrorListener;
}

export type EngineSettings = Required<Omit<ScriptEngineOptions, 'limits'>> & { limits: ScriptLimits };

/** @throws RangeError for a number out of range. */
export function readOptions(options: ScriptEngineOptions): EngineSettings {
  const workers = options.workers ?? Math.min(16, Math.max(4, 3 * availableParallelism()));
  return {
    workers: positive('workers', workers),
    queue: positive('queue', options.queue ?? 1000),
    queueWaitMs: positive('queueWaitMs', options.queueWaitMs ?? 10_000),
    idleMs: positive('idleMs', options.idleMs ?? 10_000),
    limits: resolveLimits(options.limits, DEFAULT_LIMITS),
    onHostError: options.onHostError ?? (() => {}),
  };
}

function positive(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new RangeError(`${name} must be a whole number above 0, not ${value}.`);
}
