/**
 * How often a property is tried, and from which seed. A run that decides whether something lands tries the same values
 * every time: what is found by chance is mended by whoever looked for it, not by whoever came by. Look for more with
 * `PASSANT_TEST_SEED=…`, any whole number; a failure prints the seed it began with.
 */
export function drawn(numRuns: number): { numRuns: number; seed: number } {
  const seed = Number(process.env.PASSANT_TEST_SEED ?? 20_261_201);
  if (!Number.isSafeInteger(seed)) throw new Error('PASSANT_TEST_SEED must be a whole number');
  return { numRuns, seed };
}
