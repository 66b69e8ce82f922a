/** How long an answer may take, in milliseconds: longer than any script may run. */
export const PATIENCE = 20_000;

export class TooLate extends Error {}

/** Waits for an answer, but not for ever. @throws {TooLate} */
export async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new TooLate()), PATIENCE);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
