/**
 * The meaning of a script's `status` (seed 003, *Extension engine status codes*). Any other number is a script error.
 */
export const STATUS_RANGES = {
  valid: [2000, 2999],
  retry: [4000, 4999],
  unrecoverable: [5000, 5999],
} as const;
export type StatusMeaning = keyof typeof STATUS_RANGES;

/** The range that a status falls into, or `undefined` if it falls into none. */
export function meaningOfStatus(status: number): StatusMeaning | undefined {
  if (!Number.isInteger(status)) return undefined;
  return (Object.keys(STATUS_RANGES) as StatusMeaning[]).find((meaning) => {
    const [min, max] = STATUS_RANGES[meaning];
    return status >= min && status <= max;
  });
}
