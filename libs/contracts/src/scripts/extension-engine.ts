import { z } from 'zod';

/** String → array of strings, passed to the script and to web hooks unchanged. */
export const HookContextCustomParams = z.record(z.string().max(256), z.array(z.string().max(4096)).max(100));
export type HookContextCustomParams = z.infer<typeof HookContextCustomParams>;

/** The two steps of a custom registration, and the separate server-to-server call. */
export const SCRIPT_STEPS = ['init', 'complete', 'backchannel'] as const;
export const ScriptStep = z.enum(SCRIPT_STEPS);
export type ScriptStep = z.infer<typeof ScriptStep>;

/**
 * How a run ended: with a usable result, with one that the server rejects (`invalid_result`), or with a failure. Runs
 * that end as `timed_out`, `out_of_memory` and in some cases `failed` cost a worker, which must be replaced.
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
