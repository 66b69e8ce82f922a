/** Resource limits of one run. The operator sets them for the engine; a run may override them. */
export interface ScriptLimits {
  /** CPU time for executing the script, in milliseconds. Waiting for the host does not count. */
  cpuMs: number;
  /** Time from the start of the run to its end, including waiting, in milliseconds. */
  wallClockMs: number;
  /** Maximum size of the sandbox's WebAssembly memory in bytes, including the interpreter. At least 16 MiB. */
  memoryBytes: number;
  /**
   * Stack size of the interpreter in bytes, from 16 KiB to 256 KiB. With more, the thread's stack would overflow first.
   */
  stackBytes: number;
  /** Maximum size of the result's JSON text in UTF-8 bytes. */
  resultBytes: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

export const DEFAULT_LIMITS: Readonly<ScriptLimits> = Object.freeze({
  cpuMs: 1000,
  wallClockMs: 15_000,
  memoryBytes: 32 * MIB,
  stackBytes: 256 * KIB,
  resultBytes: 64 * KIB,
});

const RANGES: Record<keyof ScriptLimits, readonly [least: number, most: number]> = {
  cpuMs: [1, 600_000],
  wallClockMs: [1, 3_600_000],
  memoryBytes: [16 * MIB, 2048 * MIB],
  stackBytes: [16 * KIB, 256 * KIB],
  resultBytes: [1, 16 * MIB],
};

/**
 * Returns the limits of one run: `base`, overridden by `wanted`.
 * @throws RangeError naming the limit that is not an integer within its range.
 */
export function resolveLimits(wanted: Partial<ScriptLimits> | undefined, base: ScriptLimits): ScriptLimits {
  if (wanted === undefined) return base;
  const limits = { ...base };
  for (const name of Object.keys(RANGES) as (keyof ScriptLimits)[]) {
    const value = wanted[name];
    if (value === undefined) continue;
    const [least, most] = RANGES[name];
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new RangeError(`The limit ${name} must be a whole number from ${least} to ${most}, not ${value}.`);
    }
    limits[name] = value;
  }
  return limits;
}
