import { z } from 'zod';

/** What a script's `status` means (seed 003, *Extension engine status codes*). Any other number is a script error. */
export const STATUS_RANGES = {
  valid: [2000, 2999],
  retry: [4000, 4999],
  unrecoverable: [5000, 5999],
} as const;
export type StatusMeaning = keyof typeof STATUS_RANGES;

/** Which range a status lies in, or `undefined` where it lies in none. */
export function meaningOfStatus(status: number): StatusMeaning | undefined {
  if (!Number.isInteger(status)) return undefined;
  return (Object.keys(STATUS_RANGES) as StatusMeaning[]).find((meaning) => {
    const [min, max] = STATUS_RANGES[meaning];
    return status >= min && status <= max;
  });
}

/** String → array of strings, handed to the script and to web hooks as it came. */
export const HookContextCustomParams = z.record(z.string().max(256), z.array(z.string().max(4096)).max(100));
export type HookContextCustomParams = z.infer<typeof HookContextCustomParams>;

/** The two steps of a custom registration, and the server-to-server call beside them. */
export const SCRIPT_STEPS = ['init', 'complete', 'backchannel'] as const;
export const ScriptStep = z.enum(SCRIPT_STEPS);
export type ScriptStep = z.infer<typeof ScriptStep>;

/**
 * How a run ended: with a usable answer, with one the server refuses (`invalid_result`), or not well. `timed_out`,
 * `out_of_memory` and some of `failed` cost a worker.
 */
export const SCRIPT_RUN_OUTCOMES = [
  'valid',
  'retry',
  'unrecoverable',
  'invalid_result',
  'threw',
  'timed_out',
  'out_of_memory',
  'failed',
] as const;
export const ScriptRunOutcome = z.enum(SCRIPT_RUN_OUTCOMES);
export type ScriptRunOutcome = z.infer<typeof ScriptRunOutcome>;
